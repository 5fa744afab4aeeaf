package io.gennaker.playground.cluster.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.playground.cluster.Yaml;
import io.gennaker.playground.cluster.kinds.KindCatalog;
import org.junit.jupiter.api.Test;

class PatchesTest {

    private static final Structure DEPLOYMENT = new Structure(new KindCatalog().builtIn("deployments.apps"));

    private static final ObjectNode POD_TEMPLATE = Yaml.object("""
            metadata: {labels: {app: shop, team: red}}
            spec:
              template:
                spec:
                  containers:
                  - name: shop
                    image: shop:v1
                    args: [a, b]
                    env: [{name: A, value: "1"}, {name: B, value: "2"}]
                  - {name: proxy, image: proxy:v1}
            """);

    @Test
    void shouldDeleteByNullAndReplaceListsWhenMergePatched() {
        // Given
        var patch = Yaml.object("{metadata: {labels: {team: null, tier: web}}, list: [1]}");

        // When
        var patched = Patches.MERGE.apply(
                Yaml.object("{metadata: {labels: {app: shop, team: red}}, list: [1, 2]}"), patch, DEPLOYMENT);

        // Then
        assertThat(patched).isEqualTo(Yaml.object("{metadata: {labels: {app: shop, tier: web}}, list: [1]}"));
    }

    @Test
    void shouldMergeElementsByKeyWhenPatchedStrategically() {
        // Given
        var patch = Yaml.object("""
                spec: {template: {spec: {containers: [{name: shop, image: "shop:v2", env: [{name: B, value: "9"}, {name: C, value: "3"}]}]}}}
                """);

        // When
        var containers = containers(Patches.STRATEGIC.apply(POD_TEMPLATE, patch, DEPLOYMENT));

        // Then
        assertThat(containers).hasSize(2);
        assertThat(containers.get(0).path("image").asText()).isEqualTo("shop:v2");
        assertThat(containers.get(0).path("env"))
                .isEqualTo(Yaml.object("{e: [{name: A, value: '1'}, {name: B, value: '9'}, {name: C, value: '3'}]}")
                        .path("e"));
        assertThat(containers.get(0).path("args")).hasSize(2);
    }

    @Test
    void shouldFollowDirectivesWhenPatchedStrategically() {
        // Given
        var patch = Yaml.object("""
                spec:
                  template:
                    spec:
                      $setElementOrder/containers: [{name: sidecar}, {name: shop}]
                      containers:
                      - {name: proxy, $patch: delete}
                      - {name: sidecar, image: "sidecar:v1"}
                """);

        // When
        var containers = containers(Patches.STRATEGIC.apply(POD_TEMPLATE, patch, DEPLOYMENT));

        // Then
        assertThat(containers).extracting(one -> one.path("name").asText()).containsExactly("sidecar", "shop");
    }

    @Test
    void shouldReplaceAtomicListsWhenPatchedStrategically() {
        // Given
        var patch = Yaml.object("spec: {template: {spec: {containers: [{name: shop, args: [c]}]}}}");

        // When
        var containers = containers(Patches.STRATEGIC.apply(POD_TEMPLATE, patch, DEPLOYMENT));

        // Then
        assertThat(containers.get(0).path("args")).extracting(JsonNode::asText).containsExactly("c");
    }

    @Test
    void shouldRefuseAnElementWithoutItsKeyWhenPatchedStrategically() {
        // Given
        var patch = Yaml.object("spec: {template: {spec: {containers: [{image: x}]}}}");

        // When
        var refusal = assertThatThrownBy(() -> Patches.STRATEGIC.apply(POD_TEMPLATE, patch, DEPLOYMENT));

        // Then
        refusal.isInstanceOf(PatchRefused.class).hasMessageContaining("merge key: name");
    }

    @Test
    void shouldApplyOperationsInOrderWhenJsonPatched() throws Exception {
        // Given
        var patch = new ObjectMapper().readTree("""
                        [{"op":"test","path":"/metadata/labels/app","value":"shop"},
                         {"op":"add","path":"/spec/list","value":["a"]},
                         {"op":"add","path":"/spec/list/-","value":"b"},
                         {"op":"move","from":"/metadata/labels/team","path":"/metadata/labels/group"},
                         {"op":"remove","path":"/spec/template"}]
                        """);

        // When
        var patched = Patches.JSON.apply(POD_TEMPLATE, patch, DEPLOYMENT);

        // Then
        assertThat(patched)
                .isEqualTo(Yaml.object("{metadata: {labels: {app: shop, group: red}}, spec: {list: [a, b]}}"));
        assertThat(POD_TEMPLATE.path("spec").has("template")).isTrue();
    }

    @Test
    void shouldRefuseTheWholePatchWhenATestFails() throws Exception {
        // Given
        var patch =
                new ObjectMapper().readTree("[{\"op\":\"test\",\"path\":\"/metadata/labels/app\",\"value\":\"x\"}]");

        // When
        var refusal = assertThatThrownBy(() -> Patches.JSON.apply(POD_TEMPLATE, patch, DEPLOYMENT));

        // Then
        refusal.isInstanceOf(PatchRefused.class).hasMessageContaining("found \"shop\"");
    }

    private static JsonNode containers(JsonNode object) {
        return object.at("/spec/template/spec/containers");
    }
}
