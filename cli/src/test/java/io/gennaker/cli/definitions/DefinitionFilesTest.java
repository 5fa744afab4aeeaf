package io.gennaker.cli.definitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import io.gennaker.cli.definitions.DefinitionFiles.DefinitionFile;
import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.FetchedFile;
import io.gennaker.contracts.ImageReference;
import io.gennaker.pipeline.PlanResult;
import io.gennaker.pipeline.plan.PlannedStage;
import io.gennaker.pipeline.plan.TemplateVersion;
import io.gennaker.pipeline.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionFilesTest {
    private static final String CLUSTER = """
            apiVersion: gennaker/v1
            kind: Cluster
            metadata:
              name: replica
            spec:
              context: replica
            """;
    private static final String PIPELINE = """
            apiVersion: gennaker/v1
            kind: Pipeline
            metadata:
              name: shop
            spec:
              stages:
                - id: replica
                  kind: deploy
                  cluster: replica
                  namespace: shop
                  manifests: [manifests/shop.yaml]
            """;
    private static final String MANIFEST = """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: shop
            """;

    @TempDir
    private Path folder;

    private Path write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private List<Problem> problems() {
        return DefinitionFiles.read(List.of(folder)).stream()
                .flatMap(file -> file.problems().stream())
                .toList();
    }

    @Test
    void shouldFindDefinitionsBelowAFolderWithTheManifestsThatTheyName() throws IOException {
        // Given
        write("shop/pipeline.yaml", PIPELINE);
        write("shop/manifests/shop.yaml", MANIFEST);
        write("shop/manifests/unused.yaml", MANIFEST);
        write("clusters.yml", CLUSTER);
        write("notes.txt", CLUSTER);

        // When
        List<DefinitionFile> files = DefinitionFiles.read(List.of(folder));

        // Then
        assertThat(files).extracting(DefinitionFile::problems).allMatch(List::isEmpty);
        assertThat(files)
                .extracting(DefinitionFile::name)
                .containsExactly(
                        folder.resolve("clusters.yml").toString(),
                        folder.resolve("shop/pipeline.yaml").toString());
        assertThat(files.getLast().files())
                .containsOnlyKeys("manifests/shop.yaml")
                .containsValue(MANIFEST);
    }

    @Test
    void shouldFindDefinitionsWhereLinksLeadAndEachOfThemOnce() throws IOException {
        // Given
        write("elsewhere/clusters/replica.yaml", CLUSTER);
        Files.createDirectories(folder.resolve("definitions"));
        Files.createSymbolicLink(folder.resolve("definitions/clusters"), folder.resolve("elsewhere/clusters"));
        Files.createSymbolicLink(folder.resolve("definitions/same"), folder.resolve("elsewhere/clusters"));

        // When
        List<DefinitionFile> files = DefinitionFiles.read(List.of(folder.resolve("definitions")));

        // Then
        assertThat(files).singleElement().satisfies(file -> {
            assertThat(file.name())
                    .isEqualTo(
                            folder.resolve("definitions/clusters/replica.yaml").toString());
            assertThat(file.problems()).isEmpty();
        });
    }

    @Test
    void shouldReadAFolderWhoseLinksLeadBackToIt() throws IOException {
        // Given
        write("packages/a/replica.yaml", CLUSTER);
        Files.createDirectories(folder.resolve("packages/b"));
        Files.createSymbolicLink(folder.resolve("packages/a/b"), folder.resolve("packages/b"));
        Files.createSymbolicLink(folder.resolve("packages/b/a"), folder.resolve("packages/a"));
        Files.createSymbolicLink(folder.resolve("packages/self"), folder.resolve("packages"));

        // When
        List<DefinitionFile> files = DefinitionFiles.read(List.of(folder));

        // Then
        assertThat(files)
                .singleElement()
                .satisfies(file -> assertThat(file.problems()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uFEFFapiVersion: gennaker/v1\nkind: Cluster\nmetadata: {name: replica}\n",
                "\"apiVersion\": gennaker/v1\nkind: Cluster\nmetadata: {name: replica}\n",
                "'apiVersion': 'gennaker/v1'\nkind: Cluster\nmetadata: {name: replica}\n",
                "apiVersion : gennaker/v1\nkind: Cluster\nmetadata: {name: replica}\n",
                "  kind: Cluster\n  apiVersion: gennaker/v1\n  metadata: {name: replica}\n",
                "{\"apiVersion\": \"gennaker/v1\", \"kind\": \"Cluster\", \"metadata\": {\"name\": \"replica\"}}",
                "{\n  \"kind\": \"Cluster\",\n  \"apiVersion\": \"gennaker\\/v1\",\n  \"metadata\": {\"name\": \"replica\"}\n}",
                "{a: manifest}\n--- {kind: Cluster, apiVersion: gennaker/v1, metadata: {name: replica}}\n",
            })
    void shouldFindADefinitionHoweverItIsWritten(String text) throws IOException {
        // Given
        Path file = write("cluster.yaml", text);

        // When
        List<DefinitionFile> files = DefinitionFiles.read(List.of(folder));

        // Then
        assertThat(files).extracting(DefinitionFile::name).containsExactly(file.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apiVersion: gennaker/v1\nkind: [Cluster\n",
                "{\"apiVersion\": \"gennaker/v1\", \"kind\": [\"Cluster\"}",
                "{\n  \"apiVersion\": \"gennaker/v1\",\n  \"kind\": \"Cluster\n}",
            })
    void shouldRefuseADefinitionThatIsNoYamlRatherThanOverlookIt(String text) throws IOException {
        // Given
        write("clusters.yaml", CLUSTER);
        write("broken.yaml", text);

        // When
        List<Problem> problems = problems();

        // Then
        assertThat(problems)
                .isNotEmpty()
                .extracting(Problem::file)
                .containsOnly(folder.resolve("broken.yaml").toString());
    }

    @Test
    void shouldLeaveAManifestAloneThatHoldsADefinitionAsText() throws IOException {
        // Given
        write("clusters.yaml", CLUSTER);
        write("manifest.yaml", """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: examples}
                data:
                  cluster.yaml: |
                    apiVersion: gennaker/v1
                    kind: Cluster
                  cluster.json: |
                    {
                    "apiVersion": "gennaker/v1"
                    }
                """);

        // When
        List<DefinitionFile> files = DefinitionFiles.read(List.of(folder));

        // Then
        assertThat(files)
                .extracting(DefinitionFile::name)
                .containsExactly(folder.resolve("clusters.yaml").toString());
    }

    @Test
    void shouldReadAFileOnceAlsoWhenItIsNamedTwice() throws IOException {
        // Given
        Path file = write("clusters.yaml", CLUSTER);
        Files.createDirectory(folder.resolve("x"));

        // When
        List<DefinitionFile> files = DefinitionFiles.read(List.of(file, folder, folder.resolve("x/../clusters.yaml")));

        // Then
        assertThat(files).hasSize(1);
        assertThat(files.getFirst().problems()).isEmpty();
    }

    @Test
    void shouldReadTheExampleOfThePlaygroundWithoutProblems() {
        Path example = Path.of("..", "playground", "example", "shop");

        List<DefinitionFile> files = DefinitionFiles.read(List.of(example));

        assertThat(files)
                .hasSizeGreaterThanOrEqualTo(3)
                .allMatch(file -> file.problems().isEmpty());
    }

    @Test
    void shouldSayWhichStageMissesAManifest() throws IOException {
        // Given
        write("pipeline.yaml", PIPELINE);

        // When
        List<Problem> problems = problems();

        // Then
        assertThat(problems)
                .singleElement()
                .satisfies(problem -> assertThat(problem.text())
                        .startsWith(folder.resolve("manifests/shop.yaml")
                                + ":1:1: found no such file, named by stage 'replica'"));
    }

    @Test
    void shouldNameTheManifestInWhichAProblemIs() throws IOException {
        // Given
        write("pipeline.yaml", PIPELINE);
        write("manifests/shop.yaml", MANIFEST + "data:\n  x: ${{ variables.unknown }}\n");

        // When
        List<Problem> problems = problems();

        // Then
        assertThat(problems)
                .isNotEmpty()
                .allMatch(problem -> problem.file()
                        .equals(folder.resolve("manifests/shop.yaml").toString()))
                .anyMatch(problem -> problem.line() == 6 && problem.text().contains("unknown"));
    }

    @Test
    void shouldRefuseAManifestOutsideTheFolder() throws IOException {
        // Given
        write("inner/pipeline.yaml", PIPELINE.replace("manifests/shop.yaml", "../secret.yaml"));
        write("secret.yaml", MANIFEST);

        // When
        List<DefinitionFile> files = DefinitionFiles.read(List.of(folder.resolve("inner")));

        // Then
        assertThat(files.getFirst().problems()).isNotEmpty();
        assertThat(files.getFirst().files()).isEmpty();
    }

    @Test
    void shouldRefuseAManifestThatALinkBringsInFromOutside() throws IOException {
        // Given
        write("inner/pipeline.yaml", PIPELINE);
        Path secret = write("secret.yaml", MANIFEST);
        Files.createDirectories(folder.resolve("inner/manifests"));
        Files.createSymbolicLink(folder.resolve("inner/manifests/shop.yaml"), secret);

        // When
        List<DefinitionFile> files = DefinitionFiles.read(List.of(folder.resolve("inner")));

        // Then
        assertThat(files.getFirst().files()).isEmpty();
        assertThat(files.getFirst().problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.text()).contains("outside the definition's folder"));
    }

    @Test
    void shouldRefuseADefinitionThatIsThereTwice() throws IOException {
        // Given
        write("a.yaml", CLUSTER);
        write("b.yaml", CLUSTER);

        // When
        List<Problem> problems = problems();

        // Then
        assertThat(problems)
                .singleElement()
                .satisfies(problem -> assertThat(problem.text())
                        .contains(
                                "Cluster/replica a second time",
                                folder.resolve("a.yaml").toString()));
    }

    @Test
    void shouldGiveAllProblemsOfAllFiles() throws IOException {
        // Given
        write("a.yaml", CLUSTER.replace("context:", "contxt:"));
        write("b.yaml", CLUSTER.replace("name: replica", "name: 'Not a name!'"));

        // When
        List<Problem> problems = problems();

        // Then
        assertThat(problems)
                .extracting(Problem::file)
                .contains(
                        folder.resolve("a.yaml").toString(),
                        folder.resolve("b.yaml").toString());
    }

    @Test
    void shouldSayWhenThereIsNothingToRead() {
        CliFailure nothing = catchThrowableOfType(CliFailure.class, () -> DefinitionFiles.read(List.of(folder)));
        CliFailure missing = catchThrowableOfType(
                CliFailure.class, () -> DefinitionFiles.read(List.of(folder.resolve("missing.yaml"))));

        assertThat(nothing.exitCode()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(missing.exitCode()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(missing).hasMessageContaining("missing.yaml");
    }

    @Test
    void shouldRefuseWhatIsNoText() throws IOException {
        // Given
        Path file = folder.resolve("binary.yaml");
        Files.write(file, new byte[] {(byte) 0xc3, (byte) 0x28, 0, 1});

        // When
        CliFailure failure = catchThrowableOfType(CliFailure.class, () -> DefinitionFiles.read(List.of(file)));

        // Then
        assertThat(failure.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(failure).hasMessageContaining("binary.yaml").hasMessageContaining("UTF-8");
    }

    @Test
    void shouldReadServicesWithTheirTemplate() {
        // When
        List<DefinitionFile> files = DefinitionFiles.read(List.of(Path.of("../playground/example/services")));
        List<Handed> all = Handed.of(files);

        // Then
        assertThat(files).allSatisfy(file -> assertThat(file.problems()).isEmpty());
        assertThat(all)
                .extracting(Handed::id)
                .containsExactly("Pipeline/billing", "Pipeline/cart", "PipelineTemplate/service");
        assertThat(new Fitting(all).problems(all)).isEmpty();
    }

    @Test
    void shouldReadTheFilesThatATemplateBringsAndLeaveThoseOfItsPipelines() throws IOException {
        // Given
        write("service.yaml", """
                apiVersion: gennaker/v1
                kind: PipelineTemplate
                metadata: {name: service}
                spec:
                  pipeline:
                    artifacts:
                      - {name: config, git: {repository: github.com/acme/shop, ref: main, path: a.yaml}, default: defaults/config.yaml}
                    stages:
                      - {id: app, kind: deploy, cluster: replica, namespace: shop, manifests: [pipeline/app.yaml]}
                      - {id: config, kind: deploy, cluster: replica, namespace: shop, manifests: [{artifact: config}]}
                """);
        write("defaults/config.yaml", MANIFEST);

        // When
        List<DefinitionFile> files = DefinitionFiles.read(List.of(folder));

        // Then
        assertThat(files).singleElement().satisfies(file -> {
            assertThat(file.problems()).isEmpty();
            assertThat(file.files()).containsOnlyKeys("defaults/config.yaml");
        });
    }

    @Test
    void shouldSayWhichFilesAnExecutionWouldBring() {
        // Given
        List<DefinitionFile> files = DefinitionFiles.read(List.of(Path.of("../playground/example/files")));
        assertThat(files).allSatisfy(file -> assertThat(file.problems()).isEmpty());

        // When
        PlanResult result = Rendering.of(files, "shop-config", new Rendering.Given(Map.of(), List.of(), Map.of()));

        // Then
        assertThat(result)
                .isInstanceOfSatisfying(
                        PlanResult.Refused.class,
                        refused -> assertThat(refused.problems())
                                .containsExactly(
                                        "artifact 'config' is missing; it is github.com/acme/shop deploy/config.yaml at main",
                                        "artifact 'smoke' is missing; it is https://files.acme.com/jobs/smoke.yaml"));
    }

    @Test
    void shouldRenderWithTheFilesThatAreGiven() {
        // Given
        List<DefinitionFile> files = DefinitionFiles.read(List.of(Path.of("../playground/example/files")));
        var texts = Map.of(
                "config", "{apiVersion: v1, kind: ConfigMap, metadata: {name: shop}}",
                "smoke", "{apiVersion: batch/v1, kind: Job, metadata: {name: smoke}}");

        // When
        PlanResult result = Rendering.of(files, "shop-config", new Rendering.Given(Map.of(), List.of(), texts));

        // Then
        assertThat(result).isInstanceOfSatisfying(PlanResult.Planned.class, planned -> {
            assertThat(planned.plan().filesOrNone())
                    .extracting(FetchedFile::name)
                    .containsExactly("config", "smoke");
            assertThat(planned.plan().stages())
                    .allSatisfy(stage -> assertThat(stage.problem()).isNull());
        });
    }

    @Test
    void shouldNameOnlyClustersWhenOneThatAnExpressionGivesIsUnknown() throws IOException {
        // Given
        write("pipeline.yaml", PIPELINE.replace("cluster: replica", "cluster: \"${{ 'staging' }}\""));
        write("manifests/shop.yaml", MANIFEST);
        write("clusters.yaml", CLUSTER);

        // When
        PlanResult result = Rendering.of(
                DefinitionFiles.read(List.of(folder)), "shop", new Rendering.Given(Map.of(), List.of(), Map.of()));

        // Then
        assertThat(result)
                .isEqualTo(new PlanResult.Refused(
                        List.of("stage 'replica': unknown cluster 'staging'; allowed: replica")));
    }

    @Test
    void shouldRenderAPipelineOfATemplate() {
        // Given
        var image = ImageReference.parse("us.gcr.io/acme/billing:v1@sha256:" + "ab".repeat(32));
        List<DefinitionFile> files = DefinitionFiles.read(List.of(Path.of("../playground/example/services")));

        // When
        PlanResult result = Rendering.of(
                files, "billing", new Rendering.Given(Map.of(), List.of(new Artifact("app", image)), Map.of()));

        // Then
        assertThat(result).isInstanceOfSatisfying(PlanResult.Planned.class, planned -> {
            assertThat(planned.plan().template())
                    .extracting(TemplateVersion::name)
                    .isEqualTo("service");
            assertThat(planned.plan().stages())
                    .extracting(PlannedStage::id)
                    .containsExactly("replica", "blackbox", "ledger", "deploy-production", "settle-production");
            assertThat(planned.plan().stages())
                    .allSatisfy(stage -> assertThat(stage.problem()).isNull());
        });
    }
}
