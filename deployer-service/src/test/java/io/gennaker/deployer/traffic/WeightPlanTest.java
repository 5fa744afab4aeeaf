package io.gennaker.deployer.traffic;

import static io.gennaker.deployer.testing.Yaml.EXECUTION;
import static io.gennaker.deployer.testing.Yaml.NAMESPACE;
import static io.gennaker.deployer.testing.Yaml.OTHER;
import static io.gennaker.deployer.testing.Yaml.REVISION;
import static io.gennaker.deployer.testing.Yaml.ROUTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.contracts.MeshRoute;
import io.gennaker.contracts.Steering;
import io.gennaker.contracts.Track;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import io.gennaker.deployer.testing.JsonPatch;
import io.gennaker.deployer.testing.Yaml;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightPlanTest {
    private static final TrafficSplit TENTH = TrafficSplit.even(10);
    private static final String BASELINE = "baseline-" + REVISION;
    private static final String CANARY = "canary-" + REVISION;

    private static Resource route(String destinations) {
        return Yaml.resource(
                "{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: shop, namespace:"
                        + " shop, resourceVersion: '5'}, spec: {hosts: [shop], http: [{route: " + destinations
                        + "}]}}");
    }

    private static WeightPlan plan(Resource virtualService, TrafficSplit split) {
        return plan(virtualService, null, split);
    }

    private static WeightPlan plan(Resource virtualService, @Nullable String http, TrafficSplit split) {
        var form = new IstioForm(new TrackNaming.BySubset("shop", NAMESPACE, EXECUTION));
        return new WeightPlan(
                Rules.find(virtualService, new MeshRoute.Http("shop", http), form),
                new Drive(ROUTE, NAMESPACE, "shop", EXECUTION),
                new Wanted(split, Steering.NONE));
    }

    private static Resource changed(Resource virtualService, TrafficSplit split) {
        return plan(virtualService, split)
                .change()
                .map(patch -> JsonPatch.apply(virtualService, patch.operations()))
                .orElse(virtualService);
    }

    /// "release 80, canary-x 20"
    private static String weights(Resource virtualService, int http) {
        List<String> parts = virtualService.at("spec", "http").items().get(http).at("route").items().stream()
                .map(entry -> name(entry) + " " + entry.at("weight").numberOr(-1))
                .toList();
        return String.join(", ", parts);
    }

    private static String name(Value entry) {
        return entry.at("destination", "subset")
                .textOr(entry.at("destination", "host").textOr(""));
    }

    @Test
    void shouldSplitARouteThatHasNeverHadACanary() {
        // Given
        Resource fresh = route("[{destination: {host: shop, port: {number: 80}}, headers: {request: {set: {a: b}}}}]");

        // When
        Resource split = changed(fresh, TENTH);

        // Then
        assertThat(weights(split, 0)).isEqualTo("release 80, " + BASELINE + " 10, " + CANARY + " 10");
        assertThat(split.at("spec", "http").items().getFirst().at("route").items())
                .allSatisfy(entry -> {
                    assertThat(entry.at("destination", "port", "number").numberOr(0))
                            .isEqualTo(80);
                    assertThat(entry.at("headers").isPresent()).isTrue();
                });
        assertThat(split.annotation("gennaker.io/driven-by")).isEqualTo(EXECUTION.value());
        assertThat(plan(split, TENTH).isReached()).isTrue();
    }

    @Test
    void shouldGoBackToReleaseAloneAndForgetWhoDrove() {
        // Given
        Resource split = changed(route("[{destination: {host: shop}}]"), TENTH);

        // When
        Resource back = changed(split, TrafficSplit.ALL_RELEASE);

        // Then
        assertThat(weights(back, 0)).isEqualTo("release 100");
        assertThat(back.annotation("gennaker.io/driven-by")).isNull();
        assertThat(plan(split, TrafficSplit.ALL_RELEASE).raised()).containsExactly(Track.RELEASE);
        assertThat(plan(split, TrafficSplit.ALL_RELEASE).weighted()).containsExactly(Track.RELEASE);
    }

    @Test
    void shouldGoBackToReleaseWhateverTheWeightsOfItsTracksSumTo() {
        Resource edited = route("[{destination: {host: shop, subset: release}, weight: 80}, {destination: {host: shop,"
                + " subset: " + BASELINE + "}, weight: 10}, {destination: {host: shop, subset: " + CANARY
                + "}, weight: 0}]");

        assertThat(weights(changed(edited, TrafficSplit.ALL_RELEASE), 0)).isEqualTo("release 100");
    }

    @Test
    void shouldNotGuessWhatReleaseGetsWhereOthersHaveASharePerhapsOfSomethingElseThan100() {
        Resource edited = route("[{destination: {host: legacy}, weight: 15}, {destination: {host: shop, subset:"
                + " release}, weight: 65}, {destination: {host: shop, subset: " + CANARY + "}, weight: 10}]");

        assertThatThrownBy(() -> plan(edited, TrafficSplit.ALL_RELEASE))
                .isInstanceOf(RouteRefusal.class)
                .hasMessageContaining("sum to 90");
    }

    @Test
    void shouldAskForPodsOfEveryTrackThatGetsMore() {
        Resource fresh = route("[{destination: {host: shop}}]");
        Resource split = changed(fresh, TENTH);

        assertThat(plan(fresh, TENTH).raised()).containsExactly(Track.RELEASE, Track.BASELINE, Track.CANARY);
        assertThat(plan(split, TrafficSplit.even(33)).raised()).containsExactly(Track.BASELINE, Track.CANARY);
        assertThat(plan(split, TENTH).raised()).isEmpty();
    }

    @Test
    void shouldLeaveForeignDestinationsTheirWeight() {
        // Given
        Resource mixed = route("[{destination: {host: legacy}, weight: 15}, {destination: {host: shop}, weight: 80},"
                + " {destination: {host: shop, subset: beta}, weight: 5}]");

        // When
        Resource split = changed(mixed, TENTH);
        Resource back = changed(split, TrafficSplit.ALL_RELEASE);

        // Then
        assertThat(weights(split, 0)).isEqualTo("legacy 15, release 64, " + BASELINE + " 8, " + CANARY + " 8, beta 5");
        assertThat(weights(back, 0)).isEqualTo("legacy 15, release 80, beta 5");
    }

    @ParameterizedTest
    @CsvSource({
        "100, 80, 10, 10, 80, 10, 10",
        "100, 34, 33, 33, 34, 33, 33",
        "80, 34, 33, 33, 28, 26, 26",
        "50, 98, 2, 0, 49, 1, 0",
        "73, 100, 0, 0, 73, 0, 0",
        "30, 0, 50, 50, 0, 15, 15",
        "31, 0, 50, 50, 0, 15, 16",
        "31, 0, 0, 100, 0, 0, 31",
        "31, 0, 100, 0, 0, 31, 0",
    })
    void shouldAlwaysSumToHundred(int share, int release, int baseline, int canary, int first, int second, int third) {
        // Given
        String foreign = share == 100 ? "" : ", {destination: {host: legacy}, weight: " + (100 - share) + "}";
        Resource before = route("[{destination: {host: shop}, weight: " + share + "}" + foreign + "]");

        // When
        Resource after = changed(before, new TrafficSplit(release, baseline, canary));

        // Then
        List<Value> route =
                after.at("spec", "http").items().getFirst().at("route").items();
        assertThat(route.stream()
                        .mapToInt(entry -> entry.at("weight").numberOr(0))
                        .sum())
                .isEqualTo(100);
        assertThat(weight(route, "release")).isEqualTo(first);
        assertThat(weight(route, BASELINE)).isEqualTo(second);
        assertThat(weight(route, CANARY)).isEqualTo(third);
    }

    private static int weight(List<Value> route, String subset) {
        return route.stream()
                .filter(entry -> name(entry).equals(subset))
                .mapToInt(entry -> entry.at("weight").numberOr(0))
                .sum();
    }

    @Test
    void shouldTouchOnlyTheNamedRoute() {
        // Given
        Resource several = Yaml.resource("""
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: shop, resourceVersion: '5', annotations: {team: sales}}
                spec:
                  http:
                    - {name: images, match: [{uri: {prefix: /img}}], route: [{destination: {host: shop}}]}
                    - {name: main, retries: {attempts: 2}, route: [{destination: {host: shop.shop.svc.cluster.local}}]}
                """);

        // When
        var plan = plan(several, "main", TENTH);
        Resource split = JsonPatch.apply(several, plan.change().orElseThrow().operations());

        // Then
        assertThat(split.at("spec", "http").items().getFirst())
                .isEqualTo(several.at("spec", "http").items().getFirst());
        assertThat(weights(split, 1)).startsWith("release 80");
        assertThat(split.at("spec", "http")
                        .items()
                        .get(1)
                        .at("retries", "attempts")
                        .numberOr(0))
                .isEqualTo(2);
        assertThat(split.annotation("team")).isEqualTo("sales");
        assertThatThrownBy(() -> plan(several, TENTH))
                .isInstanceOf(RouteRefusal.class)
                .hasMessageContaining("has 2 http routes (images, main)");
        assertThatThrownBy(() -> plan(several, "api", TENTH))
                .hasMessageContaining("has 0 http routes named api")
                .hasMessageContaining("found images, main");
    }

    @Test
    void shouldRefuseWhatItMustNotDrive() {
        assertRefused(
                "[{destination: {host: shop}, weight: 50}, {destination: {host: cart}, weight: 40}]", "sum to 90");
        assertRefused("[{destination: {host: cart}}]", "no destination for host shop");
        assertRefused("[{destination: {host: shop, subset: v1}}]", "no destination for host shop");
        assertRefused(
                "[{destination: {host: shop}, weight: 0}, {destination: {host: cart}, weight: 100}]",
                "foreign destinations have all the weight");
        assertRefused(
                "[{destination: {host: shop}, weight: 5}, {destination: {host: cart}, weight: 95}]",
                "less than one point");
        assertThatThrownBy(() -> plan(
                        Yaml.resource(
                                "{kind: VirtualService, metadata: {name: shop}, spec: {http: [{redirect: {uri: /}}]}}"),
                        TENTH))
                .hasMessageContaining("has no destinations");
        assertThatThrownBy(() ->
                        plan(Yaml.resource("{kind: VirtualService, metadata: {name: shop}, spec: {tcp: []}}"), TENTH))
                .hasMessageContaining("has no http routes");
    }

    private static void assertRefused(String destinations, String reason) {
        assertThatThrownBy(() -> plan(route(destinations), TENTH))
                .isInstanceOf(RouteRefusal.class)
                .hasMessageContaining(reason);
    }

    @Test
    void shouldRefuseAnotherControllersRoute() {
        Resource plain = route("[{destination: {host: shop}}]");

        assertThatThrownBy(() -> plan(
                        plain.put(
                                Yaml.value(
                                        "[{\"apiVersion\":\"flagger.app/v1beta1\",\"kind\":\"Canary\",\"name\":\"shop\"}]"),
                                "metadata",
                                "ownerReferences"),
                        TENTH))
                .hasMessageContaining("its owner is Canary shop");
        assertThatThrownBy(() -> plan(
                        plain.put(Yaml.value("[{\"manager\":\"rollouts-controller\"}]"), "metadata", "managedFields"),
                        TENTH))
                .hasMessageContaining("its field manager is rollouts-controller");
        assertThatThrownBy(() ->
                        plan(plain.withAnnotation("argo-rollouts.argoproj.io/managed-by-rollouts", "shop"), TENTH))
                .hasMessageContaining("managed-by-rollouts");
    }

    @Test
    void shouldNotTakeOverFromAnExecutionThatHasWeight() {
        // Given
        String theirs = "canary-" + OTHER.revision();
        Resource driven = route("[{destination: {host: shop, subset: release}, weight: 90},"
                        + " {destination: {host: shop, subset: " + theirs + "}, weight: 10}]")
                .withAnnotation("gennaker.io/driven-by", OTHER.value());

        // When / Then
        assertThatThrownBy(() -> plan(driven, TENTH))
                .hasMessageContaining("gives weight to " + theirs + " of execution " + OTHER);
        WeightPlan back = plan(driven, TrafficSplit.ALL_RELEASE);
        assertThat(back.isGivenBack()).isTrue();
        assertThat(weights(changed(driven, TrafficSplit.ALL_RELEASE), 0)).isEqualTo("release 90, " + theirs + " 10");
    }

    @Test
    void shouldTakeOverWhenTheOtherHasNoWeight() {
        // Given
        Resource left = route("[{destination: {host: shop, subset: release}, weight: 100},"
                        + " {destination: {host: shop, subset: canary-" + OTHER.revision() + "}, weight: 0}]")
                .withAnnotation("gennaker.io/driven-by", OTHER.value());

        // When
        Resource split = changed(left, TENTH);

        // Then
        assertThat(weights(split, 0)).isEqualTo("release 80, " + BASELINE + " 10, " + CANARY + " 10");
        assertThat(split.annotation("gennaker.io/driven-by")).isEqualTo(EXECUTION.value());
    }

    @Test
    void shouldApplyOnlyToTheVersionThatWasRead() {
        Resource read = route("[{destination: {host: shop}}]");
        var patch = plan(read, TENTH).change().orElseThrow();
        Resource newer = read.put(Value.of("6"), "metadata", "resourceVersion");

        assertThatThrownBy(() -> JsonPatch.apply(newer, patch.operations())).isInstanceOf(JsonPatch.TestFailed.class);
    }
}
