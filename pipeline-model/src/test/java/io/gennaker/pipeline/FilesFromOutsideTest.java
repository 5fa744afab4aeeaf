package io.gennaker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.FetchedFile;
import io.gennaker.contracts.FileSource;
import io.gennaker.pipeline.definition.ClusterDefinition;
import io.gennaker.pipeline.definition.ExpectedFile;
import io.gennaker.pipeline.definition.PipelineDefinition;
import io.gennaker.pipeline.plan.StepAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilesFromOutsideTest {
    private static final String COMMIT = "832b8366e0f1c2d3a4b5968778695a4b3c2d1e0f";
    private static final String PIPELINE = """
            apiVersion: gennaker/v1
            kind: Pipeline
            metadata: {name: config}
            spec:
              artifacts:
                - name: config
                  git: {repository: github.com/acme/shop, ref: main, path: deploy/config.yaml}
                  prior: true
                - name: job
                  http: {url: "https://files.example.com/job.yaml"}
                  default: job.yaml
              stages:
                - {id: deploy, kind: deploy, cluster: production, namespace: shop, manifests: [own.yaml, {artifact: config}]}
                - {id: smoke, kind: job, cluster: production, namespace: shop, manifest: {artifact: job}}
                - id: note
                  kind: patch
                  cluster: production
                  namespace: shop
                  object: {kind: ConfigMap, name: own}
                  patch: {artifact: config}
            """;
    private static final String CONFIG = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: config}
            data: {commit: "${{ artifacts.config.commit }}"}
            """;
    private static final String JOB = """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: smoke}
            """;
    private static final String OWN = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: own}
            """;

    private static FetchedFile config(String text) {
        return new FetchedFile(
                "config",
                new FileSource.GitFile("github.com/acme/shop", "main", "deploy/config.yaml"),
                COMMIT,
                null,
                Digest.of(text),
                FetchedFile.Choice.WRITTEN);
    }

    private static PlanResult plan(String config, FetchedFile... more) {
        PipelineDefinition pipeline = Shop.pipelineOf(PIPELINE);
        var fetched = new ArrayList<>(List.of(more));
        fetched.add(new FetchedFile("job", null, null, null, Digest.of(JOB), FetchedFile.Choice.DEFAULT));
        return Planner.plan(new PlanInput(
                pipeline,
                Shop.V2,
                new TreeMap<>(Map.of("own.yaml", OWN, "job.yaml", JOB, "artifact:config", config, "artifact:job", JOB)),
                Map.of("production", new ClusterDefinition("production", "production")),
                Shop.PUSHED,
                Map.of(),
                List.of(),
                null,
                fetched));
    }

    @Test
    void shouldReadWhatIsExpectedFromOutside() {
        // When
        PipelineDefinition pipeline = Shop.pipelineOf(PIPELINE);

        // Then
        assertThat(pipeline.fetched())
                .containsExactly(
                        new ExpectedFile(
                                "config",
                                new ExpectedFile.InGit("github.com/acme/shop", "main", "deploy/config.yaml"),
                                true,
                                null),
                        new ExpectedFile(
                                "job",
                                new ExpectedFile.AtUrl("https://files.example.com/job.yaml", null, Map.of()),
                                false,
                                "job.yaml"));
        assertThat(pipeline.files()).containsExactly("job.yaml", "own.yaml");
        assertThat(Definitions.check(pipeline, Map.of("own.yaml", OWN, "job.yaml", JOB)))
                .isEmpty();
    }

    @Test
    void shouldPlanWithTheBytesThatWereBrought() {
        // When
        var planned = (PlanResult.Planned) plan(CONFIG, config(CONFIG));

        // Then
        var apply = (DeploymentTask.ApplyManifests) ((StepAction.Deploy)
                        planned.plan().stage("deploy").steps().getFirst().action())
                .task();
        assertThat(apply.manifests().text()).contains("name: own", "name: config", COMMIT);
        assertThat(planned.plan().stage("smoke").problem()).isNull();
        assertThat(planned.plan().filesOrNone()).extracting(FetchedFile::name).containsExactly("config", "job");
    }

    @Test
    void shouldBeAnotherPlanWhenABitOfAFileDiffers() {
        // Given
        String commented = CONFIG + "# a comment that leaves no trace in the manifests\n";

        // When
        var one = (PlanResult.Planned) plan(CONFIG, config(CONFIG));
        var other = (PlanResult.Planned) plan(commented, config(commented));

        // Then
        assertThat(other.plan().stages()).isEqualTo(one.plan().stages());
        assertThat(other.digest()).isNotEqualTo(one.digest());
    }

    @Test
    void shouldRefuseBytesThatAreNotThoseOfTheDigest() {
        // When
        var refused = (PlanResult.Refused) plan(CONFIG, config(OWN));

        // Then
        assertThat(refused.problems())
                .containsExactly("artifact 'config' is missing; it is github.com/acme/shop deploy/config.yaml at main");
    }

    @Test
    void shouldSayWhereAFileFromOutsideIsWrong() {
        // Given
        String broken = "apiVersion: v1\nkind: ConfigMap\nmetadata: {}\n";

        // When
        var refused = (PlanResult.Refused) plan(broken, config(broken));

        // Then
        assertThat(refused.problems())
                .anySatisfy(
                        problem -> assertThat(problem).startsWith("artifact:config:1:1: metadata.name: found no name"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {artifact: config}] | {artifact: other}] | found 'other'; allowed: config, job
            repository: github.com/acme/shop | repository: "file:///etc" | a repository with host
            repository: github.com/acme/shop | repository: "git@github.com:acme/shop" | a repository with host
            path: deploy/config.yaml | path: ../config.yaml | without '..'
            path: deploy/config.yaml | path: /etc/passwd | without '..'
            ref: main | ref: "a..b" | a branch, a tag or a commit
            default: job.yaml | git: {repository: github.com/a/b, path: c} | found git beside http
            "https://files.example.com/job.yaml" | "file:///etc/passwd" | an address that starts with https://
            default: job.yaml | bind: [] | bind of an image only
            """)
    void shouldRefuse(String piece, String mistake, String said) {
        // Given
        String text = PIPELINE.replaceFirst(Pattern.quote(piece), mistake);

        // When
        var read = Definitions.read("pipeline.yaml", text);

        // Then
        assertThat(((ReadResult.Invalid) read).problems().toString()).contains(said);
    }

    @Test
    void shouldKnowTheFieldsThatExpressionsMayUse() {
        // Given
        var files = Map.of("own.yaml", OWN + "data: {commit: \"${{ artifacts.config.comit }}\"}\n", "job.yaml", JOB);

        // When
        var problems = Definitions.check(Shop.pipelineOf(PIPELINE), files);

        // Then
        assertThat(problems.toString()).contains("comit", "commit, digest, path, ref, repository");
    }
}
