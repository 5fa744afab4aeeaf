package io.gennaker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `gennaker import spinnaker` as people type it; what it writes passes `gennaker validate`.
class ImportTest {
    private static final String FIXTURES = Path.of("..", "spinnaker-import", "src", "test", "resources", "pipelines")
            .toString();

    @TempDir
    private Path home;

    private record Result(int code, String out, String err) {}

    private static Result run(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int code = Gennaker.run(
                Map.of(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                arguments);
        return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void shouldWriteDefinitionsThatValidate() throws IOException {
        // Given
        Path to = home.resolve("definitions");
        Path report = home.resolve("report.md");

        // When
        Result imported = run("import", "spinnaker", FIXTURES, "--to", to.toString(), "--report", report.toString());

        // Then
        assertThat(imported.code()).as(imported.err()).isZero();
        assertThat(imported.out()).contains("'Deliver' is pipeline/shop-deliver", "Helm", "wrote ");
        assertThat(Files.readString(report)).contains("| Bake | stages[0].type | bakeManifest | not carried |");
        Result validated = run("validate", "-f", to.toString());
        assertThat(validated.out())
                .contains("Pipeline/shop-deliver read", "Pipeline/zoo-linear read", "Cluster/k read");
        assertThat(validated.code()).as(validated.out()).isZero();
    }

    @Test
    void shouldPrintOneDocumentWithEveryField() throws IOException {
        // When
        Result imported = run("import", "spinnaker", FIXTURES + "/shop-deliver.json", "-o", "json");

        // Then
        JsonNode pipeline = JsonMapper.builder()
                .build()
                .readTree(imported.out())
                .path("pipelines")
                .path(0);
        assertThat(pipeline.path("definition").asText()).isEqualTo("shop-deliver");
        assertThat(pipeline.path("written").asBoolean()).isFalse();
        assertThat(pipeline.path("fields")
                        .valueStream()
                        .map(field -> field.path("outcome").asText()))
                .contains("exact", "changed", "notCarried", "notNeeded");
    }

    @Test
    void shouldNotReplaceWhatSomebodyChanged() throws IOException {
        // Given
        String to = home.resolve("definitions").toString();
        run("import", "spinnaker", FIXTURES, "--to", to);
        Files.writeString(Path.of(to, "clusters.yaml"), "# mine\n");

        // When
        Result again = run("import", "spinnaker", FIXTURES, "--to", to);

        // Then
        assertThat(again.code()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(again.err()).contains("clusters.yaml would be replaced; nothing was written", "--force");
        assertThat(Files.readString(Path.of(to, "clusters.yaml"))).isEqualTo("# mine\n");
        assertThat(run("import", "spinnaker", FIXTURES, "--to", to, "--force").code())
                .isZero();
    }

    @Test
    void shouldSayWhatIsWrongWithAFile() throws IOException {
        // Given
        Path file = Files.writeString(home.resolve("x.json"), "{\"stages\": []}");

        // When
        Result unreadable = run("import", "spinnaker", file.toString());
        Result missing = run("import", "spinnaker", home.resolve("none").toString());

        // Then
        assertThat(unreadable.code()).isEqualTo(ExitCode.INVALID.code());
        assertThat(unreadable.err()).contains("x.json: found no 'name'; allowed");
        assertThat(missing.code()).isEqualTo(ExitCode.NOT_FOUND.code());
    }

    @Test
    void shouldEndWithACodeForProblemsWhenAPipelineCouldNotBeImported() throws IOException {
        // Given
        Path file = Files.writeString(home.resolve("x.json"), "{\"name\": \"empty\", \"stages\": []}");

        // When
        Result result = run("import", "spinnaker", file.toString());

        // Then
        assertThat(result.code()).isEqualTo(ExitCode.INVALID.code());
        assertThat(result.out()).contains("no definition", "a pipeline needs at least one stage");
    }
}
