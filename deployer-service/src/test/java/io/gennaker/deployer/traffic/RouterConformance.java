package io.gennaker.deployer.traffic;

import static io.gennaker.deployer.testing.Yaml.EXECUTION;
import static io.gennaker.deployer.testing.Yaml.NAMESPACE;
import static io.gennaker.deployer.testing.Yaml.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.Route;
import io.gennaker.contracts.Steering;
import io.gennaker.contracts.Steering.Detour;
import io.gennaker.contracts.Steering.HeaderMatch;
import io.gennaker.contracts.Track;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import io.gennaker.deployer.resource.Value;
import io.gennaker.deployer.testing.FakeCluster;
import io.gennaker.deployer.testing.Yaml;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every router must do, whatever it writes to.
abstract class RouterConformance {
    private static final ExecutionId NEXT = new ExecutionId("shop-next");
    private static final Wanted TENTH = new Wanted(TrafficSplit.even(10), Steering.NONE);
    private static final Wanted BACK = new Wanted(TrafficSplit.ALL_RELEASE, Steering.NONE);
    private static final Steering STEERING = new Steering(
            List.of(new Detour("testers", List.of(new HeaderMatch("x-tester", HeaderMatch.How.EXACT, "yes")))), 20);

    protected final FakeCluster cluster = new FakeCluster();

    abstract Route route();

    /// The objects as a user would write them, before any canary.
    abstract String objects();

    /// The shares that requests get now, in percent by track and execution: `release`, `canary-0123456789`; of all
    /// places, each in front of its name where there are several.
    abstract Map<String, Integer> shares();

    boolean steers() {
        return true;
    }

    /// Whether a foreign destination can stand beside the tracks.
    boolean knowsForeign() {
        return true;
    }

    /// A route whose destinations are these, with their weights, in the router's own words.
    abstract void setDestinations(Map<String, Integer> weights);

    @BeforeEach
    void writeObjects() {
        Yaml.resources("""
                {apiVersion: v1, kind: Service, metadata: {name: shop, namespace: shop},
                 spec: {selector: {app: shop}, ports: [{name: http, port: 80, targetPort: 8080}]}}
                ---
                {apiVersion: apps/v1, kind: Deployment, metadata: {name: shop, namespace: shop},
                 spec: {replicas: 8, selector: {matchLabels: {app: shop}},
                        template: {metadata: {labels: {app: shop, gennaker.io/track: release}}}}}
                """).forEach(cluster::add);
        Yaml.resources(objects()).forEach(cluster::add);
        addVariants(EXECUTION);
        addVariants(OTHER);
    }

    private void addVariants(ExecutionId execution) {
        for (Track track : List.of(Track.BASELINE, Track.CANARY)) {
            cluster.add(Yaml.resource("{apiVersion: apps/v1, kind: Deployment, metadata: {name: "
                    + track.workload("shop", execution)
                    + ", namespace: shop}, spec: {replicas: 0, template: {metadata: {labels: {app: shop}}}}}"));
        }
    }

    private Router router(ExecutionId execution) {
        return Router.of(new Drive(route(), NAMESPACE, "shop", execution));
    }

    /// As a shift does it: what is missing first, then share by share, each read anew.
    protected void drive(ExecutionId execution, Wanted wanted) {
        Router router = router(execution);
        router.missing(cluster, weighted(router, wanted)).forEach(this::write);
        for (int round = 0; round < 20; round++) {
            Optional<Write.Patch> change = router.shares(cluster, wanted).stream()
                    .flatMap(share -> share.change().stream())
                    .findFirst();
            if (change.isEmpty()) {
                return;
            }
            write(change.get());
        }
        throw new AssertionError("never reached: " + cluster.describe());
    }

