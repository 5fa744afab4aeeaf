package io.gennaker.orchestrator.execution;

import io.gennaker.contracts.Intervention;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Quantities and acts in words for people.
final class Words {
    private Words() {}

    /// For example `1 h 30 min`, `45 s`, `250 ms`.
    static String duration(@Nullable Duration duration) {
        if (duration == null) {
            return "no time";
        }
        var text = new StringBuilder();
        append(text, duration.toDays(), "d");
        append(text, duration.toHoursPart(), "h");
        append(text, duration.toMinutesPart(), "min");
        append(text, duration.toSecondsPart(), "s");
        append(text, duration.toMillisPart(), "ms");
        return text.isEmpty() ? "0 s" : text.toString();
    }

    /// As the command line names it, for example `retry canary`.
    static String of(Intervention intervention) {
        return switch (intervention) {
            case Intervention.Pause pause -> "pause";
            case Intervention.Resume resume -> "resume";
            case Intervention.Retry(var stage) -> "retry " + stage;
            case Intervention.Skip(var stage) -> "skip " + stage;
            case Intervention.Ignore(var stage) -> "ignore " + stage;
            case Intervention.Restart(var stage) -> "restart " + stage;
            case Intervention.OverrideFreeze override -> "override-freeze";
        };
    }

    private static void append(StringBuilder text, long amount, String unit) {
        if (amount > 0) {
            text.append(text.isEmpty() ? "" : " ").append(amount).append(' ').append(unit);
        }
    }
}
