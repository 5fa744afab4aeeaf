package io.gennaker.analysis.canary;

import java.util.Arrays;
import java.util.List;

/// The judges.
enum JudgeKind {
    MANN_WHITNEY("mann-whitney"),
    /// The same judge, with labels and scores as Kayenta gives them.
    KAYENTA("kayenta"),
    SEQUENTIAL("sequential"),
    THRESHOLD("threshold");

    private final String text;

    JudgeKind(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /// @throws IllegalArgumentException naming those that are known
    static JudgeKind of(String text) {
        return Arrays.stream(values())
                .filter(kind -> kind.text.equals(text))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("judge: found '" + text + "', must be one of " + names()));
    }

    /// Comparing ranks often only adds false alarms.
    boolean looksOnce() {
        return this == MANN_WHITNEY || this == KAYENTA;
    }

    private static List<String> names() {
        return Arrays.stream(values()).map(JudgeKind::text).toList();
    }
}