    private Set<Track> weighted(Router router, Wanted wanted) {
        return router.shares(cluster, wanted).stream()
                .flatMap(share -> share.weighted().stream())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Track.class)));
    }

    private void write(Write write) {
        switch (write) {
            case Write.Patch(var read, var operations) -> cluster.patch(read.key(), operations);
            case Write.Apply(var resource) -> cluster.apply(resource, true);
            case Write.Delete(var key) -> cluster.delete(key);
        }
    }

    protected Map<String, Integer> shares(int release, int baseline, int canary) {
        var shares = new TreeMap<String, Integer>();
        shares.put("release", release);
        if (baseline > 0) {
            shares.put(Track.BASELINE.subset(EXECUTION), baseline);
        }
        if (canary > 0) {
            shares.put(Track.CANARY.subset(EXECUTION), canary);
        }
        return shares;
    }

    @Test
    void shouldShareTrafficAndReturnItWithoutATrace() {
        // Given
        String before = cluster.describe();

        // When
        drive(EXECUTION, TENTH);
        Map<String, Integer> shared = shares();
        drive(EXECUTION, BACK);

        // Then
        assertThat(shared).isEqualTo(shares(80, 10, 10));
        assertThat(shares()).isEqualTo(shares(100, 0, 0));
        assertThat(before).doesNotContain(EXECUTION.revision() + ", weight");
        assertThat(cluster.describe()).doesNotContain("driven-by");
    }

    @Test
    void shouldWriteNothingWhenItIsAsWanted() {
        // Given
        drive(EXECUTION, TENTH);
        String before = cluster.describe();

        // When
        drive(EXECUTION, TENTH);

        // Then
        assertThat(cluster.describe()).isEqualTo(before);
        assertThat(router(EXECUTION).missing(cluster, EnumSet.allOf(Track.class)))
                .isEmpty();
    }

    /// What tells tracks apart is there before anything has weight, and goes when nothing has.
    @Test
    void shouldRemoveWhatToldVariantsApartOnlyWhenTheyHaveNoShare() {
        // Given
        drive(EXECUTION, TENTH);
        Router router = router(EXECUTION);

        // When
        Router.Freeing whileShared = router.freeing(cluster);
        drive(EXECUTION, BACK);
        Router.Freeing afterwards = router.freeing(cluster);
        afterwards.writes().forEach(this::write);
        router.leftovers(cluster).forEach(this::write);

        // Then
        assertThat(whileShared.blocked())
                .hasValueSatisfying(reason -> assertThat(reason).contains("still", Track.CANARY.subset(EXECUTION)));
        assertThat(afterwards.blocked()).isEmpty();
        assertThat(router.leftovers(cluster)).isEmpty();
        assertThat(router.freeing(cluster).writes()).isEmpty();
        assertThat(shares()).isEqualTo(shares(100, 0, 0));
    }

    @Test
    void shouldGiveEverythingBackAsItWasBeforeTheFirstExecution() {
        // Given
        assumeThat(router(NEXT).lasting(cluster)).isNotEmpty();
        String before = cluster.describe();
        Originals originals = originals();
        drive(OTHER, TENTH);
        drive(OTHER, BACK);
        router(OTHER).leftovers(cluster).forEach(this::write);
        drive(EXECUTION, TENTH);
        Router router = router(NEXT);
        Router.Freeing whileDriven = router.restoring(cluster, originals);
        drive(EXECUTION, BACK);
        router(EXECUTION).leftovers(cluster).forEach(this::write);

        // When
        restore(originals);
        router.releaseLeftovers(cluster, originals, List.of()).writes().forEach(this::write);

        // Then
        assertThat(whileDriven.writes()).isEmpty();
        assertThat(whileDriven.blocked())
                .hasValueSatisfying(reason -> assertThat(reason).contains(EXECUTION.value()));
        assertThat(cluster.describe().replace(",\"annotations\":{}", "")).isEqualTo(before);
        assertThat(router.restoring(cluster, originals)).isEqualTo(Router.Freeing.NOTHING);
    }

    @Test
    void shouldKeepWhatTellsTheReleaseApartWhileAnotherRouteNamesIt() {
        // Given
        Originals originals = originals();
        drive(EXECUTION, TENTH);
        drive(EXECUTION, BACK);
        Router router = router(NEXT);
        assumeThat(router.lasting(cluster)).isNotEmpty();
        List<Resource> stillNamed =
                router.shares(cluster, BACK).stream().map(Shares::carrier).toList();

        // When
        Router.Freeing leftovers = router.releaseLeftovers(cluster, originals, stillNamed);

        // Then
        assertThat(leftovers.writes()).isEmpty();
        assertThat(leftovers.blocked())
                .hasValueSatisfying(reason -> assertThat(reason)
                        .contains("stays", stillNamed.getFirst().toString()));
    }

    @Test
    void shouldKeepForeignDestinationsThatCameSinceWhenItRestores() {
        // Given
        assumeThat(knowsForeign()).isTrue();
        Originals originals = originals();
        drive(EXECUTION, TENTH);
        drive(EXECUTION, BACK);
        setDestinations(Map.of("shop", 30, "legacy", 70));
        drive(EXECUTION, TENTH);
        drive(EXECUTION, BACK);

        // When
        restore(originals);

        // Then
        assertThat(shares()).isEqualTo(Map.of("shop", 30, "legacy", 70));
    }

    /// As a restore does it: write by write, each read anew.
    private void restore(Originals originals) {
        Router router = router(NEXT);
        for (List<Write> writes = router.restoring(cluster, originals).writes();
                !writes.isEmpty();
                writes = router.restoring(cluster, originals).writes()) {
            write(writes.getFirst());
        }
    }

    /// As they are now.
    private Originals originals() {
        var found = new HashMap<ResourceKey, Originals.Original>();
        for (ResourceKey key : router(EXECUTION).lasting(cluster)) {
            found.put(key, new Originals.Original(key, cluster.read(key).orElse(null)));
        }
        return key -> Optional.ofNullable(found.get(key));
    }

    @Test
    void shouldRefuseARouteThatAnotherExecutionDrives() {
        // Given
        drive(OTHER, TENTH);
        Map<String, Integer> before = shares();

        // Then
        assertThatThrownBy(() -> drive(EXECUTION, TENTH))
                .isInstanceOf(RouteRefusal.class)
                .hasMessageContaining(OTHER.value());
        assertThat(shares()).isEqualTo(before);
    }

    @Test
    void shouldTakeOverWhatAnotherExecutionGaveBack() {
        // Given
        drive(OTHER, TENTH);
        drive(OTHER, BACK);

        // When
        drive(EXECUTION, TENTH);

        // Then
        assertThat(shares()).isEqualTo(shares(80, 10, 10));
    }

    @Test
    void shouldRefuseARouteThatAnotherControllerDrives() {
        // Given
        ResourceKey key =
                router(EXECUTION).shares(cluster, TENTH).getFirst().carrier().key();
        cluster.add(cluster.read(key)
                .orElseThrow()
                .put(
                        Yaml.value("[{\"apiVersion\":\"flagger.app/v1beta1\",\"kind\":\"Canary\",\"name\":\"shop\"}]"),
                        "metadata",
                        "ownerReferences"));

        // Then
        assertThatThrownBy(() -> drive(EXECUTION, TENTH))
                .isInstanceOf(RouteRefusal.class)
                .hasMessageContaining("two controllers");
    }

    @Test
    void shouldKeepForeignDestinationsToThePoint() {
        // Given
        assumeThat(knowsForeign()).isTrue();
        setDestinations(Map.of("shop", 50, "legacy", 50));

        // When
        drive(EXECUTION, TENTH);

        // Then
        assertThat(shares())
                .containsEntry("legacy", 50)
                .containsEntry("release", 40)
                .containsEntry(Track.CANARY.subset(EXECUTION), 5);
    }

    @Test
    void shouldSteerAndMirrorAndEndBoth() {
        // Given
        assumeThat(steers()).isTrue();
        String rules = rules();

        // When
        drive(EXECUTION, new Wanted(TrafficSplit.ALL_RELEASE, STEERING));
        String steered = rules();
        Router.Freeing whileSteered = router(EXECUTION).freeing(cluster);
        drive(EXECUTION, new Wanted(TrafficSplit.even(20), STEERING));
        Map<String, Integer> shared = shares();
        drive(EXECUTION, BACK);

        // Then
        assertThat(steered).contains("x-tester", "irror").contains(Track.CANARY.subset(EXECUTION));
        assertThat(whileSteered.blocked()).isPresent();
        assertThat(shared).isEqualTo(shares(60, 20, 20));
        assertThat(rules()).doesNotContain("x-tester", "irror", Track.CANARY.subset(EXECUTION));
        assertThat(rules.replace("\"weight\":100", "").length()).isLessThanOrEqualTo(rules().length());
    }

    @Test
    void shouldLeaveRulesAndMirrorsOfAnotherExecutionWhenItTakesBack() {
        // Given
        assumeThat(steers()).isTrue();
        drive(OTHER, new Wanted(TrafficSplit.ALL_RELEASE, STEERING));
        String before = cluster.describe();

        // When
        drive(EXECUTION, BACK);

        // Then
        assertThat(cluster.describe()).isEqualTo(before);
    }

    @Test
    void shouldEndAMirrorThatAnotherExecutionLeftWhenItTakesOver() {
        // Given
        assumeThat(steers()).isTrue();
        drive(OTHER, new Wanted(TrafficSplit.ALL_RELEASE, new Steering(List.of(), 50)));

        // When
        drive(EXECUTION, TENTH);

        // Then
        assertThat(rules()).doesNotContain("irror", OTHER.revision());
    }

    /// The carriers' rules as text.
    private String rules() {
        return router(EXECUTION).shares(cluster, BACK).stream()
                .map(share -> Yaml.READER.text(share.carrier().at("spec")))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void shouldRefuseToSteerWhereRequestsAreNotSeen() {
        assumeThat(steers()).isFalse();

        assertThatThrownBy(() -> drive(EXECUTION, new Wanted(TrafficSplit.ALL_RELEASE, STEERING)))
                .isInstanceOf(RouteRefusal.class)
                .hasMessageContaining("no mirror");
    }

    @Test
    void shouldKeepTheTracksWhenAManifestIsAppliedMeanwhile() {
        // Given
        if (steers()) {
            drive(EXECUTION, new Wanted(TrafficSplit.even(10), STEERING));
        } else {
            drive(EXECUTION, TENTH);
        }
        String rules = rules();

        // When
        for (Resource written : Yaml.resources(objects())) {
            cluster.apply(
                    CarriedTraffic.into(written, cluster.read(written.key()).orElse(null)), true);
        }

        // Then
        assertThat(shares()).isEqualTo(shares(80, 10, 10));
        assertThat(rules()).isEqualTo(rules);
    }

    @Test
    void shouldSayWhatIsMissing() {
        // Given
        ResourceKey carrier =
                router(EXECUTION).shares(cluster, TENTH).getFirst().carrier().key();
        cluster.delete(carrier);

        // Then
        assertThatThrownBy(() -> drive(EXECUTION, TENTH))
                .isInstanceOf(RouteRefusal.class)
                .hasMessageContaining("there is no " + carrier);
    }

    /// Weights of one list of destinations.
    protected static Map<String, Integer> weights(
            List<Value> destinations, java.util.function.Function<Value, String> name) {
        var weights = new TreeMap<String, Integer>();
        for (Value entry : destinations) {
            weights.merge(
                    name.apply(entry).replaceFirst("^shop-(?=release|canary|baseline)", ""),
                    entry.at("weight").numberOr(100),
                    Integer::sum);
        }
        return weights;
    }
}
