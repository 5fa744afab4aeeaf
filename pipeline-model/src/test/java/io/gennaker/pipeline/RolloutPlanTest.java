package io.gennaker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.MeshRoute;
import io.gennaker.contracts.Route;
import io.gennaker.contracts.Steering;
import io.gennaker.contracts.Steering.HeaderMatch;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.contracts.WayBack;
import io.gennaker.pipeline.plan.Compensation;
import io.gennaker.pipeline.plan.PlannedStage;
import io.gennaker.pipeline.plan.PlannedStep;
import io.gennaker.pipeline.plan.StepAction;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What each way to roll out expands into.
class RolloutPlanTest {
    private static final String MESH = "{virtualService: shop, http: primary, host: shop, destinationRule: shop}";

    private static PlannedStage planned(String kind, String route, String own) {
        return Shop.planned("""
                - id: roll
                  kind: %s
                  cluster: production
                  namespace: shop
                  manifests: [manifests/shop.yaml]
                  variables: {stage: release, replicas: 4}
                  workload: shop
                  replicas: 4
                  route: %s
                """.formatted(kind, route) + own.indent(2));
    }

    private static List<String> ids(PlannedStage stage) {
        return stage.steps().stream().map(PlannedStep::id).toList();
    }

    private static PlannedStep step(PlannedStage stage, String id) {
        return stage.steps().stream()
                .filter(step -> step.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static DeploymentTask.ShiftTraffic shift(PlannedStage stage, String id) {
        return (DeploymentTask.ShiftTraffic)
                ((StepAction.Deploy) step(stage, id).action()).task();
    }

    @Test
    void shouldSteerRequestsToTheCanaryFromAStepOn() {
        // When
        PlannedStage canary = planned("canary", MESH, """
                wayBack: atOnce
                steps:
                  - detour: {name: testers, headers: [{name: x-tester, exact: "yes"}], cookies: [{name: c.1, value: a}]}
                  - mirror: 20
                  - pause: 10m
                  - mirror: 0
                  - weight: 10
                """);

        // Then
        var detour = new Steering.Detour(
                "testers",
                List.of(
                        new HeaderMatch("x-tester", HeaderMatch.How.EXACT, "yes"),
                        new HeaderMatch("cookie", HeaderMatch.How.REGEX, "(.*;\\s*)?c\\.1=a(\\s*;.*)?")));
        assertThat(ids(canary))
                .containsExactly(
                        "keep-release",
                        "start-baseline",
                        "start-canary",
                        "detour-testers",
                        "mirror-20",
                        "pause",
                        "mirror-0",
                        "shift-10",
                        "confirm-10",
                        "promote",
                        "return-traffic",
                        "confirm-release",
                        "remove-variants");
        assertThat(shift(canary, "mirror-20").steering()).isEqualTo(new Steering(List.of(detour), 20));
        assertThat(shift(canary, "mirror-20").split()).isEqualTo(TrafficSplit.ALL_RELEASE);
        assertThat(shift(canary, "shift-10").steering()).isEqualTo(new Steering(List.of(detour), null));
        assertThat(shift(canary, "return-traffic").steering()).isEqualTo(Steering.NONE);
        assertThat(shift(canary, "return-traffic").wayBack()).isEqualTo(WayBack.AT_ONCE);
        assertThat(Objects.requireNonNull(step(canary, "detour-testers").compensation())
                        .id())
                .isEqualTo("restore-traffic");
        assertThat(step(canary, "pause").action()).isEqualTo(new StepAction.Wait(Duration.ofMinutes(10)));
    }

    @Test
    void shouldTellStepsApartThatMirrorTheSamePercentage() {
        // When
        PlannedStage canary = planned("canary", MESH, """
                steps:
                  - mirror: 20
                  - mirror: 0
                  - weight: 10
                  - mirror: 20
                  - mirror: 0
                  - mirror: 0
                """);

        // Then
        assertThat(ids(canary))
                .doesNotHaveDuplicates()
                .containsSubsequence("mirror-20", "mirror-0", "shift-10", "mirror-20-2", "mirror-0-2", "mirror-0-3");
        assertThat(shift(canary, "mirror-20-2").steering()).isEqualTo(new Steering(List.of(), 20));
        assertThat(shift(canary, "mirror-0-2").steering()).isEqualTo(Steering.NONE);
    }

    @Test
    void shouldSwitchAllTrafficAtOnceAndKeepTheOldVersionReady() {
        // When
        PlannedStage blueGreen = planned("blueGreen", MESH, """
                preview: {name: preview, headers: [{name: x-preview, exact: "1"}]}
                steps:
                  - judgement: {title: Switch?}
                keep: 30m
                """);

        // Then
        assertThat(ids(blueGreen))
                .containsExactly(
                        "keep-release",
                        "start-new",
                        "preview",
                        "approve",
                        "switch",
                        "confirm-switch",
                        "keep",
                        "promote",
                        "return-traffic",
                        "confirm-release",
                        "remove-variants");
        assertThat(shift(blueGreen, "switch").split()).isEqualTo(new TrafficSplit(0, 0, 100));
        assertThat(shift(blueGreen, "switch").steering()).isEqualTo(Steering.NONE);
        assertThat(((DeploymentTask.StartCanary) ((StepAction.Deploy)
                                        step(blueGreen, "start-new").action())
                                .task())
                        .replicas())
                .isEqualTo(4);
    }

    /// While the new version has everything, a release that failed to become it must be whole again first.
    @Test
    void shouldRestoreAnIdleReleaseBeforeItGetsTheTrafficBack() {
        // When
        Compensation idle = compensationOfPromote(planned("blueGreen", MESH, ""));
        Compensation serving = compensationOfPromote(planned("canary", MESH, "steps: [{weight: 10}]"));

        // Then
        assertThat(idle.layer()).isLessThan(Compensation.Layer.TRAFFIC);
        assertThat(serving.layer()).isGreaterThan(Compensation.Layer.TRAFFIC);
    }

    private static Compensation compensationOfPromote(PlannedStage stage) {
        return Objects.requireNonNull(step(stage, "promote").compensation());
    }

    @Test
    void shouldLetTheNewVersionGrowWithItsShare() {
        // When
        PlannedStage rolling =
                planned("rollingOut", MESH, "steps: [{weight: 25}, {pause: 1m}, {weight: 60}, {weight: 100}]");

        // Then
        assertThat(ids(rolling))
                .startsWith(
                        "keep-release",
                        "grow-25",
                        "shift-25",
                        "confirm-25",
                        "pause",
                        "grow-60",
                        "shift-60",
                        "confirm-60")
                .doesNotContain("start-baseline");
        assertThat(Stream.of("grow-25", "grow-60", "grow-100")
                        .map(id -> ((StepAction.Deploy) step(rolling, id).action()).task())
                        .map(task -> ((DeploymentTask.StartCanary) task).replicas()))
                .containsExactly(1, 3, 4);
        assertThat(shift(rolling, "shift-60").split()).isEqualTo(new TrafficSplit(40, 0, 60));
        assertThat(compensationOfPromote(rolling).layer()).isEqualTo(Compensation.Layer.IDLE_RELEASE);
    }

    /// Without a mesh, pods have a share by being there, and nobody can say who answered.
    @Test
    void shouldStartWithoutPodsAndConfirmNothingWhereSharesAreMadeOfPods() {
        // When
        PlannedStage canary = planned("canary", "{service: shop}", "steps: [{weight: 10}]");

        // Then
        assertThat(ids(canary))
                .containsExactly(
                        "start-baseline", "start-canary", "shift-10", "promote", "return-traffic", "remove-variants");
        assertThat(((DeploymentTask.StartBaseline) ((StepAction.Deploy)
                                        step(canary, "start-baseline").action())
                                .task())
                        .replicas())
                .isZero();
    }

    static List<Arguments> routes() {
        return List.of(
                Arguments.of(
                        MESH, new Route.IstioSubsets(List.of(new MeshRoute.Http("shop", "primary")), "shop", "shop")),
                Arguments.of(
                        "{virtualService: shop, host: shop}",
                        new Route.IstioServices(List.of(new MeshRoute.Http("shop", null)), "shop")),
                Arguments.of(
                        "{virtualServices: [{virtualService: a, tls: {port: 443, sniHosts: [a.example.com]}},"
                                + " {virtualService: b, tcp: {}}], host: shop}",
                        new Route.IstioServices(
                                List.of(
                                        new MeshRoute.Tls("a", 443, List.of("a.example.com")),
                                        new MeshRoute.Tcp("b", null)),
                                "shop")),
                Arguments.of(
                        "{httpRoute: shop, rule: all, host: shop}",
                        new Route.GatewayRoute(Route.GatewayRoute.Kind.HTTP_ROUTE, "shop", "all", "shop")),
                Arguments.of(
                        "{grpcRoute: shop, host: shop}",
                        new Route.GatewayRoute(Route.GatewayRoute.Kind.GRPC_ROUTE, "shop", null, "shop")),
                Arguments.of("{service: shop}", new Route.ReplicaShare("shop")));
    }

    @ParameterizedTest
    @MethodSource("routes")
    void shouldReadTheRouteOfEachRouter(String written, Route expected) {
        assertThat(shift(planned("canary", written, "steps: [{weight: 10}]"), "shift-10")
                        .route())
                .isEqualTo(expected);
    }
}
