package io.gennaker.deployer.plan;

import static io.gennaker.deployer.testing.Yaml.EXECUTION;
import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.deployer.plan.Restoration.Previous;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import io.gennaker.deployer.testing.Yaml;
import org.junit.jupiter.api.Test;

class RestorationTest {
    private static final String MARK = "gennaker.io/execution";
    private static final Resource BEFORE = Yaml.resource("""
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: shop
              namespace: shop
              uid: abc
              resourceVersion: "7"
              annotations: {gennaker.io/execution: shop-0, deployment.kubernetes.io/revision: "3"}
              managedFields:
                - manager: gennaker
                  operation: Apply
                  fieldsV1:
                    f:metadata: {f:annotations: {f:gennaker.io/execution: {}}}
                    f:spec: {f:template: {f:spec: {f:containers: {'k:{"name":"app"}': {f:image: {}, f:name: {}}}}}}
            spec:
              replicas: 3
              template: {spec: {containers: [{name: app, image: "shop:v1"}]}}
            status: {replicas: 3}
            """);
    private static final Resource LIVE = Yaml.resource("""
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: shop
              namespace: shop
              annotations: {gennaker.io/execution: shop-000000000001}
              managedFields:
                - manager: gennaker
                  operation: Apply
                  fieldsV1:
                    f:spec:
                      f:minReadySeconds: {}
                      f:template: {f:spec: {f:containers: {'k:{"name":"app"}': {f:image: {}, f:name: {}}}}}
            spec:
              replicas: 9
              minReadySeconds: 5
              template: {spec: {containers: [{name: app, image: "shop:v2"}]}}
            """);

    @Test
    void shouldRestoreWhatGennakerOwnedAndLeaveReplicasToTheAutoscaler() {
        // When
        var restoration = Restoration.of(new Previous(BEFORE.key(), BEFORE), LIVE, EXECUTION, Yaml::value);

        // Then
        assertThat(restoration).isInstanceOfSatisfying(Restoration.Restore.class, restore -> {
            assertThat(ReleaseObjects.image(restore.resource())).isEqualTo("shop:v1");
            assertThat(restore.resource().at("spec", "replicas").isPresent()).isFalse();
            assertThat(restore.resource().at("spec", "minReadySeconds").isPresent())
                    .isFalse();
            assertThat(restore.resource().annotation("gennaker.io/execution")).isEqualTo("shop-0");
            assertThat(restore.resource().at("metadata", "managedFields").isPresent())
                    .isFalse();
            assertThat(restore.resource().resourceVersion()).isEmpty();
        });
    }

    /// Routes may lead to the track by then, and to nothing without it.
    @Test
    void shouldKeepPodsOnTheReleaseTrackThatWereNotOnItBefore() {
        // Given
        Resource onTrack = LIVE.put(Value.of("release"), "spec", "template", "metadata", "labels", "gennaker.io/track");

        // When
        var restoration = Restoration.of(new Previous(BEFORE.key(), BEFORE), onTrack, EXECUTION, Yaml::value);

        // Then
        assertThat(restoration).isInstanceOfSatisfying(Restoration.Restore.class, restore -> {
            assertThat(ReleaseObjects.image(restore.resource())).isEqualTo("shop:v1");
            assertThat(ReleaseObjects.isOnReleaseTrack(restore.resource())).isTrue();
        });
    }

    @Test
    void shouldRestoreTheWholeObjectWhenItIsGone() {
        var restoration = Restoration.of(new Previous(BEFORE.key(), BEFORE), null, EXECUTION, Yaml::value);

        assertThat(restoration).isInstanceOfSatisfying(Restoration.Restore.class, restore -> {
            assertThat(restore.resource().at("spec", "replicas").numberOr(0)).isEqualTo(3);
            assertThat(restore.resource().uid()).isEmpty();
            assertThat(restore.resource().at("status").isPresent()).isFalse();
        });
    }

