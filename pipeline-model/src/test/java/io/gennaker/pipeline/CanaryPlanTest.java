package io.gennaker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.AnalysisTask;
import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.MeshRoute;
import io.gennaker.contracts.Route;
import io.gennaker.contracts.Steering;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.contracts.WayBack;
import io.gennaker.pipeline.plan.Compensation;
import io.gennaker.pipeline.plan.PlannedStage;
import io.gennaker.pipeline.plan.PlannedStep;
import io.gennaker.pipeline.plan.StepAction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The canary of the example, step by step.
class CanaryPlanTest {
    private static final ClusterTarget PRODUCTION = new ClusterTarget("production", "production");
    private static final Route ROUTE =
            new Route.IstioSubsets(List.of(new MeshRoute.Http("shop", "primary")), "shop", "shop");
    private static final PlannedStage CANARY =
            ((PlanResult.Planned) Planner.plan(Shop.delivery())).plan().stage("canary");

    private static PlannedStep step(String id) {
        return CANARY.steps().stream()
                .filter(step -> step.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static DeploymentTask deployment(String id) {
        return ((StepAction.Deploy) step(id).action()).task();
    }

    private static AnalysisTask analysis(String id) {
        return ((StepAction.Analyse) step(id).action()).task();
    }

    private static Compensation compensation(String id) {
        return Objects.requireNonNull(step(id).compensation());
    }

    @Test
    void shouldExpandIntoVisibleSteps() {
        assertThat(CANARY.steps())
                .extracting(PlannedStep::id)
                .containsExactly(
                        "keep-release",
                        "start-baseline",
                        "start-canary",
                        "shift-10",
                        "confirm-10",
                        "analyse-10",
                        "shift-33",
                        "confirm-33",
                        "analyse-33",
                        "approve",
                        "promote",
                        "return-traffic",
                        "confirm-release",
                        "remove-variants");
        assertThat(CANARY.steps()).extracting(PlannedStep::id).doesNotHaveDuplicates();
    }

    @Test
    void shouldShiftConfirmAndCompareTheSameShare() {
        // Given
        var split = new TrafficSplit(34, 33, 33);

        // Then
        assertThat(deployment("shift-33"))
                .isEqualTo(new DeploymentTask.ShiftTraffic(
                        PRODUCTION, "shop", ROUTE, "shop", split, Steering.NONE, WayBack.BOUNDED));
        assertThat(analysis("confirm-33"))
                .isEqualTo(new AnalysisTask.ConfirmTraffic(
                        PRODUCTION,
                        "shop",
                        "shop",
                        split,
                        8,
                        200,
                        new AnalysisTask.Certainty(95, AnalysisTask.Certainty.OnLittleTraffic.GO_ON)));
        var spec = ((AnalysisTask.AnalyseCanary) analysis("analyse-33")).spec();
        assertThat(spec.warmUp()).isEqualTo(Duration.ofSeconds(4));
        assertThat(spec.metrics()).hasSize(3);
        assertThat(step("analyse-33").timeout()).isGreaterThan(spec.warmUp().plus(spec.duration()));
        assertThat(step("confirm-33").timeout()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void shouldTakeTrafficBackBeforeWorkloads() {
        // Given
        var remove = new DeploymentTask.RemoveVariants(PRODUCTION, "shop", ROUTE, "shop");
        var restore = new DeploymentTask.ShiftTraffic(
                PRODUCTION, "shop", ROUTE, "shop", TrafficSplit.ALL_RELEASE, Steering.NONE, WayBack.BOUNDED);

        // Then
        assertThat(compensation("start-baseline"))
                .isEqualTo(compensation("start-canary"))
                .satisfies(compensation -> {
                    assertThat(compensation.id()).isEqualTo("remove-variants");
                    assertThat(compensation.layer()).isEqualTo(Compensation.Layer.WORKLOAD);
                    assertThat(compensation.action()).isEqualTo(new StepAction.Deploy(remove));
                });
        assertThat(compensation("shift-10")).isEqualTo(compensation("shift-33")).satisfies(compensation -> {
            assertThat(compensation.id()).isEqualTo("restore-traffic");
            assertThat(compensation.layer()).isEqualTo(Compensation.Layer.TRAFFIC);
            assertThat(compensation.action()).isEqualTo(new StepAction.Deploy(restore));
        });
        assertThat(compensation("promote").id()).isEqualTo("undo-promote");
        assertThat(compensation("promote").action()).isEqualTo(new StepAction.UndoApply(PRODUCTION, "shop"));
        assertThat(Compensation.Layer.TRAFFIC).isLessThan(Compensation.Layer.WORKLOAD);
    }

    @Test
    void shouldGiveTheWayBackOfTrafficMoreTimeThanAControlPlaneIsAwayWhileItIsUpgraded() {
        assertThat(compensation("shift-10").timeout()).isEqualTo(Duration.ofMinutes(30));
        assertThat(step("shift-10").timeout()).isEqualTo(Duration.ofMinutes(2));
    }

    /// Weights that were written are not yet those that proxies follow: their control plane may be away.
    @Test
    void shouldSeeOnTheWayBackThatTrafficHasLeftBeforeWorkloadsGo() {
        assertThat(compensation("confirm-10"))
                .isEqualTo(compensation("confirm-33"))
                .satisfies(compensation -> {
                    assertThat(compensation.id()).isEqualTo("confirm-release");
                    assertThat(compensation.action())
                            .isEqualTo(new StepAction.Analyse(new AnalysisTask.ConfirmTraffic(
                                    PRODUCTION,
                                    "shop",
                                    "shop",
                                    TrafficSplit.ALL_RELEASE,
                                    8,
                                    200,
                                    new AnalysisTask.Certainty(95, AnalysisTask.Certainty.OnLittleTraffic.GO_ON))));
                    assertThat(compensation.layer())
                            .isGreaterThan(Compensation.Layer.TRAFFIC)
                            .isLessThan(Compensation.Layer.WORKLOAD);
                });
        assertThat(step("confirm-release").compensation()).isNull();
    }

    @Test
    void shouldRenderTheCanaryInItsOwnSizeAndTheReleaseInFull() {
        // When
        String canary = ((DeploymentTask.StartCanary) deployment("start-canary"))
                .manifests()
                .text();
        String release = ((DeploymentTask.ApplyManifests) deployment("promote"))
                .manifests()
                .text();

        // Then
        assertThat(canary).contains("replicas: 2\n", "value: \"canary\"").doesNotContain("replicas: 12");
        assertThat(release).contains("replicas: 12\n", "value: \"release\"");
        assertThat(canary).contains("image: \"us.gcr.io/acme/shop@" + Shop.V2 + "\"");
        assertThat(release).contains("image: \"us.gcr.io/acme/shop@" + Shop.V2 + "\"");
    }

    @Test
    void shouldEndWithAllTrafficOnReleaseSeenBeforeTheVariantsGo() {
        assertThat(deployment("return-traffic"))
                .isEqualTo(new DeploymentTask.ShiftTraffic(
                        PRODUCTION, "shop", ROUTE, "shop", TrafficSplit.ALL_RELEASE, Steering.NONE, WayBack.BOUNDED));
        assertThat(((AnalysisTask.ConfirmTraffic) analysis("confirm-release")).expected())
                .isEqualTo(TrafficSplit.ALL_RELEASE);
        assertThat(deployment("remove-variants"))
                .isEqualTo(new DeploymentTask.RemoveVariants(PRODUCTION, "shop", ROUTE, "shop"));
    }

    @Test
    void shouldNumberSeveralQuestionsAndBoundStepsByTheStage() {
        // Given
        String text = Texts.PIPELINE
                .replace("- weight: 33", "- weight: 33\n        - judgement: {title: Now?}")
                .replace("timeout: 1h", "timeout: 11m");
        String deployment = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\n"
                + "spec: {template: {spec: {containers: [{name: a, image: us.gcr.io/acme/shop}]}}}\n";
        String job = "apiVersion: batch/v1\nkind: Job\nmetadata: {name: j}\n";
        var input = new PlanInput(
                Shop.pipelineOf(text),
                Shop.V2,
                Map.of("shop.yaml", deployment, "job.yaml", job),
                Shop.CLUSTERS,
                Shop.PUSHED,
                Map.of(),
                List.of(Shop.IMAGE));

        // When
        PlannedStage canary = ((PlanResult.Planned) Planner.plan(input)).plan().stage("canary");

        // Then
        assertThat(canary.steps())
                .extracting(PlannedStep::id)
                .containsSubsequence("analyse-10", "approve-1", "shift-33", "confirm-33", "approve-2", "promote")
                .doesNotContain("analyse-33");
        assertThat(canary.steps())
                .filteredOn(step -> step.id().equals("start-baseline"))
                .extracting(PlannedStep::timeout)
                .containsExactly(Duration.ofMinutes(10));
    }
}
