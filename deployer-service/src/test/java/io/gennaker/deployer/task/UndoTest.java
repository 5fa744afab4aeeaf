package io.gennaker.deployer.task;

import static io.gennaker.deployer.testing.Yaml.CLUSTER;
import static io.gennaker.deployer.testing.Yaml.NAMESPACE;
import static io.gennaker.deployer.testing.Yaml.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.MeshRoute;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.Route;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import io.gennaker.deployer.testing.FakeJournal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What takes back an apply beside a canary of another execution.
class UndoTest extends TaskFixture {
    private static final TrafficSplit TENTH = new TrafficSplit(90, 0, 10);
    private static final String SHARED = "release 90, canary-" + OTHER.revision() + " 10";

    private static DeploymentTask applyRule(String virtualService, String rule) {
        return new DeploymentTask.ApplyManifests(
                CLUSTER,
                NAMESPACE,
                CompressedText.of("{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: "
                        + virtualService + "}, spec: {hosts: [shop], http: [{" + rule
                        + "route: [{destination: {host: shop}}]}]}}"));
    }

    /// Gives the canary of another execution a tenth.
    private Route shareAsOther(String virtualService, @Nullable String rule) {
        var route = new Route.IstioSubsets(List.of(new MeshRoute.Http(virtualService, rule)), "shop", "shop");
        runAsOther(CANARY, "canary", new FakeJournal());
        var shifted = new FakeJournal();
        runAsOther(shift(route, TENTH), "shift", shifted);
        outcome(shifted, DeploymentEvent.Succeeded.class);
        return route;
    }

    private FakeJournal undo() throws InterruptedException {
        return run(
                new DeploymentTask.UndoApply(CLUSTER, NAMESPACE, new OperationId("apply")), "undo", new FakeJournal());
    }

    @Test
    void shouldRestoreNothingInWhichASplitOfAnotherExecutionHasNoWayBack() throws InterruptedException {
        // Given
        run(applyRule("shop", "name: api, "), "apply", new FakeJournal());
        var route = shareAsOther("shop", "api");

        // When
        var undone = undo();

        // Then
        var failed = outcome(undone, DeploymentEvent.Failed.class);
        assertThat(failed.code()).isEqualTo(FailureCode.ROUTE_INVALID);
        assertThat(failed.reason())
                .startsWith("nothing was written: execution " + OTHER)
                .contains("has 0 http routes named api");
        assertThat(weights()).isEqualTo(SHARED);
        var back = new FakeJournal();
        runAsOther(shift(route, TrafficSplit.ALL_RELEASE), "back", back);
        outcome(back, DeploymentEvent.Succeeded.class);
    }

    @Test
    void shouldRemoveNothingThatASplitOfAnotherExecutionNeeds() throws InterruptedException {
        // Given
        run(applyRule("front", ""), "apply", new FakeJournal());
        shareAsOther("front", null);

        // When
        var undone = undo();

        // Then
        assertThat(outcome(undone, DeploymentEvent.Failed.class).reason())
                .contains("execution " + OTHER + " shares the traffic")
                .contains("VirtualService front");
        assertThat(cluster.find("VirtualService", "front")).isPresent();
    }

    @Test
    void shouldRestoreWhatKeepsTheSplitOfAnotherExecution() throws InterruptedException {
        // Given
        run(applyRule("shop", "timeout: 3s, "), "apply", new FakeJournal());
        shareAsOther("shop", null);

        // When
        var undone = undo();

        // Then
        outcome(undone, DeploymentEvent.Succeeded.class);
        assertThat(weights()).isEqualTo(SHARED);
        assertThat(rule().at("timeout").isPresent()).isFalse();
    }

    private Resource shop() {
        return cluster.find("VirtualService", "shop").orElseThrow();
    }

    private Value rule() {
        return shop().at("spec", "http").items().getFirst();
    }

    @Test
    void shouldLeaveWhatTheOneBeforeHasWrittenAgain() throws InterruptedException {
        // Given
        runAsOther(applyRule("shop", "timeout: 1s, "), "before", new FakeJournal());
        run(applyRule("shop", "timeout: 2s, "), "apply", new FakeJournal());
        runAsOther(applyRule("shop", "timeout: 3s, "), "again", new FakeJournal());

        // When
        var undone = undo();

        // Then
        outcome(undone, DeploymentEvent.Succeeded.class);
        assertThat(rule().at("timeout").text()).isEqualTo("3s");
    }
}
