package io.gennaker.playground.cluster.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.playground.cluster.Yaml;
import io.gennaker.playground.cluster.kinds.CustomKinds;
import io.gennaker.playground.cluster.kinds.KindCatalog;
import io.gennaker.playground.cluster.patch.ManagedFields.Operation;
import org.junit.jupiter.api.Test;

class ServerSideApplyTest {

    private static final Structure DEPLOYMENT = new Structure(new KindCatalog().builtIn("deployments.apps"));
    private static final Structure VIRTUAL_SERVICE =
            new Structure(CustomKinds.read(CustomKinds.presentFromTheStart().getFirst()));

    private static final String TWO_CONTAINERS = """
            spec:
              replicas: 3
              template:
                spec:
                  containers:
                  - {name: shop, image: "shop:v1", ports: [{containerPort: 8080}]}
                  - {name: proxy, image: "proxy:v1"}
            """;

    @Test
    void shouldEncodeOwnershipAsKubernetesDoesWhenApplied() {
        // Given
        var configuration = Yaml.object(TWO_CONTAINERS);

        // When
        var outcome = apply("gennaker", nothing(), ManagedFields.none(), configuration, false);

        // Then
        assertThat(outcome.managers().entries().getFirst().fields().toJson().toString())
                .isEqualTo(
                        "{\"f:spec\":{\"f:replicas\":{},\"f:template\":{\"f:spec\":{\"f:containers\":{"
                                + "\"k:{\\\"name\\\":\\\"proxy\\\"}\":{\".\":{},\"f:image\":{},\"f:name\":{}},"
                                + "\"k:{\\\"name\\\":\\\"shop\\\"}\":{\".\":{},\"f:image\":{},\"f:name\":{},"
                                + "\"f:ports\":{\"k:{\\\"containerPort\\\":8080,\\\"protocol\\\":\\\"TCP\\\"}\":{\".\":{},\"f:containerPort\":{}}}}}}}}}");
    }

    @Test
    void shouldReadBackWhatItWroteWhenManagedFieldsAreStored() {
        // Given
        var outcome = apply("gennaker", nothing(), ManagedFields.none(), Yaml.object(TWO_CONTAINERS), false);
        var stored = outcome.object().deepCopy();

        // When
        outcome.managers().into(stored);

        // Then
        assertThat(ManagedFields.of(stored)).isEqualTo(outcome.managers());
    }

    @Test
    void shouldNameManagerAndFieldWhenAnotherOneOwnsWhatWouldChange() {
        // Given
        var first = apply("gennaker", nothing(), ManagedFields.none(), Yaml.object(TWO_CONTAINERS), false);

        // When
        var refusal = assertThatThrownBy(
                () -> apply("other", first.object(), first.managers(), Yaml.object("spec: {replicas: 5}"), false));

        // Then
        refusal.isInstanceOf(FieldConflict.class)
                .hasMessage("Apply failed with 1 conflict: conflict with \"gennaker\": .spec.replicas");
    }

    @Test
    void shouldShareAFieldWhenBothApplyTheSameValue() {
        // Given
        var first = apply("gennaker", nothing(), ManagedFields.none(), Yaml.object(TWO_CONTAINERS), false);

        // When
        var second = apply("other", first.object(), first.managers(), Yaml.object("spec: {replicas: 3}"), false);

        // Then
        assertThat(second.managers().entries()).hasSize(2);
        assertThat(second.managers().entries().getLast().fields().paths()).containsExactly(".spec.replicas");
    }

    @Test
    void shouldTakeTheFieldOverWhenForced() {
        // Given
        var first = apply("gennaker", nothing(), ManagedFields.none(), Yaml.object(TWO_CONTAINERS), false);

        // When
        var forced = apply("other", first.object(), first.managers(), Yaml.object("spec: {replicas: 5}"), true);

        // Then
        assertThat(forced.object().at("/spec/replicas").asInt()).isEqualTo(5);
        assertThat(forced.managers().entries().getFirst().fields().paths()).doesNotContain(".spec.replicas");
    }

    @Test
    void shouldRemoveWhatIsNoLongerAppliedWhenNobodyElseOwnsIt() {
        // Given
        var first = apply("gennaker", nothing(), ManagedFields.none(), Yaml.object(TWO_CONTAINERS), false);
        var shared = apply("other", first.object(), first.managers(), Yaml.object("spec: {replicas: 3}"), false);
        var smaller = Yaml.object("spec: {template: {spec: {containers: [{name: shop, image: 'shop:v2'}]}}}");

        // When
        var outcome = apply("gennaker", shared.object(), shared.managers(), smaller, false);

        // Then
        assertThat(outcome.object())
                .isEqualTo(
                        Yaml.object(
                                "{metadata: {}, spec: {replicas: 3, template: {spec: {containers: [{name: shop, image: 'shop:v2'}]}}}}"));
    }

    @Test
    void shouldKeepForeignElementsWhenAListIsApplied() {
        // Given
        var live = Yaml.object("spec: {template: {spec: {containers: [{name: injected, image: i}]}}}");
        var configuration = Yaml.object("spec: {template: {spec: {containers: [{name: shop, image: s}]}}}");

        // When
        var outcome = apply("gennaker", live, ManagedFields.none(), configuration, false);

        // Then
        assertThat(outcome.object().at("/spec/template/spec/containers"))
                .extracting(container -> container.path("name").asText())
                .containsExactlyInAnyOrder("injected", "shop");
    }

    @Test
    void shouldOwnListsAsAWholeWhenTheKindIsCustomWithoutListTypes() {
        // Given
        var first = new ServerSideApply(VIRTUAL_SERVICE, owner("user", Operation.APPLY), "networking.istio.io/v1", "t")
                .apply(nothing(), ManagedFields.none(), Yaml.object("spec: {http: [{name: a}]}"), false);

        // When
        var refusal = assertThatThrownBy(() -> new ServerSideApply(
                        VIRTUAL_SERVICE, owner("gennaker", Operation.APPLY), "networking.istio.io/v1", "t")
                .apply(first.object(), first.managers(), Yaml.object("spec: {http: [{name: b}]}"), false));

        // Then
        refusal.hasMessageContaining("conflict with \"user\": .spec.http");
    }

    @Test
    void shouldMoveOwnershipWhenAPlainWriteChangesAnAppliedField() {
        // Given
        var first = apply("gennaker", nothing(), ManagedFields.none(), Yaml.object(TWO_CONTAINERS), false);
        var scaled = first.object().deepCopy();
        scaled.withObject("/spec").put("replicas", 7);

        // When
        var managers = new ServerSideApply(DEPLOYMENT, owner("kubectl", Operation.UPDATE), "apps/v1", "t")
                .recordUpdate(first.object(), scaled, first.managers());

        // Then
        assertThat(managers.entries().getLast().fields().paths()).containsExactly(".spec.replicas");
        assertThatThrownBy(() -> apply("gennaker", scaled, managers, Yaml.object(TWO_CONTAINERS), false))
                .hasMessageContaining("conflict with \"kubectl\" using apps/v1: .spec.replicas");
    }

    private static ServerSideApply.Outcome apply(
            String manager, ObjectNode live, ManagedFields managers, ObjectNode configuration, boolean force) {
        return new ServerSideApply(DEPLOYMENT, owner(manager, Operation.APPLY), "apps/v1", "2026-01-01T00:00:00Z")
                .apply(live, managers, configuration, force);
    }

    private static ManagedFields.Owner owner(String manager, Operation operation) {
        return new ManagedFields.Owner(manager, operation, "");
    }

    private static ObjectNode nothing() {
        return Yaml.object("{metadata: {}}");
    }
}
