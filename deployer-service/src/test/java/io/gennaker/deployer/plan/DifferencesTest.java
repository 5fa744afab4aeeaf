package io.gennaker.deployer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.FieldChange;
import io.gennaker.contracts.ObjectChange;
import io.gennaker.contracts.ObjectChange.Effect;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.testing.Yaml;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DifferencesTest {
    private final Differences differences = new Differences(Yaml.READER::text);

    private static Resource config(String rest) {
        return Yaml.resource("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, " + rest + "}");
    }

    @Test
    void shouldNameElementsOfAListByWhatNamesThem() {
        // Given
        String pod = "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [%s]}}";
        Resource before = Yaml.resource(pod.formatted("{name: app, image: a:1, ports: [{containerPort: 80}]}"));
        Resource after = Yaml.resource(
                pod.formatted("{name: proxy, image: p:1}, {name: app, image: a:2, ports: [{containerPort: 81}]}"));

        // When
        ObjectChange change = differences.of(before, after);

        // Then
        assertThat(change.effect()).isEqualTo(Effect.CHANGED);
        assertThat(change.fields())
                .containsExactlyInAnyOrder(
                        new FieldChange("spec.containers[name=app].image", "\"a:1\"", "\"a:2\""),
                        new FieldChange(
                                "spec.containers[name=app].ports[containerPort=80]", "{\"containerPort\":80}", null),
                        new FieldChange(
                                "spec.containers[name=app].ports[containerPort=81]", null, "{\"containerPort\":81}"),
                        new FieldChange("spec.containers[name=proxy]", null, "{\"name\":\"proxy\",\"image\":\"p:1\"}"));
    }

    @Test
    void shouldNotTellWhatOnlyTheServerOrGennakerWrites() {
        // Given
        Resource before = Yaml.resource("""
                {apiVersion: v1, kind: ConfigMap, metadata: {name: a, resourceVersion: "1", generation: 1,
                 annotations: {gennaker.io/execution: shop-1}, managedFields: [{manager: x}]}, data: {a: b}}
                """);
        Resource after = Yaml.resource("""
                {apiVersion: v1, kind: ConfigMap, metadata: {name: a, resourceVersion: "2", generation: 2,
                 annotations: {gennaker.io/execution: shop-2}}, data: {a: b}, status: {seen: true}}
                """);

        // When
        ObjectChange change = differences.of(before, after);

        // Then
        assertThat(change.effect()).isEqualTo(Effect.UNCHANGED);
    }

    @Test
    void shouldTellThatAPatchChangesOwners() {
        // Given
        String owned = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, ownerReferences: [{name: %s, uid: %s}]}}";

        // When
        ObjectChange change =
                differences.of(Yaml.resource(owned.formatted("old", "1")), Yaml.resource(owned.formatted("new", "2")));

        // Then
        assertThat(change.effect()).isEqualTo(Effect.CHANGED);
        assertThat(change.fields())
                .extracting(FieldChange::path)
                .containsExactlyInAnyOrder("metadata.ownerReferences[name=old]", "metadata.ownerReferences[name=new]");
    }

    @Test
    void shouldNeverTellWhatASecretHolds() {
        // Given
        String secret = "{apiVersion: v1, kind: Secret, metadata: {name: a}, data: {password: %s}, type: Opaque}";

        // When
        ObjectChange change =
                differences.of(Yaml.resource(secret.formatted("b2xk")), Yaml.resource(secret.formatted("bmV3")));

        // Then
        assertThat(change.fields()).containsExactly(new FieldChange("data", "(hidden)", "(hidden)"));
    }

    @Test
    void shouldNeverTellVariablesThatAreSecretsByTheirNames() {
        // Given
        String pod = "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [%s]}}";
        String env = "env: [{name: DB_PASSWORD, value: %s}, {name: MODE, value: %s}]";
        Resource before = Yaml.resource(pod.formatted("{name: app, " + env.formatted("hunter2", "old")
                + "}, {name: gone, " + env.formatted("hunter3", "old") + "}"));
        Resource after = Yaml.resource(pod.formatted("{name: app, env: [{name: DB_PASSWORD, valueFrom: {secretKeyRef:"
                + " {name: db, key: password}}}, {name: MODE, value: new}]}"));

        // When
        ObjectChange change = differences.of(before, after);

        // Then
        assertThat(change.fields().toString()).doesNotContain("hunter2", "hunter3");
        assertThat(change.fields())
                .contains(
                        new FieldChange("spec.containers[name=app].env[name=DB_PASSWORD]", "(hidden)", "(hidden)"),
                        new FieldChange("spec.containers[name=app].env[name=MODE].value", "\"old\"", "\"new\""));
    }

    @Test
    void shouldTellOnlySoMuchAndCountTheRest() {
        // Given
        String many = IntStream.range(0, 80)
                .mapToObj(number -> "k" + number + ": " + "x".repeat(900))
                .collect(Collectors.joining(", "));

        // When
        ObjectChange change = differences.of(config("data: {a: b}"), config("data: {" + many + "}"));

        // Then
        assertThat(change.fields()).hasSize(ObjectChange.MOST_FIELDS);
        assertThat(change.moreFields()).isEqualTo(31);
        assertThat(change.fields())
                .allSatisfy(field -> assertThat(field.path().length()).isLessThan(20));
    }
}
