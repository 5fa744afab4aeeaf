package io.gennaker.pipeline.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ImageReference;
import io.gennaker.pipeline.expression.Bindings;
import io.gennaker.pipeline.expression.Value;
import io.gennaker.pipeline.yaml.YamlFile;
import io.gennaker.pipeline.yaml.YamlNode;
import io.gennaker.pipeline.yaml.YamlWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RendererTest {
    private static final Digest DIGEST = Digest.of("x");
    private static final Bindings BINDINGS = new Bindings(Map.of())
            .with(
                    "v",
                    Map.of(
                            "n", new Value.Whole(3),
                            "t", new Value.Truth(true),
                            "d", new Value.Decimal(0.5),
                            "text", new Value.Text("12"),
                            "multi", new Value.Text("a: 1\nb: \"2\"\n"),
                            "list", new Value.Many(List.of(new Value.Text("x"), new Value.Whole(1))),
                            "map", new Value.Named(Map.of("k", new Value.Text("yes")))));

    private static String render(String text) throws RenderingFailed {
        return written(new Renderer().render(YamlFile.parse("m.yaml", text), BINDINGS));
    }

    private static String written(List<Manifest> manifests) {
        return YamlWriter.write(manifests.stream().<YamlNode>map(Manifest::root).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ${{ v.n }} | 3
            "${{ v.n }}" | 3
            ${{ v.t }} | true
            ${{ v.d }} | 0.5
            ${{ v.text }} | "12"
            ${{ string(v.n) }} | "3"
            n-${{ v.n }} | "n-3"
            ${{ v.multi }} | "a: 1\\nb: \\"2\\"\\n"
            """)
    void shouldGiveAScalarTheTypeOfItsExpression(String scalar, String expected) throws RenderingFailed {
        assertThat(render("a: " + scalar + "\n")).isEqualTo("---\na: " + expected + "\n");
    }

    @Test
    void shouldPlaceListsAndMaps() throws RenderingFailed {
        assertThat(render("a: ${{ v.list }}\nb: ${{ v.map }}\n"))
                .isEqualTo("---\na:\n- \"x\"\n- 1\nb:\n  \"k\": \"yes\"\n");
    }

    @Test
    void shouldFillInsideBlockTexts() throws RenderingFailed {
        assertThat(render("a: |\n  one ${{ v.n }}\n  two\n")).isEqualTo("---\na: |\n  one 3\n  two\n");
    }

    @Test
    void shouldLeaveEverythingElseAsItWas() throws RenderingFailed {
        // Given
        String text = "---\na: yes\nb: 0644\nc: '12'\nd: $(ENV) ${shell}\ne: []\nf: {}\ng:\n---\nh: 1\n";

        // Then
        assertThat(render(text)).isEqualTo(text);
    }

    @Test
    void shouldKeepItsBoundHoweverManyStagesAskForMore() {
        // Given
        var file = YamlFile.parse("m.yaml", "a: " + "x".repeat(999_000) + "\n");
        var renderer = new Renderer();

        // When
        long kept =
                IntStream.range(0, 5_000).filter(_ -> renders(renderer, file)).count();

        // Then
        assertThat(kept).isEqualTo(16);
    }

    private static boolean renders(Renderer renderer, YamlFile file) {
        try {
            return !renderer.render(file, BINDINGS).isEmpty();
        } catch (RenderingFailed tooMuch) {
            return false;
        }
    }

    @Test
    void shouldBoundTheTextOfAllFilesTogether() {
        // Given
        Bindings large = BINDINGS.with("v", Map.of("x", new Value.Text("x".repeat(90_000))));
        var file = YamlFile.parse("m.yaml", "a:\n" + "  - ${{ v.x }}\n".repeat(1_000));

        // Then
        assertThatExceptionOfType(RenderingFailed.class)
                .isThrownBy(() -> new Renderer().render(file, large))
                .withMessageContaining("16000000 characters");
    }

    @Test
    void shouldBoundOneText() {
        // Given
        Bindings large = BINDINGS.with("v", Map.of("x", new Value.Text("x".repeat(90_000))));
        var file = YamlFile.parse("m.yaml", "a: " + "${{ v.x }}".repeat(12));

        // Then
        assertThatExceptionOfType(RenderingFailed.class)
                .isThrownBy(() -> new Renderer().render(file, large))
                .withMessageContaining("1000000 characters");
    }

    @Test
    void shouldEvaluateNoExpressionOfATextThatHasTooMany() {
        // Given
        var file = YamlFile.parse("m.yaml", "a: " + "${{ 1 / 0 }}".repeat(20_001));

        // Then
        assertThatExceptionOfType(RenderingFailed.class)
                .isThrownBy(() -> new Renderer().render(file, BINDINGS))
                .withMessageContaining("20000 expressions");
    }

    @ParameterizedTest
    @CsvSource({
        "Pod, '{spec: %s}'",
        "Deployment, '{spec: {template: {spec: %s}}}'",
        "StatefulSet, '{spec: {template: {spec: %s}}}'",
        "DaemonSet, '{spec: {template: {spec: %s}}}'",
        "ReplicaSet, '{spec: {template: {spec: %s}}}'",
        "Job, '{spec: {template: {spec: %s}}}'",
        "CronJob, '{spec: {jobTemplate: {spec: {template: {spec: %s}}}}}'"
    })
    void shouldBindImagesByDigestInEveryKindOfWorkload(String kind, String frame) throws RenderingFailed {
        // Given
        String containers = """
                {initContainers: [{image: "acme/shop@%s"}], containers: [{image: "acme/shop:v1"}, {image: "acme/shopping:v1"}, {image: "acme/shop"}, {name: none}]}""".formatted(Digest.of("old"));
        String text = "kind: " + kind + "\n" + frame.formatted(containers).replaceAll("^\\{|}$", "") + "\n";
        var binding = new ImageBinding(List.of(
                new Artifact("shop", new ImageReference("acme/shop", "v2", DIGEST)),
                new Artifact("cart", new ImageReference("acme/cart", "v2", DIGEST))));

        // When
        var manifests = new Renderer()
                .render(YamlFile.parse("m.yaml", text), BINDINGS).stream()
                        .map(binding::bind)
                        .toList();

        // Then
        String written = written(manifests);
        assertThat(written.split("acme/shop@" + DIGEST, -1)).hasSize(4);
        assertThat(written)
                .contains("acme/shopping:v1")
                .doesNotContain(Digest.of("old").value());
        assertThat(binding.bound()).containsExactly("shop");
    }

    @Test
    void shouldLeaveObjectsWithoutPodsAlone() throws RenderingFailed {
        // Given
        String text =
                "---\nkind: Rollout\nspec:\n  template:\n    spec:\n      containers:\n      - image: acme/shop\n";
        var binding = new ImageBinding(List.of(new Artifact("shop", new ImageReference("acme/shop", null, DIGEST))));

        // When
        var manifests = new Renderer()
                .render(YamlFile.parse("m.yaml", text), BINDINGS).stream()
                        .map(binding::bind)
                        .toList();

        // Then
        assertThat(written(manifests)).isEqualTo(text);
        assertThat(binding.bound()).isEmpty();
    }

    @Test
    void shouldBindAnImageWithAPortInItsRegistry() throws RenderingFailed {
        // Given
        var binding = new ImageBinding(
                List.of(new Artifact("shop", new ImageReference("localhost:5000/shop", null, DIGEST))));
        var file = YamlFile.parse("m.yaml", "kind: Pod\nspec: {containers: [{image: \"localhost:5000/shop\"}]}\n");

        // When
        var manifests = new Renderer()
                .render(file, BINDINGS).stream().map(binding::bind).toList();

        // Then
        assertThat(written(manifests)).contains("localhost:5000/shop@" + DIGEST);
    }
}
