package io.gennaker.deployer.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.deployer.testing.Yaml;
import org.junit.jupiter.api.Test;

class OwnedFieldsTest {
    private static final Resource DEPLOYMENT = Yaml.resource("""
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: shop
              labels: {app: shop, team: sales}
              managedFields:
                - manager: gennaker
                  operation: Apply
                  fieldsV1:
                    f:metadata: {f:labels: {.: {}, f:app: {}}}
                    f:spec:
                      f:template:
                        f:spec:
                          f:containers:
                            k:{"name":"app"}: {.: {}, f:image: {}, f:name: {}}
                          f:tolerations: {}
                - manager: autoscaler
                  operation: Update
                  fieldsV1: {f:spec: {f:replicas: {}}}
            spec:
              replicas: 7
              template:
                spec:
                  tolerations: [{key: spot}]
                  containers:
                    - {name: app, image: "shop:v1", terminationMessagePath: /dev/log}
                    - {name: sidecar, image: "proxy:v1"}
            """);

    @Test
    void shouldKeepOnlyWhatTheManagerOwns() {
        // Given
        Value owned = OwnedFields.of(DEPLOYMENT, "gennaker");

        // When
        Value part = OwnedFields.project(DEPLOYMENT.body(), owned, Yaml::value);

        // Then
        assertThat(part.at("spec", "replicas").isPresent()).isFalse();
        assertThat(part.at("metadata", "labels").texts()).containsOnlyKeys("app");
        assertThat(part.at("spec", "template", "spec", "tolerations").items()).hasSize(1);
        assertThat(part.at("spec", "template", "spec", "containers"))
                .isEqualTo(Yaml.value("[{\"name\":\"app\",\"image\":\"shop:v1\"}]"));
    }

    @Test
    void shouldOwnNothingWhenTheManagerNeverApplied() {
        // When
        Value owned = OwnedFields.of(DEPLOYMENT, "autoscaler");

        // Then
        assertThat(owned.fields()).isEmpty();
    }

    @Test
    void shouldUniteBothSidesWhenTheyOverlap() {
        // When
        Value union = OwnedFields.union(
                Yaml.value("{\"f:spec\":{\"f:replicas\":{}}}"), Yaml.value("{\"f:spec\":{\"f:paused\":{}}}"));

        // Then
        assertThat(union).isEqualTo(Yaml.value("{\"f:spec\":{\"f:replicas\":{},\"f:paused\":{}}}"));
    }
}