    @Test
    void shouldRecordNothingOfWhatASecretHolds() {
        // Given
        Resource secret = Yaml.resource("""
                apiVersion: v1
                kind: Secret
                metadata:
                  name: db
                  annotations: {kubectl.kubernetes.io/last-applied-configuration: '{"data":{"password":"aHVudGVyMg=="}}'}
                data: {password: aHVudGVyMg==}
                """);

        // When
        var previous = new Previous(secret.key(), secret);

        // Then
        assertThat(String.valueOf(previous)).doesNotContain("aHVudGVyMg");
        assertThat(Restoration.of(previous, null, EXECUTION, Yaml::value))
                .isEqualTo(new Restoration.Leave(secret.key() + " is gone, and what it held is recorded nowhere"));
        assertThat(Restoration.of(previous, secret.withAnnotation(MARK, EXECUTION.value()), EXECUTION, Yaml::value))
                .isInstanceOfSatisfying(
                        Restoration.Restore.class,
                        restore -> assertThat(restore.resource().at("data").isPresent())
                                .isFalse());
    }

    @Test
    void shouldDeleteWhatTheApplyMade() {
        assertThat(Restoration.of(new Previous(LIVE.key(), null), LIVE, EXECUTION, Yaml::value))
                .isEqualTo(new Restoration.Delete(LIVE.key()));
        assertThat(Restoration.of(new Previous(LIVE.key(), null), null, EXECUTION, Yaml::value))
                .isInstanceOf(Restoration.Leave.class);
    }

    @Test
    void shouldKeepANamespace() {
        Resource namespace = Yaml.resource("{apiVersion: v1, kind: Namespace, metadata: {name: shop}}");

        assertThat(Restoration.of(new Previous(namespace.key(), null), namespace, EXECUTION, Yaml::value))
                .isInstanceOf(Restoration.Leave.class);
    }

    @Test
    void shouldRefuseWhenAnotherExecutionWroteSince() {
        Resource newer = LIVE.withAnnotation(MARK, "shop-000000000009");

        assertThat(Restoration.of(new Previous(BEFORE.key(), BEFORE), newer, EXECUTION, Yaml::value))
                .isInstanceOfSatisfying(
                        Restoration.Refuse.class,
                        refuse -> assertThat(refuse.reason()).contains("written since by shop-000000000009"));
    }

    /// The mark is that of a write before: it is restored already, was never written, or that one has written again.
    @Test
    void shouldLeaveWhatIsOfItsWriterBefore() {
        // Given
        Resource theirs = LIVE.withAnnotation(MARK, "shop-0");
        Resource unmarked = LIVE.drop("metadata", "annotations", MARK);

        // Then
        assertThat(Restoration.of(new Previous(BEFORE.key(), BEFORE), theirs, EXECUTION, Yaml::value))
                .isInstanceOf(Restoration.Leave.class);
        assertThat(Restoration.of(
                        new Previous(BEFORE.key(), BEFORE.drop("metadata", "annotations", MARK)),
                        unmarked,
                        EXECUTION,
                        Yaml::value))
                .isInstanceOf(Restoration.Leave.class);
    }

    @Test
    void shouldNotRemoveWhatSomebodyElseMadeInItsPlace() {
        // Given
        Resource theirs = LIVE.drop("metadata", "annotations", MARK);

        // When
        var restoration = Restoration.of(new Previous(LIVE.key(), null), theirs, EXECUTION, Yaml::value);

        // Then
        assertThat(restoration)
                .isEqualTo(new Restoration.Refuse("Deployment shop was written since by somebody who is no execution;"
                        + " it is left as it is wanted there"));
    }

    @Test
    void shouldNotRestoreOverWhatSomebodyElsePutInItsPlace() {
        // Given
        Resource theirs = LIVE.drop("metadata", "annotations", MARK);

        // Then
        assertThat(Restoration.of(new Previous(BEFORE.key(), BEFORE), theirs, EXECUTION, Yaml::value))
                .isInstanceOf(Restoration.Refuse.class);
    }

    /// It stays in any case: who wrote it since does not matter.
    @Test
    void shouldNotMindWhoWroteANamespaceSince() {
        // Given
        Resource namespace = Yaml.resource("{apiVersion: v1, kind: Namespace, metadata: {name: shop}}")
                .withAnnotation(MARK, "shop-000000000009");

        // Then
        assertThat(Restoration.of(new Previous(namespace.key(), null), namespace, EXECUTION, Yaml::value))
                .isInstanceOf(Restoration.Leave.class);
    }
}
