package io.gennaker.pipeline.expression;

import dev.cel.runtime.CelEvaluationException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one evaluation may still read, make and compare, in characters.
///
/// Source, nodes and iterations are bounded one by one; what they do together to long texts is bounded here. Errors of
/// operands that do not matter are none in CEL, so one that is used up stays so until it is asked.
final class Budget {
    /// Of one evaluation.
    static final int MOST = 10_000_000;

    /// So many characters of equal texts are compared in the time that one is read in.
    private static final int COMPARED_AT_ONCE = 16;

    private long left = MOST;

    boolean isSpent() {
        return left < 0;
    }

    /// Why there is no value.
    static String reason() {
        return "it reads, makes or compares more than " + MOST + " characters";
    }

    void take(long characters) throws CelEvaluationException {
        if (left >= 0) {
            left -= characters;
        }
        if (left < 0) {
            throw new CelEvaluationException(reason());
        }
    }

    /// Takes what a comparison with a value may need. One that holds another many times over is as large as if they
    /// were many.
    void takeAll(@Nullable Object value) throws CelEvaluationException {
        switch (value) {
            case String text -> take(1 + text.length() / COMPARED_AT_ONCE);
            case List<?> items -> {
                take(1);
                for (Object item : items) {
                    takeAll(item);
                }
            }
            case Map<?, ?> fields -> {
                take(1);
                for (Map.Entry<?, ?> field : fields.entrySet()) {
                    takeAll(field.getKey());
                    takeAll(field.getValue());
                }
            }
            case null, default -> take(1);
        }
    }
}
