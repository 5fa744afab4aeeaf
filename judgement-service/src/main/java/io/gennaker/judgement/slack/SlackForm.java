package io.gennaker.judgement.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.slack.api.model.block.Blocks;
import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.composition.BlockCompositions;
import com.slack.api.model.block.composition.OptionObject;
import com.slack.api.model.block.element.BlockElement;
import com.slack.api.model.block.element.BlockElements;
import com.slack.api.model.view.View;
import com.slack.api.model.view.Views;
import io.gennaker.contracts.AnswerForm;
import io.gennaker.contracts.AnswerForm.Choice;
import io.gennaker.contracts.AnswerForm.Input;
import io.gennaker.contracts.Decision;
import io.gennaker.contracts.FilledForm;
import io.gennaker.judgement.decision.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The form of an answer: what it asks for, and what comes back. What is filled in is checked by the service, as by any
/// channel.
final class SlackForm {
    static final String CALLBACK = "gennaker_answer";
    static final String DECISION = "decision";
    private static final String COMMENT = "comment";
    private static final String INPUT = "input_";
    private static final String ACTION = "value";
    private static final int LONGEST_COMMENT = 3_000;
    private static final int LONGEST_OPTION = 75;
    private static final int LONGEST_LABEL = 200;
    private static final int MOST_OPTIONS = 100;

    private SlackForm() {}

    static View of(Question question) {
        return Views.view(view -> view.type("modal")
                .callbackId(CALLBACK)
                .privateMetadata(question.id().value())
                .title(Views.viewTitle(title -> title.type("plain_text").text("Answer")))
                .submit(Views.viewSubmit(submit -> submit.type("plain_text").text("Send")))
                .close(Views.viewClose(close -> close.type("plain_text").text("Close")))
                .blocks(blocks(question)));
    }

    private static List<LayoutBlock> blocks(Question question) {
        AnswerForm form = question.spec().formOrNone();
        String title =
                SlackText.escape(question.pipeline() + ": " + question.spec().title(), 500);
        var blocks = new ArrayList<LayoutBlock>();
        blocks.add(Blocks.section(section -> section.text(BlockCompositions.markdownText("*" + title + "*"))));
        blocks.add(input(DECISION, "Decision", false, select(options(form), null)));
        form.inputs().forEach(input -> blocks.add(input(INPUT + input.name(), label(input), true, element(input))));
        blocks.add(input(
                COMMENT,
                "Comment",
                true,
                BlockElements.plainTextInput(
                        text -> text.actionId(ACTION).multiline(true).maxLength(LONGEST_COMMENT))));
        return blocks;
    }

    /// Where nothing can be chosen, approve and reject; and one that choices leave out.
    private static List<OptionObject> options(AnswerForm form) {
        Stream<OptionObject> decisions = Stream.of(Decision.values())
                .filter(decision -> form.choices().stream().noneMatch(choice -> choice.decision() == decision))
                .map(decision -> option(decision == Decision.APPROVE ? "Approve" : "Reject", "/" + decision.name()));
        return Stream.concat(form.choices().stream().map(choice -> option(choice.title(), choice.name())), decisions)
                .toList();
    }

    private static String label(Input input) {
        String label = input.title() == null ? input.name() : input.title();
        return label + (input.required() ? " (needed to approve)" : "");
    }

    private static BlockElement element(Input input) {
        return switch (input.type()) {
            case STRING ->
                BlockElements.plainTextInput(text -> text.actionId(ACTION)
                        .maxLength(FilledForm.LONGEST_INPUT)
                        .initialValue(input.defaultValue()));
            case INT ->
                BlockElements.numberInput(
                        number -> number.actionId(ACTION).decimalAllowed(false).initialValue(input.defaultValue()));
            case BOOL -> select(List.of(option("true", "true"), option("false", "false")), input.defaultValue());
            case ENUM ->
                input.values().size() <= MOST_OPTIONS
                        ? select(
                                input.values().stream()
                                        .map(value -> option(value, value))
                                        .toList(),
                                input.defaultValue())
                        : BlockElements.plainTextInput(text -> text.actionId(ACTION)
                                .maxLength(FilledForm.LONGEST_INPUT)
                                .initialValue(input.defaultValue()));
        };
    }

    private static BlockElement select(List<OptionObject> options, @Nullable String chosen) {
        OptionObject initial = options.stream()
                .filter(option -> Objects.equals(option.getValue(), chosen))
                .findFirst()
                .orElse(null);
        return BlockElements.staticSelect(
                select -> select.actionId(ACTION).options(options).initialOption(initial));
    }

    private static LayoutBlock input(String id, String label, boolean optional, BlockElement element) {
        return Blocks.input(input -> input.blockId(id)
                .optional(optional)
                .label(BlockCompositions.plainText(cut(label, LONGEST_LABEL)))
                .element(element));
    }

    private static OptionObject option(String text, String value) {
        return BlockCompositions.option(BlockCompositions.plainText(cut(text, LONGEST_OPTION)), value);
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }

    /// What somebody filled in.
    ///
    /// @param state of the view
    /// @throws IllegalArgumentException when it is none of what the form offers
    static Filled read(Question question, JsonNode state) {
        AnswerForm form = question.spec().formOrNone();
        String chosen = value(state, DECISION);
        String comment = value(state, COMMENT).strip();
        if (comment.length() > LONGEST_COMMENT || comment.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "the comment has " + comment.length() + " characters; at most " + LONGEST_COMMENT + " are allowed");
        }
        Choice choice = form.choices().stream()
                .filter(one -> one.name().equals(chosen))
                .findFirst()
                .orElse(null);
        Decision decision = choice == null ? decision(chosen) : choice.decision();
        var filled = new FilledForm(
                choice == null ? null : choice.name(),
                // a rejection takes none, and the fields have defaults
                decision == Decision.APPROVE ? inputs(form, state) : Map.of());
        return new Filled(decision, filled, comment.isEmpty() ? null : comment);
    }

    private static Decision decision(String chosen) {
        return Stream.of(Decision.values())
                .filter(decision -> chosen.equals("/" + decision.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("choose one of the decisions"));
    }

    private static Map<String, String> inputs(AnswerForm form, JsonNode state) {
        var inputs = new TreeMap<String, String>();
        for (Input input : form.inputs()) {
            String value = value(state, INPUT + input.name()).strip();
            if (!value.isEmpty()) {
                inputs.put(input.name(), value);
            }
        }
        return inputs;
    }

    private static String value(JsonNode state, String block) {
        JsonNode given = state.path(block).path(ACTION);
        return given.has("selected_option")
                ? given.path("selected_option").path("value").asText("")
                : given.path("value").asText("");
    }

    record Filled(
            Decision decision, FilledForm form, @Nullable String comment) {}
}
