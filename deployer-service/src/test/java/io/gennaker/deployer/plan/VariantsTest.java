package io.gennaker.deployer.plan;

import static io.gennaker.deployer.testing.Yaml.EXECUTION;
import static io.gennaker.deployer.testing.Yaml.REVISION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.testing.Yaml;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VariantsTest {
    private static final Resource RELEASE = Yaml.resource("""
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: shop
              namespace: shop
              uid: abc
              resourceVersion: "12"
              labels: {app.kubernetes.io/instance: argo}
              annotations: {deployment.kubernetes.io/revision: "4"}
            spec:
              replicas: 12
              selector: {matchLabels: {app: shop}}
              template:
                metadata: {creationTimestamp: null, labels: {app: shop, version: v1, gennaker.io/track: release}}
                spec: {containers: [{name: app, image: "shop:v1"}]}
            status: {replicas: 12}
            """);
    private static final Manifests MANIFESTS = Manifests.of(Yaml.resources("""
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata: {name: shop}
                    spec:
                      selector: {matchLabels: {app: shop}}
                      template:
                        metadata: {labels: {app: shop}}
                        spec:
                          imagePullSecrets: [{name: registry}]
                          initContainers:
                            - {name: wait, envFrom: [{secretRef: {name: keys}}]}
                          containers:
                            - name: app
                              image: shop:v2
                              envFrom: [{configMapRef: {name: settings}}, {configMapRef: {name: foreign}}]
                              env:
                                - {name: A, valueFrom: {configMapKeyRef: {name: settings, key: a}}}
                                - {name: B, valueFrom: {secretKeyRef: {name: keys, key: b}}}
                                - {name: configMap, value: settings}
                          volumes:
                            - {name: one, configMap: {name: settings}}
                            - {name: two, secret: {secretName: keys}}
                            - name: three
                              projected:
                                sources: [{configMap: {name: settings}}, {secret: {name: keys}}]
                    ---
                    {apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {a: "1"}}
                    ---
                    {apiVersion: v1, kind: ConfigMap, metadata: {name: unused}}
                    ---
                    {apiVersion: v1, kind: Secret, metadata: {name: keys}, stringData: {b: "2"}}
                    ---
                    {apiVersion: v1, kind: Secret, metadata: {name: registry}}
                    ---
                    {apiVersion: v1, kind: Service, metadata: {name: shop}}
                    """), "shop", (_, _) -> true);

    @Test
    void shouldCopyTheLiveReleaseUnderLabelsOfItsOwn() {
        // When
        Resource baseline = Variants.baseline(RELEASE, EXECUTION, 3);

        // Then
        assertThat(baseline.name()).isEqualTo("shop-baseline-" + REVISION);
        assertThat(baseline.namespace()).isEqualTo("shop");
        assertThat(baseline.at("spec", "replicas").numberOr(0)).isEqualTo(3);
        assertThat(baseline.at("spec", "selector", "matchLabels").texts())
                .isEqualTo(Map.of("app", "shop", "gennaker.io/track", "baseline", "gennaker.io/revision", REVISION));
        assertThat(baseline.at("spec", "template", "metadata", "labels").texts())
                .isEqualTo(Map.of(
                        "app", "shop",
                        "version", "v1",
                        "gennaker.io/track", "baseline",
                        "gennaker.io/revision", REVISION));
        assertThat(baseline.at("spec", "template", "spec")).isEqualTo(RELEASE.at("spec", "template", "spec"));
        assertThat(baseline.labels())
                .isEqualTo(Map.of(
                        "app.kubernetes.io/managed-by", "gennaker",
                        "gennaker.io/track", "baseline",
                        "gennaker.io/revision", REVISION));
        assertThat(baseline.at("status").isPresent()).isFalse();
        assertThat(baseline.uid()).isEmpty();
    }

    @Test
    void shouldSayWhatToDoWhenTheReleaseHasNoTrack() {
        Resource foreign = RELEASE.drop("spec", "template", "metadata", "labels", "gennaker.io/track");

        assertThatThrownBy(() -> Variants.baseline(foreign, EXECUTION, 3))
                .isInstanceOf(Variants.NoRelease.class)
                .hasMessageContaining("Deployment shop has no label gennaker.io/track=release on its pods")
                .hasMessageContaining("deploy it once");
    }

    @Test
    void shouldGiveTheCanaryItsOwnCopiesOfTheConfigurationItRefersTo() {
        // When
        var objects = Variants.canary(MANIFESTS, "shop", EXECUTION, 2);

        // Then
        assertThat(objects)
                .extracting(Resource::toString)
                .containsExactly(
                        "ConfigMap settings-" + REVISION,
                        "Secret keys-" + REVISION,
                        "Secret registry-" + REVISION,
                        "Deployment shop-canary-" + REVISION);
        assertThat(objects.getFirst().at("data", "a").text()).isEqualTo("1");
        assertThat(objects.getFirst().label("gennaker.io/revision")).isEqualTo(REVISION);
        String pods = Yaml.READER.text(objects.getLast().at("spec", "template", "spec"));
        assertThat(pods)
                .contains("\"configMapRef\":{\"name\":\"settings-" + REVISION + "\"}")
                .contains("\"configMapRef\":{\"name\":\"foreign\"}")
                .contains("\"configMapKeyRef\":{\"name\":\"settings-" + REVISION + "\"")
                .contains("\"secretKeyRef\":{\"name\":\"keys-" + REVISION + "\"")
                .contains("\"secretRef\":{\"name\":\"keys-" + REVISION + "\"}")
                .contains("\"secretName\":\"keys-" + REVISION + "\"")
                .contains("{\"configMap\":{\"name\":\"settings-" + REVISION + "\"}},{\"secret\":{\"name\":\"keys-")
                .contains("\"imagePullSecrets\":[{\"name\":\"registry-" + REVISION + "\"}]")
                .contains("{\"name\":\"configMap\",\"value\":\"settings\"}");
        assertThat(objects.getLast().at("spec", "replicas").numberOr(0)).isEqualTo(2);
    }

    @Test
    void shouldSayWhatIsThereWhenTheWorkloadIsNot() {
        assertThatThrownBy(() -> Variants.canary(MANIFESTS, "cart", EXECUTION, 2))
                .isInstanceOf(InvalidManifests.class)
                .hasMessageContaining("no Deployment cart; found Deployment shop");
    }
}
