package io.gennaker.deployer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.FailureCode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Waits end as soon as they can, well or not.
abstract class ReadinessConformance extends ClusterConformance {
    ReadinessConformance(TestClusters clusters) {
        super(clusters);
    }

    @Test
    void shouldSayAtOnceThatARouteLeadsNowhere() {
        // Given
        assertSucceeded(run(shop(images().good(), "1")));

        // When
        var subset = run(MESH.replace("destination: {host: shop}", "destination: {host: shop, subset: v9}"));

        // Then
        assertFailed(subset, FailureCode.ROUTE_INVALID, "host shop has no subset v9");
    }

    @Test
    void shouldFailEarlyWhenTheQuotaIsUsedUp() {
        // Given
        applyAs(
                "kubectl",
                "{apiVersion: v1, kind: ResourceQuota, metadata: {name: small}, spec: {hard: {pods: \"1\"}}}");

        // When
        var run = deployer.run(execution, deployer.apply(namespace, shop(images().good(), "1")), Duration.ofMinutes(5));

        // Then
        assertFailed(run, FailureCode.QUOTA_EXCEEDED, "exceeded quota: small");
    }

    @Test
    void shouldRollAStatefulSetDownToItsPartitionAndADaemonSet() {
        // Given
        String sets = """
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: store}
                spec:
                  replicas: 2
                  serviceName: store
                  updateStrategy: {rollingUpdate: {partition: 1}}
                  selector: {matchLabels: {app: store}}
                  template:
                    metadata: {labels: {app: store}}
                    spec: {terminationGracePeriodSeconds: 1, containers: [{name: app, %1$s}]}
                ---
                apiVersion: apps/v1
                kind: DaemonSet
                metadata: {name: agent}
                spec:
                  selector: {matchLabels: {app: agent}}
                  template:
                    metadata: {labels: {app: agent}}
                    spec: {terminationGracePeriodSeconds: 1, containers: [{name: app, %1$s}]}
                """;
        assertSucceeded(run(sets.formatted(images().good().yaml())));

        // When
        var rolled = run(sets.formatted(images().better().yaml()));

        // Then
        assertSucceeded(rolled);
        assertThat(imageOf("store-0")).isEqualTo(images().good().reference());
        assertThat(imageOf("store-1")).isEqualTo(images().better().reference());
        assertThat(live("apps/v1", "DaemonSet", "agent")
                        .at("status", "updatedNumberScheduled")
                        .numberOr(0))
                .isPositive();
    }

    private String imageOf(String pod) {
        return foreign.pods()
                .inNamespace(namespace)
                .withName(pod)
                .get()
                .getSpec()
                .getContainers()
                .getFirst()
                .getImage();
    }

    @Test
    void shouldFailEarlyWhenTheImageIsNotThere() {
        // When
        var run = deployer.run(
                execution, deployer.apply(namespace, shop(images().missing(), "1")), Duration.ofMinutes(5));

        // Then
        assertFailed(run, FailureCode.IMAGE_NOT_FOUND, "ImagePull");
        assertThat(run.progress())
                .anySatisfy(text -> assertThat(text)
                        .contains("Deployment shop: ")
                        .contains("pod shop-")
                        .contains(images().missing().reference()));
    }

    @Test
    void shouldFailEarlyWhenContainersKeepEnding() {
        var run = deployer.run(
                execution, deployer.apply(namespace, shop(images().crashing(), "1")), Duration.ofMinutes(5));

        assertFailed(run, FailureCode.CRASH_LOOP, "pod shop-");
        assertFailed(run, FailureCode.CRASH_LOOP, "Deployment shop");
    }
}
