package io.gennaker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.pipeline.definition.PipelineDefinition;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/// Whatever users write: problems or a plan, never an exception.
class MutationTest {
    private static final List<String> PIECES = List.of(
            "",
            " ",
            "\n",
            "-",
            ":",
            "[]",
            "{}",
            "\"",
            "'",
            "|",
            "${{",
            "}}",
            "${{ x }}",
            "&a",
            "*a",
            "null",
            "-1",
            "0.5",
            "true",
            "99999999999999999999",
            "!!int",
            "#",
            "\t",
            "\u0000",
            "é𝄞",
            "---\n");

    @RepeatedTest(120)
    void shouldNeverThrow(RepetitionInfo repetition) {
        // Given
        var random = new Random(repetition.getCurrentRepetition());
        String definition = mutated(Shop.text("pipeline.yaml"), random);
        PipelineDefinition good = Shop.pipeline("pipeline.yaml");
        var files = new TreeMap<>(Shop.files(good));
        files.compute("manifests/shop.yaml", (_, text) -> mutated(String.valueOf(text), random));

        // When
        ReadResult result = Definitions.read("pipeline.yaml", definition);
        PlanResult planned = Planner.plan(input(good, files));

        // Then
        switch (result) {
            case ReadResult.Invalid invalid ->
                assertThat(invalid.problems()).isNotEmpty().allSatisfy(problem -> {
                    assertThat(problem.text()).doesNotContain("\n");
                    assertThat(problem.line()).isPositive();
                });
            case ReadResult.Read read ->
                read.documents().stream()
                        .map(ReadResult.Document::definition)
                        .filter(PipelineDefinition.class::isInstance)
                        .forEach(pipeline -> assertThat(Planner.plan(input((PipelineDefinition) pipeline, files)))
                                .isNotNull());
        }
        assertThat(planned).isNotNull();
    }

    private static PlanInput input(PipelineDefinition pipeline, Map<String, String> files) {
        return new PlanInput(pipeline, Shop.V2, files, Shop.CLUSTERS, Shop.PUSHED, Map.of(), List.of(Shop.IMAGE));
    }

    private static String mutated(String text, Random random) {
        var mutated = new StringBuilder(text);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int from = random.nextInt(mutated.length());
            int to = Math.min(mutated.length(), from + random.nextInt(12));
            mutated.replace(from, to, PIECES.get(random.nextInt(PIECES.size())));
        }
        return mutated.toString();
    }
}
