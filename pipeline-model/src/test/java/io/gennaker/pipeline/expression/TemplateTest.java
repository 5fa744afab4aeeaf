package io.gennaker.pipeline.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
    private static final Bindings BINDINGS = new Bindings(Map.of())
            .with("v", Map.of("n", new Value.Whole(12), "s", new Value.Text("shop"), "m", new Value.Named(Map.of())));

    private static Value evaluate(String text) throws Exception {
        return Template.parse(text).evaluate(BINDINGS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            plain | plain
            $5 and ${x} and {{y}} | $5 and ${x} and {{y}}
            a ${{ v.s }} b ${{v.n}} c | a shop b 12 c
            ${{ v.s }}${{ v.s }} | shopshop
            ${{ "${{" }} | ${{
            ${{ "}}" + 'it\\'s' }} | }}it's
            x${{ {'a': {'b': 1}}.a.b }}y | x1y
            """)
    void shouldFillInTheExpressions(String text, String expected) throws Exception {
        assertThat(evaluate(text)).isEqualTo(new Value.Text(expected));
    }

    @Test
    void shouldTakeTheTypeOfAnExpressionThatStandsAlone() throws Exception {
        assertThat(evaluate("${{ v.n }}")).isEqualTo(new Value.Whole(12));
        assertThat(evaluate("${{ v.n > 3 }}")).isEqualTo(new Value.Truth(true));
        assertThat(evaluate(" ${{ v.n }}")).isEqualTo(new Value.Text(" 12"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ${{ stages.a.status }}                    | true
            x${{ [1].map(i, stages["a"].status)[0] }} | true
            ${{ size(stages) + 1 }}                   | true
            ${{ has(stages.a) }}                      | true
            ${{ parameters.stages }}                  | false
            ${{ parameters["stages"] }}               | false
            ${{ "all stages" }}                       | false
            stages ${{ v.s }}                         | false
            ${{ stages. }}                            | true
            """)
    void shouldTellWhetherAnExpressionReadsAName(String text, boolean reads) {
        assertThat(Template.reads(text, "stages")).isEqualTo(reads);
    }

    @ParameterizedTest
    @ValueSource(strings = {"${{ v.n", "a ${{ 'x }} b", "${{ {'a': 1 }}"})
    void shouldRefuseAnExpressionWithoutItsEnd(String text) {
        assertThatExceptionOfType(MalformedTemplate.class).isThrownBy(() -> Template.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a ${{ v.m }}", "a ${{ [1] }}", "a ${{ v.x }}", "${{ w }}", "${{ }}"})
    void shouldFailRatherThanPassThroughAsText(String text) throws Exception {
        // Given
        Template template = Template.parse(text);

        // Then
        assertThatExceptionOfType(EvaluationFailed.class).isThrownBy(() -> template.evaluate(BINDINGS));
    }
}
