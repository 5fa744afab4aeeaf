package io.gennaker.judgement.slack;

import com.slack.api.model.block.Blocks;
import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.composition.BlockCompositions;
import com.slack.api.model.block.element.BlockElement;
import com.slack.api.model.block.element.BlockElements;
import io.gennaker.contracts.AnswerForm;
import io.gennaker.contracts.Decision;
import io.gennaker.contracts.JudgementSpec;
import io.gennaker.judgement.decision.Answer;
import io.gennaker.judgement.decision.Judgement;
import io.gennaker.judgement.decision.Question;
import io.gennaker.judgement.notice.Card;
import io.gennaker.judgement.notice.Delivery;
import io.gennaker.judgement.notice.Links;
import io.gennaker.judgement.notice.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Cards as messages of Block Kit.
final class SlackMessages {
    static final String APPROVE = "gennaker_approve";
    static final String REJECT = "gennaker_reject";
    static final String FORM = "gennaker_form";

    private static final int LONGEST_TITLE = 200;
    private static final int LONGEST_SECTION = 3_000;
    private static final int LONGEST_MARKDOWN = 6_000;
    private static final int MOST_ANSWERS = 20;

    private final Links links;

    SlackMessages(Links links) {
        this.links = links;
    }

    /// @param delivery null where nothing is known of it yet
    SlackClient.Shown words(Card card, @Nullable Delivery delivery) {
        Words words = card.words();
        var text = new StringBuilder("*" + SlackText.escape(words.title(), LONGEST_TITLE) + "*");
        if (!words.message().isBlank()) {
            text.append('\n').append(SlackText.escape(words.message(), LONGEST_SECTION - LONGEST_TITLE - 20));
        }
        var blocks = new ArrayList<LayoutBlock>();
        blocks.add(section(text.toString()));
        if (!card.isReply() && delivery != null) {
            blocks.add(section(state(delivery)));
        }
        blocks.add(context(link(card)));
        return new SlackClient.Shown(SlackText.escape(words.title(), LONGEST_TITLE), blocks);
    }

    private static String state(Delivery delivery) {
        String reason = delivery.reason();
        String taken = delivery.takingBack() && !delivery.status().equals("TakingBack") ? ", taken back" : "";
        return icon(delivery.status()) + " *" + delivery.status() + taken + "*"
                + (reason == null || reason.isBlank() ? "" : ": " + SlackText.escape(reason, LONGEST_SECTION / 2));
    }

    private static String icon(String status) {
        return switch (status) {
            case "Succeeded" -> ":white_check_mark:";
            case "Failed", "TimedOut" -> ":x:";
            case "TakingBack", "Compensating", "Cancelling" -> ":leftwards_arrow_with_hook:";
            case "Cancelled" -> ":no_entry_sign:";
            case "Paused" -> ":double_vertical_bar:";
            default -> ":hourglass_flowing_sand:";
        };
    }

    private String link(Card card) {
        String execution = card.executionId().value();
        return links.execution(card.executionId())
                .map(url -> "<" + url + "|" + SlackText.escape(execution, LONGEST_TITLE) + ">")
                .orElse(SlackText.escape(execution, LONGEST_TITLE));
    }

    SlackClient.Shown question(Card card, Judgement judgement) {
        Question question = judgement.question();
        JudgementSpec spec = question.spec();
        var blocks = new ArrayList<LayoutBlock>();
        String title = SlackText.escape(question.pipeline() + ": " + spec.title(), LONGEST_TITLE * 2);
        blocks.add(section("*" + title + "*"));
        if (!spec.instructions().isBlank()) {
            String instructions = SlackText.escape(spec.instructions(), LONGEST_MARKDOWN);
            blocks.add(Blocks.markdown(block -> block.text(instructions)));
        }
        evidence(spec).ifPresent(text -> blocks.add(section(text)));
        answers(judgement).ifPresent(text -> blocks.add(section(text)));
        blocks.add(section(standing(judgement)));
        if (judgement instanceof Judgement.Open) {
            blocks.add(Blocks.actions(buttons(question)));
        }
        blocks.add(context(link(card)));
        return new SlackClient.Shown(title, blocks);
    }

