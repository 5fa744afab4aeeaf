package io.gennaker.deployer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import io.gennaker.deployer.testing.Yaml;
import java.util.List;
import org.junit.jupiter.api.Test;

class VersionedConfigTest {
    private static final String WORKLOAD = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: shop}
            spec:
              template:
                spec:
                  containers:
                    - name: app
                      env: [{name: A, valueFrom: {configMapKeyRef: {name: settings, key: a}}}]
                      envFrom: [{secretRef: {name: keys}}]
                  volumes:
                    - {name: c, configMap: {name: settings}}
                    - {name: p, projected: {sources: [{configMap: {name: settings}}, {secret: {name: keys}}]}}
            """;

    private static Resource config(String value) {
        return Yaml.resource("{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {a: " + value + "}}");
    }

    private static Resource secret(String annotations) {
        return Yaml.resource("{apiVersion: v1, kind: Secret, metadata: {name: keys, annotations: {" + annotations
                + "}}, stringData: {k: v}}");
    }

    private static Resource version(String value) {
        return VersionedConfig.in(List.of(config(value), Yaml.resource(WORKLOAD)))
                .getFirst();
    }

    @Test
    void shouldRenameConfigurationAndEveryPlaceThatNamesIt() {
        // When
        List<Resource> objects = VersionedConfig.in(List.of(config("one"), secret(""), Yaml.resource(WORKLOAD)));

        // Then
        String settings = objects.get(0).name();
        String keys = objects.get(1).name();
        assertThat(settings).matches("settings-[0-9a-f]{10}");
        assertThat(keys).matches("keys-[0-9a-f]{10}");
        assertThat(Yaml.READER.text(objects.get(2).body()))
                .contains("\"configMapKeyRef\":{\"name\":\"" + settings + "\"")
                .contains("\"secretRef\":{\"name\":\"" + keys + "\"}")
                .contains("\"configMap\":{\"name\":\"" + settings + "\"}}")
                .contains("\"sources\":[{\"configMap\":{\"name\":\"" + settings + "\"}},{\"secret\":{\"name\":\"" + keys
                        + "\"}}]")
                .doesNotContain("\"settings\"", "\"keys\"");
    }

    @Test
    void shouldNameTheSameContentAlikeAndAnotherOneOtherwise() {
        assertThat(version("one").name())
                .isEqualTo(version("one").name())
                .isNotEqualTo(version("two").name());
    }

    @Test
    void shouldLeaveWhatOptsOutAndWhatNoPodNames() {
        // Given
        Resource unused = Yaml.resource("{apiVersion: v1, kind: ConfigMap, metadata: {name: unused}}");

        // When
        List<Resource> objects =
                VersionedConfig.in(List.of(secret("gennaker.io/versioned: 'false'"), unused, Yaml.resource(WORKLOAD)));

        // Then
        assertThat(objects).extracting(Resource::name).containsExactly("keys", "unused", "shop");
        assertThat(Yaml.READER.text(objects.get(2).body())).contains("\"secretRef\":{\"name\":\"keys\"}");
    }

    @Test
    void shouldCollectOnlyWhatNoRevisionNames() {
        // Given
        Resource current = version("three");
        Resource kept = version("two");
        Resource unneeded = version("one");
        Resource other = unneeded.withAnnotation(VersionedConfig.NAME, "of-another");
        Resource replicaSet = VersionedConfig.in(List.of(config("two"), Yaml.resource(WORKLOAD)))
                .getLast()
                .put(Value.of("ReplicaSet"), "kind");

        // When
        var found = VersionedConfig.unneeded(
                List.of(current), List.of(current, kept, unneeded, other), List.of(replicaSet));

        // Then
        assertThat(found).containsExactly(unneeded);
    }
}
