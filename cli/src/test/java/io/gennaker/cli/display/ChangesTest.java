package io.gennaker.cli.display;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.cli.api.Execution;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.StageStatus;
import io.gennaker.contracts.StepStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChangesTest {
    private final Changes changes = new Changes();

    private List<String> since(Execution execution) {
        return changes.since(execution, Samples.now(execution));
    }

    @Test
    void shouldTellEachFactOnce() {
        // Given
        since(Samples.running());

        // When
        List<String> again = since(Samples.running());

        // Then
        assertThat(again).isEmpty();
    }

    @Test
    void shouldTellWhatRunsAndWhatItSays() {
        assertThat(since(Samples.running()))
                .contains(
                        "shop-4bf6c1a2d3e4   1 m 15 s  Running",
                        "shop-4bf6c1a2d3e4   1 m 15 s  schema: run job schema-job.yaml: succeeded (2.1 s)",
                        "shop-4bf6c1a2d3e4   1 m 15 s  canary: compare canary with baseline at 10 %: running",
                        "shop-4bf6c1a2d3e4   1 m 15 s  canary: compare canary with baseline at 10 %: 9 of 15 s of"
                                + " samples; canary 41 requests/s, baseline 40 requests/s",
                        "shop-4bf6c1a2d3e4   1 m 15 s  traffic 80/10/10 % (release/baseline/canary): applied",
                        "shop-4bf6c1a2d3e4   1 m 15 s  traffic 80/10/10 % (release/baseline/canary): seen as"
                                + " 79.6/10.2/10.2 % of 412 requests");
    }

    @Test
    void shouldTellWhatEachObjectIsAboutToBecome() {
        assertThat(since(Samples.changing()))
                .contains(
                        "shop-4bf6c1a2d3e4   1 m 15 s  canary: ~ Deployment shop (spec.replicas: 2 → 3, and 4 more)",
                        "shop-4bf6c1a2d3e4   1 m 15 s  canary: + ConfigMap settings-0123456789");
    }

    @Test
    void shouldTellOnlyWhatIsNewWhenAPersonIsAsked() {
        // Given
        since(Samples.running());

        // When
        List<String> news = since(Samples.asking());

        // Then
        assertThat(news)
                .anyMatch(line -> line.endsWith("judgement 'Release shop v2-tgk31c to all?': waits for an answer:"
                        + " gennaker approve shop-4bf6c1a2d3e4/canary/approve/1"))
                .anyMatch(line -> line.contains("verdict Pass, score 100 (canary/analyse-33): score 100 of 100"))
                .noneMatch(line -> line.contains("schema"));
    }

    @Test
    void shouldTellWhoDecided() {
        // Given
        since(Samples.asking());

        // When
        List<String> news = since(Samples.succeeded());

        // Then
        assertThat(news)
                .anyMatch(line -> line.contains("Approved by dana (webhook): both comparisons look the same to me"))
                .last()
                .asString()
                .endsWith("Succeeded");
    }

    @Test
    void shouldTellWhyItWasTakenBack() {
        assertThat(since(Samples.takenBack()))
                .anyMatch(line -> line.contains("canary: ↩ return all traffic to release: succeeded (600 ms)"))
                .anyMatch(line -> line.contains("verdict Fail, score 0") && line.contains("canary 5.10 %"))
                .last()
                .asString()
                .isEqualTo("shop-4bf6c1a2d3e4     38.2 s  Failed: "
                        + Samples.takenBack().reason());
    }

    @Test
    void shouldTellWhatEachAttemptOfAStepDoes() {
        // Given
        since(deploying(1, StepStatus.RUNNING));
        since(deploying(1, StepStatus.FAILED));

        // When
        List<String> begun = since(deploying(2, StepStatus.RUNNING));
        List<String> failed = since(deploying(2, StepStatus.FAILED));

        // Then
        assertThat(begun).singleElement().asString().endsWith("shop: apply 1 object: running");
        assertThat(failed).singleElement().asString().endsWith("shop: apply 1 object: failed (1.0 s): not ready");
    }

    private static Execution deploying(int attempt, StepStatus status) {
        Instant begin = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(10L * attempt);
        boolean failed = status == StepStatus.FAILED;
        var step = new Execution.Step(
                "apply",
                "apply 1 object",
                false,
                Samples.ID + "/shop/apply/" + attempt,
                status,
                failed ? "not ready" : null,
                begin,
                failed ? begin.plusSeconds(1) : null);
        var stage = new Execution.Stage("shop", "deploy", StageStatus.RUNNING, null, begin, null, List.of(step));
        return new Execution(
                Samples.ID,
                "shop",
                ExecutionStatus.RUNNING,
                null,
                List.of(),
                Instant.parse("2026-01-01T00:00:00Z"),
                begin,
                null,
                null,
                List.of(stage),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of());
    }
}
