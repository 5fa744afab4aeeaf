package io.gennaker.deployer.traffic;

import static io.gennaker.deployer.testing.Yaml.EXECUTION;
import static io.gennaker.deployer.testing.Yaml.NAMESPACE;
import static io.gennaker.deployer.testing.Yaml.REVISION;
import static io.gennaker.deployer.testing.Yaml.ROUTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.Track;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.testing.JsonPatch;
import io.gennaker.deployer.testing.Yaml;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SubsetPlanTest {
    private static Resource rule(String spec) {
        return Yaml.resource("{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: shop,"
                + " resourceVersion: '5'}, spec: " + spec + "}");
    }

    private static RouteChange adding(Resource rule, Set<Track> tracks) {
        return SubsetPlan.adding(rule, ROUTE.host(), EXECUTION, tracks, NAMESPACE);
    }

    private static Router.Freeing removal(Resource virtualService) {
        var naming = new TrackNaming.BySubset("shop", NAMESPACE, EXECUTION);
        return RemovalPlan.of(virtualService, List.of("http", "tls", "tcp"), new IstioForm(naming));
    }

    private static Resource changed(Resource rule, RouteChange change) {
        return JsonPatch.apply(rule, ((RouteChange.Patch) change).operations());
    }

    private static List<String> names(Resource rule) {
        return rule.at("spec", "subsets").items().stream()
                .map(subset -> subset.at("name").textOr(""))
                .toList();
    }

    @Test
    void shouldAddOneSubsetPerRevisionBesideThoseOfOthers() {
        // Given
        Resource rule = rule("{host: shop, subsets: [{name: v1, labels: {version: v1}}]}");

        // When
        Resource changed = changed(rule, adding(rule, EnumSet.allOf(Track.class)));

        // Then
        assertThat(names(changed)).containsExactly("v1", "release", "baseline-" + REVISION, "canary-" + REVISION);
        assertThat(changed.at("spec", "subsets").items().getLast().at("labels").texts())
                .containsEntry("gennaker.io/track", "canary")
                .containsEntry("gennaker.io/revision", REVISION);
        assertThat(adding(changed, EnumSet.allOf(Track.class))).isEqualTo(new RouteChange.Nothing());
    }

    @Test
    void shouldMakeTheListWhenThereIsNone() {
        Resource rule = rule("{host: shop.shop.svc.cluster.local}");

        assertThat(names(changed(rule, adding(rule, EnumSet.of(Track.RELEASE)))))
                .containsExactly("release");
    }

    @Test
    void shouldRefuseAnotherHostAndAnotherMeaning() {
        assertThat(adding(rule("{host: cart}"), EnumSet.of(Track.RELEASE)))
                .isEqualTo(new RouteChange.Refused("DestinationRule shop is for host cart; allowed is shop"));
        assertThat(adding(
                        rule("{host: shop, subsets: [{name: release, labels: {version: v1}}]}"),
                        EnumSet.of(Track.RELEASE)))
                .isInstanceOfSatisfying(
                        RouteChange.Refused.class,
                        refused -> assertThat(refused.reason())
                                .contains("subset release of DestinationRule shop selects {version=v1}"));
    }

    @Test
    void shouldRemoveOnlyItsOwnVariants() {
        // Given
        Resource rule = rule("{host: shop, subsets: [{name: baseline-" + REVISION + "}, {name: v1}, {name: canary-"
                + REVISION + "}, {name: release}, {name: canary-0123456789}]}");

        // When
        Resource changed = changed(rule, SubsetPlan.removing(rule, EXECUTION));

        // Then
        assertThat(names(changed)).containsExactly("v1", "release", "canary-0123456789");
        assertThat(SubsetPlan.removing(changed, EXECUTION)).isEqualTo(new RouteChange.Nothing());
    }

    @Test
    void shouldNotRemoveWhileAnyRouteGivesWeight() {
        // Given
        Resource weighted =
                Yaml.resource("{kind: VirtualService, metadata: {name: shop, resourceVersion: '1'}, spec: {http:"
                        + " [{route: [{destination: {host: shop}}]}, {route: [{destination: {host: shop, subset: canary-"
                        + REVISION + "}}]}]}}");
        Resource weightless =
                Yaml.resource("{kind: VirtualService, metadata: {name: shop, resourceVersion: '1'}, spec: {http:"
                        + " [{route: [{destination: {host: shop, subset: baseline-" + REVISION
                        + "}, weight: 0}, {destination: {host: shop}, weight: 100}, {destination: {host: shop, subset: canary-"
                        + REVISION + "}, weight: 0}]}]}}");

        // When / Then
        assertThat(removal(weighted))
                .isEqualTo(new Router.Freeing(
                        Optional.of("VirtualService shop still gives weight to canary-" + REVISION + " (100 %)"),
                        List.of()));
        Resource changed = JsonPatch.apply(
                weightless, ((Write.Patch) removal(weightless).writes().getFirst()).operations());
        assertThat(changed.at("spec", "http").items().getFirst().at("route").items())
                .hasSize(1);
        assertThat(removal(changed)).isEqualTo(new Router.Freeing(Optional.empty(), List.of()));
    }
}
