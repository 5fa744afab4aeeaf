package io.gennaker.cli.display;

import io.gennaker.cli.api.Judgement;
import io.gennaker.contracts.AnswerForm;
import io.gennaker.contracts.Decision;
import io.gennaker.contracts.FilledForm;
import io.gennaker.contracts.JudgementSpec;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A judgement in full: what is asked, which answers it takes, what was done about it. What came from outside cannot
/// steer the terminal.
public final class JudgementPage {
    private final List<String> lines = new ArrayList<>();

    private JudgementPage() {}

    public static List<String> lines(Judgement judgement) {
        var page = new JudgementPage();
        page.add("", judgement.title());
        page.add("  state      ", state(judgement));
        JudgementSpec spec = judgement.spec();
        if (spec != null) {
            page.question(judgement, spec);
            page.form(spec.formOrNone());
        }
        judgement.historyOrNone().forEach(page::entry);
        return page.lines;
    }

    private void add(String label, String text) {
        lines.add(label + Text.clean(text));
    }

    private static String state(Judgement judgement) {
        if (judgement.open()) {
            return "open, " + judgement.approvals() + " approvals";
        }
        return judgement.outcome() == null ? "withdrawn" : EvidenceLines.outcome(judgement);
    }

    private void question(Judgement judgement, JudgementSpec spec) {
        spec.instructions().lines().forEach(line -> add("  | ", line));
        spec.links().forEach(link -> add("  link       ", link.title() + ": " + link.url()));
        String who = Stream.concat(spec.users().stream(), spec.roles().stream().map(role -> "role " + role))
                .collect(Collectors.joining(", "));
        add("  may decide ", who.isEmpty() ? "everybody" : who);
        String not = Stream.concat(
                        spec.requesterMayDecide() ? Stream.empty() : Stream.ofNullable(judgement.requester()),
                        spec.barredOrNone().stream())
                .distinct()
                .collect(Collectors.joining(", "));
        if (!not.isEmpty()) {
            add("  may not    ", not);
        }
        if (judgement.expiresAt() != null) {
            add(
                    "  expires    ",
                    judgement.expiresAt().truncatedTo(ChronoUnit.SECONDS) + ", then " + word(spec.onExpiry()));
        }
    }

    private void form(AnswerForm form) {
        for (AnswerForm.Choice choice : form.choices()) {
            String command = choice.decision() == Decision.APPROVE ? "approve" : "reject";
            add("  " + command + " --choice " + Text.clean(choice.name()) + "  ", choice.title());
        }
        for (AnswerForm.Input input : form.inputs()) {
            String title = input.title() == null ? "" : "  " + Text.clean(input.title());
            lines.add("  --input " + Text.clean(input.name() + "=" + value(input)) + title);
        }
    }

    private static String value(AnswerForm.Input input) {
        String allowed =
                switch (input.type()) {
                    case STRING -> input.pattern() == null ? "text" : "text like " + input.pattern();
                    case INT -> "an integer";
                    case BOOL -> "true, false";
                    case ENUM -> String.join(", ", input.values());
                };
        String given = input.defaultValue() == null ? "may be left out" : "default " + input.defaultValue();
        return "<" + allowed + (input.required() ? "" : "; " + given) + ">";
    }

    private void entry(Judgement.Entry entry) {
        String who = entry.user() == null ? "" : " " + entry.user();
        String what =
                switch (entry.kind()) {
                    case "Answered" -> entry.decision() == null ? "answered" : word(entry.decision());
                    case "Revoked" -> "took it back";
                    case "Delegated" -> "handed on to " + entry.to();
                    case "Commented" -> "commented";
                    case "Reminded" -> "a reminder went out";
                    default -> entry.kind();
                };
        String behalf = entry.onBehalfOf() == null ? "" : " on behalf of " + entry.onBehalfOf();
        String text = entry.text() == null ? "" : ": " + entry.text();
        add("  ", entry.at().truncatedTo(ChronoUnit.SECONDS) + who + " " + what + filled(entry.form()) + behalf + text);
    }

    private static String filled(@Nullable FilledForm form) {
        if (form == null) {
            return "";
        }
        String inputs = form.inputs().entrySet().stream()
                .map(input -> " " + input.getKey() + "=" + input.getValue())
                .collect(Collectors.joining());
        return (form.choice() == null ? "" : " " + form.choice()) + inputs;
    }

    private static String word(Decision decision) {
        return decision == Decision.APPROVE ? "approved" : "rejected";
    }
}
