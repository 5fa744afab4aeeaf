package io.gennaker.deployer.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.Route;
import io.gennaker.contracts.Steering;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.contracts.WayBack;
import io.gennaker.deployer.resource.LastWriter;
import io.gennaker.deployer.task.IntendedWeights.Intention;
import io.gennaker.deployer.testing.FakeCluster;
import io.gennaker.deployer.testing.Yaml;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// Shares that are made of pods.
class DriftFinderTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String BY_GENNAKER =
            "{manager: gennaker, operation: Update, time: \"2026-03-01T12:00:00Z\", fieldsV1: {f:spec: {f:replicas: {}}}}";
    private static final String BY_KUBECTL = "{manager: kubectl, operation: Update, subresource: scale,"
            + " time: \"2026-03-01T12:00:05Z\", fieldsV1: {f:spec: {f:replicas: {}}}}";

    private final FakeCluster cluster = new FakeCluster();

    /// A tenth beside nine pods is one.
    private Drift found(int release, int canary, String writer) {
        cluster.add(Yaml.resource("{apiVersion: v1, kind: Service, metadata: {name: shop, namespace: shop, annotations:"
                + " {gennaker.io/driven-by: " + Yaml.EXECUTION + "}}}"));
        cluster.add(Yaml.resource("{apiVersion: apps/v1, kind: Deployment, metadata: {name: shop, namespace: shop},"
                + " spec: {replicas: " + release + "}}"));
        cluster.add(Yaml.resource("{apiVersion: apps/v1, kind: Deployment, metadata: {name: shop-canary-"
                + Yaml.REVISION + ", namespace: shop, managedFields: [" + writer + "]}, spec: {replicas: " + canary
                + "}}"));
        var shift = new DeploymentTask.ShiftTraffic(
                Yaml.CLUSTER,
                Yaml.NAMESPACE,
                new Route.ReplicaShare("shop"),
                "shop",
                new TrafficSplit(90, 0, 10),
                Steering.NONE,
                WayBack.BOUNDED);
        var intention = new Intention(Yaml.EXECUTION, new OperationId("shift"), shift, 9, NOW);
        return DriftFinder.find(intention, cluster).orElseThrow();
    }

    @Test
    void shouldBlameNobodyWhereTheReleaseHasAnotherSize() {
        // When
        Drift drift = found(18, 1, BY_GENNAKER);

        // Then
        assertThat(drift.isOutgrown()).isTrue();
        assertThat(drift.found())
                .isEqualTo("release has 18 pods now, beside which Deployment shop-canary-" + Yaml.REVISION
                        + " is to have 2 instead of 1");
    }

    @Test
    void shouldNameWhoScaledTheCanary() {
        // When
        Drift drift = found(9, 5, BY_KUBECTL);

        // Then
        assertThat(drift.isOutgrown()).isFalse();
        assertThat(drift.writer()).map(LastWriter::manager).contains("kubectl");
    }
}