    private static Optional<String> evidence(JudgementSpec spec) {
        String text = spec.links().stream()
                .map(link ->
                        "• <" + link.url().replaceAll("[<>|]", "") + "|" + SlackText.escape(link.title(), 200) + ">")
                .collect(Collectors.joining("\n"));
        // A link that is cut would be another one.
        return text.isEmpty() || text.length() > LONGEST_SECTION ? Optional.empty() : Optional.of(text);
    }

    private static Optional<String> answers(Judgement judgement) {
        List<Answer> answers = judgement.history().answers();
        String text = answers.stream()
                .skip(Math.max(0, answers.size() - MOST_ANSWERS))
                .map(SlackMessages::answer)
                .collect(Collectors.joining("\n"));
        return text.isEmpty() ? Optional.empty() : Optional.of(cut(text));
    }

    private static String answer(Answer answer) {
        String icon = answer.decision() == Decision.APPROVE ? ":+1:" : ":-1:";
        String comment = answer.comment();
        String choice =
                answer.form().choice() == null ? "" : " (" + answer.form().choice() + ")";
        return icon + " " + SlackText.escape(answer.by().user(), 100) + choice
                + (comment == null || comment.isBlank() ? "" : ": " + SlackText.escape(comment, 300));
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_SECTION ? text : text.substring(0, LONGEST_SECTION - 1) + "…";
    }

    private static String standing(Judgement judgement) {
        return switch (judgement) {
            case Judgement.Open open -> waiting(open);
            case Judgement.Concluded concluded ->
                (concluded.decision() == Decision.APPROVE ? ":white_check_mark:" : ":x:") + " *"
                        + word(concluded.outcome().name()) + "*"
                        + (concluded.decidedBy().isEmpty()
                                ? ""
                                : " by " + SlackText.escape(String.join(", ", concluded.decidedBy()), 500));
            case Judgement.Withdrawn _ -> ":no_entry_sign: *Withdrawn*: the question no longer matters";
        };
    }

    private static String waiting(Judgement.Open open) {
        Question question = open.question();
        JudgementSpec spec = question.spec();
        var who = new ArrayList<String>(spec.users());
        spec.roles().forEach(role -> who.add("role " + role));
        String allowed = who.isEmpty() ? "anyone who is known" : String.join(", ", who);
        long approvals = open.history().answers().stream()
                .filter(answer -> answer.decision() == Decision.APPROVE)
                .count();
        return ":raised_hand: " + approvals + " of " + spec.quorum() + " approvals; may decide: "
                + SlackText.escape(allowed, 1_000) + "; until <!date^"
                + question.expiresAt().getEpochSecond() + "^{date_short_pretty} {time}|" + question.expiresAt() + ">";
    }

    private static String word(String name) {
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }

    /// What is decided by a press alone has a button; the rest is asked by a form.
    private static List<BlockElement> buttons(Question question) {
        String id = question.id().value();
        AnswerForm form = question.spec().formOrNone();
        var buttons = new ArrayList<BlockElement>();
        if (form.choices().isEmpty() && form.inputs().isEmpty()) {
            buttons.add(button(APPROVE, "Approve", "primary", id));
        }
        if (form.choices().isEmpty()) {
            buttons.add(button(REJECT, "Reject", "danger", id));
        }
        String words = form.inputs().isEmpty() && form.choices().isEmpty() ? "Answer with a comment" : "Answer";
        buttons.add(button(FORM, words, null, id));
        return buttons;
    }

    private static BlockElement button(String action, String text, @Nullable String style, String value) {
        return BlockElements.button(button -> button.actionId(action)
                .text(BlockCompositions.plainText(text))
                .style(style)
                .value(value));
    }

    private static LayoutBlock section(String text) {
        return Blocks.section(section -> section.text(BlockCompositions.markdownText(text)));
    }

    private static LayoutBlock context(String text) {
        return Blocks.context(List.of(BlockCompositions.markdownText(text)));
    }
}
