package io.gennaker.judgement.notice;

import io.gennaker.pipeline.definition.NotificationRule;
import io.gennaker.pipeline.expression.Bindings;
import io.gennaker.pipeline.expression.EvaluationFailed;
import io.gennaker.pipeline.expression.MalformedTemplate;
import io.gennaker.pipeline.expression.Template;
import io.gennaker.pipeline.expression.Value;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts a fact into words: those of the rule, or else these.
public final class Wording {
    private Wording() {}

    public static Words of(Fact fact, NotificationRule rule, String link) {
        Words plain = plain(fact);
        String title = rule.title();
        String message = rule.message();
        if (title == null && message == null) {
            return plain;
        }
        Bindings bindings = bindings(fact, link);
        try {
            return new Words(text(title, bindings, plain.title()), text(message, bindings, plain.message()));
        } catch (EvaluationFailed | MalformedTemplate failed) {
            // Better told in other words than not told.
            return new Words(
                    plain.title(), plain.message() + "\n(rule " + rule.name() + ": " + failed.getMessage() + ")");
        }
    }

    /// Words of a thread that a question begins.
    public static Words begin(Delivery delivery) {
        return new Words(delivery.pipeline() + ": delivery", String.join("\n", delivery.images()));
    }

    private static String text(@Nullable String template, Bindings bindings, String fallback)
            throws EvaluationFailed, MalformedTemplate {
        if (template == null) {
            return fallback;
        }
        String text = Template.parse(template).evaluate(bindings).inText().orElse("");
        return text.isBlank() ? fallback : text;
    }

    static Words plain(Fact fact) {
        Delivery delivery = fact.delivery();
        String who = fact.user() == null ? "" : " by " + fact.user();
        String at = fact.stage() == null ? "" : " at stage " + fact.stage();
        String reason = fact.reason() == null ? "" : fact.reason();
        String name = delivery.pipeline();
        return switch (fact.occasion()) {
            case REFUSED -> new Words(name + ": start refused" + who, reason);
            case FROZEN -> new Words(name + ": delivery waits", reason);
            case STARTED -> new Words(name + ": delivery started", String.join("\n", delivery.images()));
            case SUCCEEDED -> new Words(name + ": delivered", String.join("\n", delivery.images()));
            case FAILED -> new Words(name + ": delivery failed", reason);
            case CANCELLED -> new Words(name + ": delivery cancelled", reason);
            case TIMED_OUT -> new Words(name + ": delivery took too long", reason);
            case TAKING_BACK -> new Words(name + ": is being taken back" + at, reason);
            case STAGE_FAILED -> new Words(name + ": stage " + fact.stage() + " failed", reason);
            case STALLED -> new Words(name + ": delivery does not move", reason);
            case WAITING -> new Words(name + ": waits for a person: " + fact.subject(), reason);
            case REMINDED -> new Words(name + ": still waits for a person" + at, reason);
            case DECIDED -> new Words(name + ": decided" + at + who, reason);
            case INTERVENED -> new Words(name + ": intervention" + who, reason);
        };
    }

    private static Bindings bindings(Fact fact, String link) {
        Delivery delivery = fact.delivery();
        return new Bindings(Map.of())
                .with(
                        "fact",
                        Map.of(
                                "occasion", text(fact.occasion().word()),
                                "execution", text(delivery.executionId().value()),
                                "pipeline", text(delivery.pipeline()),
                                "application", text(delivery.application()),
                                "status", text(delivery.status()),
                                "stage", text(fact.stage()),
                                "reason", text(fact.reason()),
                                "user", text(fact.user()),
                                "images", text(String.join(", ", delivery.images())),
                                "link", text(link)));
    }

    private static Value text(@Nullable String text) {
        return new Value.Text(text == null ? "" : text);
    }
}
