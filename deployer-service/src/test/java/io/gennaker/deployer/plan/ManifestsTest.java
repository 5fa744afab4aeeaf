package io.gennaker.deployer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.contracts.OperationId;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.testing.Yaml;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ManifestsTest {
    private static final Set<String> CLUSTER_WIDE = Set.of("Namespace", "ClusterRole", "StorageClass");
    private static final Manifests.Scopes SCOPES = (_, kind) -> {
        if (kind.equals("Unknown")) {
            throw new InvalidManifests("the cluster does not know kind Unknown");
        }
        return !CLUSTER_WIDE.contains(kind);
    };

    @Test
    void shouldFillInTheNamespaceWhenNoneIsWritten() {
        // When
        var manifests =
                Manifests.of(Yaml.resources("{apiVersion: v1, kind: Service, metadata: {name: shop}}"), "shop", SCOPES);

        // Then
        assertThat(manifests.objects()).extracting(Resource::namespace).containsExactly("shop");
    }

    @Test
    void shouldAllowOnlyFewKindsOfTheWholeCluster() {
        // Given
        var written = Yaml.resources("""
                {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
                ---
                {apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: all}}
                ---
                {apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: fast}}
                ---
                {apiVersion: v1, kind: Service, metadata: {name: shop, namespace: other}}
                """);

        // When / Then
        assertThatThrownBy(() -> Manifests.of(written, "shop", SCOPES))
                .isInstanceOf(InvalidManifests.class)
                .hasMessage("StorageClass fast belongs to the whole cluster; allowed are objects of namespace shop and"
                        + " ClusterRole, ClusterRoleBinding, CustomResourceDefinition, Namespace;"
                        + " Service shop is for namespace other; allowed is shop");
    }

    @Test
    void shouldRefuseWhatHasNoNameOrIsWrittenTwice() {
        // Given
        var written = Yaml.resources("""
                {apiVersion: v1, kind: Service, metadata: {generateName: shop-}}
                ---
                {kind: Service, metadata: {name: a}}
                ---
                {apiVersion: v1, kind: Service, metadata: {name: b}}
                ---
                {apiVersion: v1, kind: Service, metadata: {name: b, namespace: shop}}
                """);

        // When / Then
        assertThatThrownBy(() -> Manifests.of(written, "shop", SCOPES))
                .hasMessageContaining("Service (object 1) has no metadata.name")
                .hasMessageContaining("object 2 has no apiVersion or no kind")
                .hasMessageContaining("Service b is written twice");
    }

    @Test
    void shouldRefuseEmptyManifests() {
        assertThatThrownBy(() -> Manifests.of(List.of(), "shop", SCOPES)).hasMessageContaining("no object");
    }

    @Test
    void shouldApplyWhatIsReferredToFirst() {
        // Given
        var written = Yaml.resources("""
                {apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: v}}
                ---
                {apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: h}}
                ---
                {apiVersion: apps/v1, kind: Deployment, metadata: {name: d}}
                ---
                {apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: r}}
                ---
                {apiVersion: example.com/v1, kind: Database, metadata: {name: x}}
                ---
                {apiVersion: v1, kind: Service, metadata: {name: s}}
                ---
                {apiVersion: v1, kind: ConfigMap, metadata: {name: c2}}
                ---
                {apiVersion: v1, kind: ConfigMap, metadata: {name: c1}}
                ---
                {apiVersion: v1, kind: Namespace, metadata: {name: n}}
                """);

        // When
        var sorted = ApplyOrder.sorted(written);

        // Then
        assertThat(sorted).extracting(Resource::name).containsExactly("n", "c2", "c1", "s", "x", "d", "h", "r", "v");
    }

    @Test
    void shouldMarkPodsOfADeploymentAndLeaveItsSelector() {
        // Given
        var manifests = Manifests.of(Yaml.resources("""
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: shop}
                        spec:
                          selector: {matchLabels: {app: shop}}
                          template: {metadata: {labels: {app: shop}}}
                        """), "shop", SCOPES);

        // When
        Resource deployment = ReleaseObjects.of(manifests, Yaml.EXECUTION).getFirst();

        // Then
        assertThat(deployment.at("spec", "template", "metadata", "labels").texts())
                .containsEntry("app", "shop")
                .containsEntry("gennaker.io/track", "release");
        assertThat(deployment.at("spec", "selector", "matchLabels").texts()).containsOnlyKeys("app");
        assertThat(deployment.label("app.kubernetes.io/managed-by")).isEqualTo("gennaker");
        assertThat(deployment.annotation("gennaker.io/execution")).isEqualTo("shop-000000000001");
    }

    @Test
    void shouldNameAJobAfterItsOperation() {
        // Given
        var manifests = Manifests.of(Yaml.resources("""
                        apiVersion: batch/v1
                        kind: Job
                        metadata: {name: migrate-the-very-long-named-schema-of-the-whole-shop-in-one-go}
                        spec: {backoffLimit: 2, ttlSecondsAfterFinished: 0}
                        """), "shop", SCOPES);
        var operation = new OperationId("shop-1/migrate/run/1");

        // When
        Resource first = JobRun.of(manifests, Yaml.EXECUTION, operation);
        Resource again = JobRun.of(manifests, Yaml.EXECUTION, operation);
        Resource other = JobRun.of(manifests, Yaml.EXECUTION, new OperationId("shop-1/migrate/run/2"));

        // Then
        assertThat(first.name())
                .hasSizeLessThanOrEqualTo(63)
                .startsWith("migrate-the-very")
                .isEqualTo(again.name());
        assertThat(other.name()).isNotEqualTo(first.name());
        assertThat(JobRun.isOf(first, operation)).isTrue();
        assertThat(JobRun.isOf(other, operation)).isFalse();
        assertThat(first.at("spec", "backoffLimit").numberOr(0)).isEqualTo(2);
        assertThat(first.at("spec", "ttlSecondsAfterFinished").isPresent()).isFalse();
    }

    @Test
    void shouldRefuseManifestsThatAreNotOneJob() {
        var two = Manifests.of(Yaml.resources("""
                        {apiVersion: batch/v1, kind: Job, metadata: {name: a}}
                        ---
                        {apiVersion: v1, kind: ConfigMap, metadata: {name: b}}
                        """), "shop", SCOPES);

        assertThatThrownBy(two::job).hasMessage("exactly one Job is allowed; found Job a, ConfigMap b");
    }
}
