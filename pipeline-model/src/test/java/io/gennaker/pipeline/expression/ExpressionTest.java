package io.gennaker.pipeline.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.google.re2j.Pattern;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
    private static final Scope SCOPE = new Scope(Map.of(
            "parameters", Scope.Fields.of(Set.of("count", "name")),
            "trigger", Scope.Fields.of(Set.of("attributes"))));
    private static final Bindings BINDINGS = new Bindings(Map.of())
            .with("parameters", Map.of("count", new Value.Whole(3), "name", new Value.Text("shop")))
            .with("trigger", Map.of("attributes", new Value.Named(Map.of("tag", new Value.Text("v1")))));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            parameters.count | 3
            parameters.count * 2 + 1 | 7
            parameters.count / 2.0 == 1.5 | error
            double(parameters.count) / 2.0 | 1.5
            parameters.name + "-" + string(parameters.count) | shop-3
            parameters.count > 2 && parameters.name == "shop" | true
            has(trigger.attributes.tag) ? trigger.attributes.tag : "none" | v1
            has(trigger.attributes.branch) ? "yes" : "no" | no
            trigger.attributes["tag"].upperAscii() | V1
            parameters.name.matches("^s.*p$") | true
            [1, 2, 3].filter(x, x > 1).size() | 2
            uint(7) | 7
            9223372036854775807 + 1 | error
            1 / 0 | error
            trigger.attributes.branch | error
            parameters.name + 1 | error
            duration("10s") | error
            null | error
            b"x" | error
            {1: 2} | error
            parameters | error
            1.0 / 0.0 | error
            """)
    void shouldGiveAValueOrFail(String source, String expected) throws EvaluationFailed {
        if (expected.equals("error") && !source.equals("parameters")) {
            assertThatExceptionOfType(EvaluationFailed.class)
                    .isThrownBy(() -> Expression.evaluate(source, BINDINGS))
                    .withMessageStartingWith("expression '" + source + "' does not evaluate: ");
        } else {
            assertThat(Expression.evaluate(source, BINDINGS).inText().orElse("error"))
                    .isEqualTo(expected);
        }
    }

    @Test
    void shouldSayWhichKeyIsMissing() {
        assertThatThrownBy(() -> Expression.evaluate("trigger.attributes.branch", BINDINGS))
                .hasMessageContaining("branch")
                .hasMessageContaining("does not evaluate");
    }

    @Test
    void shouldGiveListsAndMaps() throws EvaluationFailed {
        // When
        Value value = Expression.evaluate("{'b': [1, 'x'], 'a': true}", BINDINGS);

        // Then
        assertThat(value)
                .isEqualTo(new Value.Named(Map.of(
                        "a",
                        new Value.Truth(true),
                        "b",
                        new Value.Many(List.of(new Value.Whole(1), new Value.Text("x"))))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "parameters.cuont",
                "parameters['cuont'] == 1",
                "[1].map(x, parameters.cuont)",
                "has(parameters.cuont)",
                "param.count",
                "unknown(1)",
                "1 +",
                "'open",
                "parameters.name.replace('a', 'b')",
                "size(1)",
                " ",
            })
    void shouldFindMistakesWithoutValues(String source) {
        assertThat(Expression.check(source, SCOPE)).isNotEmpty();
    }

    @Test
    void shouldPointAtTheMistake() {
        // When
        var mistakes = Expression.check("1 +\n parameters.cuont", SCOPE);

        // Then
        assertThat(mistakes)
                .containsExactly(new Mistake(16, "`1 +\n parameters.cuont`: unknown name 'cuont'", "count, name"));
    }

    @Test
    @Timeout(30)
    void shouldBoundTheIterationsOfAllMacrosTogether() {
        // Given
        String hundred = IntStream.range(0, 100).mapToObj(i -> "1").collect(Collectors.joining(",", "[", "]"));
        String source = hundred + ".all(a, " + hundred.substring(0, 101) + "].all(b, [1,1,1,1,1,1].all(c, true)))";

        // When
        var failure = catchThrowable(() -> Expression.evaluate(source, BINDINGS));

        // Then
        assertThat(failure).isInstanceOf(EvaluationFailed.class).hasMessageContaining("teration");
    }

    @ParameterizedTest
    @ValueSource(ints = {1_001, 100_000})
    void shouldRefuseASourceBeyondTheBound(int length) {
        // Given
        String source = "1" + " ".repeat(length - 1);

        // Then
        assertThat(Expression.check(source, SCOPE))
                .singleElement()
                .satisfies(mistake -> assertThat(mistake.allowed()).isEqualTo("at most 1000 characters"));
        assertThatExceptionOfType(EvaluationFailed.class).isThrownBy(() -> Expression.evaluate(source, BINDINGS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                "[",
                "-",
                "!",
                "1+",
                "1-",
                "trigger.",
                "true?1:",
                "{1:",
                "1==",
                "true&&",
                "'a'+",
                "[1]+",
                "size("
            })
    void shouldBoundNestingWithoutUsingUpASmallStack(String piece) throws Exception {
        // Given
        String open = piece.repeat(Expression.LONGEST / piece.length());
        String longest = piece.repeat(140) + (piece.startsWith("'") ? "'a'" : piece.startsWith("[") ? "[1]" : "1");
        var outcome = new CompletableFuture<Object>();

        // When
        Thread thread = new Thread(
                null,
                () -> outcome.complete(List.of(checked(open), checked(longest), evaluated(longest))),
                "small",
                256_000);
        thread.setUncaughtExceptionHandler((_, failure) -> outcome.completeExceptionally(failure));
        thread.start();

        // Then
        assertThat(outcome.get(30, TimeUnit.SECONDS)).isNotNull();
        assertThat(Expression.check(open, SCOPE)).isNotEmpty();
    }

    private static int checked(String source) {
        return Expression.check(source, SCOPE).size();
    }

    private static Object evaluated(String source) {
        try {
            return Expression.evaluate(source, BINDINGS);
        } catch (EvaluationFailed failed) {
            return failed;
        }
    }

    @Test
    void shouldBoundTheSizeOfTheResult() {
        // Given
        Bindings large = BINDINGS.with("parameters", Map.of("name", new Value.Text("x".repeat(60_000))));

        // Then
        assertThatExceptionOfType(EvaluationFailed.class)
                .isThrownBy(() -> Expression.evaluate("parameters.name + parameters.name", large))
                .withMessageContaining("it gives more than 100000 characters");
    }

    /// Each is short; most took hours or all memory.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "size(parameters.many.split(',').map(i, parameters.long + parameters.long + parameters.long)) > 0",
                "parameters.many.split(',').all(i, !parameters.long.matches('(a?){200}b'))",
                "parameters.many.split(',').all(i, !parameters.long.matches('(a?){200}b')) || true",
                "'a'.matches('((a{1000}){1000}){1000}')",
                "size(parameters.many.split(',').map(i, parameters.long.split(''))) > 0",
                "parameters.many.split(',').all(i, parameters.long.contains(parameters.half))",
                "parameters.many.split(',').all(i, parameters.long.indexOf(parameters.half) < 0)",
                "parameters.many.split(',').all(i, parameters.numbers == parameters.numbers)",
                "parameters.many.split(',').all(i, !('x' in parameters.numbers))",
            })
    @Timeout(60)
    void shouldBoundTheCharactersThatAnEvaluationHandles(String source) {
        // Given
        Bindings large = BINDINGS.with(
                "parameters",
                Map.of(
                        "long", new Value.Text("a".repeat(200_000)),
                        "half", new Value.Text("a".repeat(100_000) + "b"),
                        "many", new Value.Text(",".repeat(900)),
                        "numbers", new Value.Many(Collections.nCopies(20_000, new Value.Whole(1)))));

        // When
        var failure = catchThrowable(() -> Expression.evaluate(source, large));

        // Then
        assertThat(failure)
                .isInstanceOf(EvaluationFailed.class)
                .hasMessageEndingWith("does not evaluate: it reads, makes or compares more than 10000000 characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "parameters.long.matches('^[a-z]+$')",
                "parameters.long.size() == 200000 && parameters.long.split(',').size() == 1",
                "(parameters.long + parameters.long).endsWith('a')",
                "!parameters.long.contains('release notes') && parameters.long.indexOf('b') < 0",
                "parameters.commits.all(c, c.message.matches('^(feat|fix)(\\\\([a-z-]{1,20}\\\\))?: '))",
                "parameters.commits.all(c, c.sha.matches('^[0-9a-f]{40}$') && c.sha in parameters.known)",
                "parameters.commits.map(c, c.message.substring(0, 3).upperAscii()).size() == 300",
                "parameters.commits == parameters.commits",
            })
    void shouldEvaluateOverWhatAnEventOfUsualSizeBrings(String source) throws EvaluationFailed {
        // Given
        var shas = IntStream.range(0, 300).mapToObj("%040x"::formatted).toList();
        Bindings bindings = BINDINGS.with(
                "parameters",
                Map.of(
                        "long", new Value.Text("a".repeat(200_000)),
                        "known",
                                new Value.Many(shas.stream()
                                        .<Value>map(Value.Text::new)
                                        .toList()),
                        "commits",
                                new Value.Many(shas.stream()
                                        .<Value>map(ExpressionTest::commit)
                                        .toList())));

        // Then
        assertThat(Expression.evaluate(source, bindings)).isEqualTo(new Value.Truth(true));
    }

    private static Value commit(String sha) {
        String message = "feat(shop): " + "what changed and why ".repeat(25);
        return new Value.Named(Map.of("sha", new Value.Text(sha), "message", new Value.Text(message)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a?b*c+",
                "[a-z]{1,63}\\.[a-z]{2,63}",
                "(a?){200}b",
                "((a{100}){20}b){3}",
                "(a[)]b{100}){100}",
                "([(]b{100}){100}",
                "(b{100}[(]c){100}",
                "(a{10}|b{2,30}|c{7,})*",
                "(?i)straße|\\pL{50}",
            })
    void shouldNotCountFewerInstructionsThanAreMadeOfARegularExpression(String pattern) {
        assertThat(Functions.instructions(pattern) + 5)
                .isGreaterThanOrEqualTo(Pattern.compile(pattern).programSize());
    }

    @Test
    void shouldStayFastOnAHostileRegularExpression() {
        // Given
        Bindings hostile = BINDINGS.with("parameters", Map.of("name", new Value.Text("a".repeat(5_000) + "!")));

        // Then
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            assertThat(Expression.evaluate("parameters.name.matches('^(a+)+$')", hostile))
                    .isEqualTo(new Value.Truth(false));
        });
    }
}
