package io.gennaker.deployer.plan;

import io.gennaker.deployer.resource.Value;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What a Job hands on to later stages: the fields of a JSON object that is its container's termination message, or the
/// last line of its log.
public final class JobOutputs {
    private static final int MOST = 50;
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_VALUE = 4_000;
    private static final String NAME = "[A-Za-z_][A-Za-z0-9_-]*";

    private final Function<String, Value> parse;
    private final Function<Value, String> write;

    /// @param parse reads one JSON value, and throws an `IllegalArgumentException` at anything else
    public JobOutputs(Function<String, Value> parse, Function<Value, String> write) {
        this.parse = parse;
        this.write = write;
    }

    /// The first of the two that is a JSON object; nothing where neither is.
    public Map<String, String> of(String terminationMessage, String log) {
        return object(terminationMessage)
                .or(() -> object(lastLine(log)))
                .map(this::outputs)
                .orElse(Map.of());
    }

    private static String lastLine(String log) {
        List<String> lines = log.lines().filter(line -> !line.isBlank()).toList();
        return lines.isEmpty() ? "" : lines.getLast();
    }

    private Optional<Value> object(String text) {
        String stripped = text.strip();
        if (!stripped.startsWith("{")) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse.apply(stripped)).filter(Value.Fields.class::isInstance);
        } catch (IllegalArgumentException otherText) {
            return Optional.empty();
        }
    }

    /// Names that expressions cannot write, and values that are too long, are left out.
    private Map<String, String> outputs(Value object) {
        var outputs = new LinkedHashMap<String, String>();
        object.fields().forEach((name, value) -> {
            String text = text(value);
            boolean fits = name.length() <= LONGEST_NAME && name.matches(NAME) && text.length() <= LONGEST_VALUE;
            if (fits && value.isPresent() && outputs.size() < MOST) {
                outputs.put(name, text);
            }
        });
        return outputs;
    }

    private String text(Value value) {
        return switch (value) {
            case Value.Text(var text) -> text;
            case Value.Decimal(BigDecimal number) -> number.toPlainString();
            case Value.Flag(boolean flag) -> String.valueOf(flag);
            case Value.Nothing() -> "";
            case Value.Fields _, Value.Items _ -> write.apply(value);
        };
    }
}
