package io.gennaker.pipeline.expression;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// For `benchmarks/fuzz.sh`: CEL of pipelines. It has mistakes, a value, or fails in its own way; any other
/// exception is a finding.
public final class ExpressionFuzz {
    private static final List<String> SEEDS = List.of(
            "1 + 2 == 3 && 'a' in ['a', 'b']",
            "[1, 2, 3].map(x, x * 2).filter(x, x > 2).exists(x, x == 4)",
            "'a-b'.split('-')[0].upperAscii() + {'k': 'v'}.k",
            "has({'a': {'b': 1}}.a.b) ? 'yes' : \"no\"",
            "'x'.matches('^[a-z]+$') || timestamp('2026-11-23T12:00:00Z') > timestamp('2020-01-01T00:00:00Z')",
            "duration('1h') + duration('5m')",
            "int('7') % 3 + size(b'abc')");

    private ExpressionFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String source = new String(input, StandardCharsets.UTF_8);
        Expression.check(source, new Scope(Map.of()));
        try {
            Expression.evaluate(source, new Bindings(Map.of()));
        } catch (EvaluationFailed expected) {
            // said so
        }
    }

    /// Writes seeds into a folder.
    public static void main(String[] arguments) throws IOException {
        for (int i = 0; i < SEEDS.size(); i++) {
            Files.writeString(Path.of(arguments[0], i + ".cel"), SEEDS.get(i));
        }
    }
}
