package io.gennaker.pipeline.expression;

import com.google.common.primitives.UnsignedLong;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads what an expression gave; whatever has no plain form is refused.
final class Results {
    private static final int MOST_VALUES = 10_000;

    private final String source;
    private int characters;
    private int values;

    Results(String source) {
        this.source = source;
    }

    Value read(@Nullable Object result) throws EvaluationFailed {
        count();
        return switch (result) {
            case String text -> text(text);
            case Long whole -> new Value.Whole(whole);
            case UnsignedLong whole
            when whole.bigIntegerValue().bitLength() < Long.SIZE -> new Value.Whole(whole.longValue());
            case Double decimal when Double.isFinite(decimal) -> new Value.Decimal(decimal);
            case Boolean truth -> new Value.Truth(truth);
            case List<?> items -> many(items);
            case Map<?, ?> fields -> named(fields);
            case null -> throw unfit("null");
            default -> throw unfit("a " + result.getClass().getSimpleName());
        };
    }

    private void count() throws EvaluationFailed {
        values++;
        if (values > MOST_VALUES) {
            throw new EvaluationFailed(source, "it gives more than " + MOST_VALUES + " values");
        }
    }

    private Value.Text text(String text) throws EvaluationFailed {
        characters += text.length();
        if (characters > Expression.LARGEST_RESULT) {
            throw new EvaluationFailed(source, "it gives more than " + Expression.LARGEST_RESULT + " characters");
        }
        return new Value.Text(text);
    }

    private Value.Many many(List<?> items) throws EvaluationFailed {
        var read = new ArrayList<Value>();
        for (Object item : items) {
            read.add(read(item));
        }
        return new Value.Many(read);
    }

    private Value.Named named(Map<?, ?> fields) throws EvaluationFailed {
        var read = new TreeMap<String, Value>();
        for (Map.Entry<?, ?> field : fields.entrySet()) {
            if (!(field.getKey() instanceof String name)) {
                throw unfit("a map whose keys are not all text");
            }
            read.put(text(name).value(), read(field.getValue()));
        }
        return new Value.Named(read);
    }

    private EvaluationFailed unfit(String what) {
        return new EvaluationFailed(source, "it gives " + what + "; allowed: text, number, true or false, list, map");
    }
}
