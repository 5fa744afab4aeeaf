package io.gennaker.deployer.traffic;

import io.gennaker.contracts.Route;
import io.gennaker.contracts.Track;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Gateway API: an HTTPRoute or GRPCRoute holds the weights, Services say what the tracks are.
record GatewayRouter(Drive drive, Route.GatewayRoute route) implements Router {
    private static final List<String> VERSIONS =
            List.of("gateway.networking.k8s.io/v1", "gateway.networking.k8s.io/v1beta1");

    private ResourceKey key(Objects objects) {
        String kind = route.kind().word();
        String version = VERSIONS.stream()
                .filter(candidate -> objects.serves(candidate, kind))
                .findFirst()
                .orElseThrow(() -> new RouteRefusal("the cluster does not serve " + kind + " in any of " + VERSIONS
                        + "; is Gateway API installed?"));
        return drive.key(version, kind, route.name());
    }

    private Form form() {
        return new GatewayForm(drive);
    }

    private TrackServices services() {
        return new TrackServices(drive);
    }

    @Override
    public List<ResourceKey> watched(Objects objects) {
        var keys = new ArrayList<>(List.of(key(objects)));
        keys.addAll(services().keys());
        return keys;
    }

    @Override
    public List<Shares> shares(Objects objects, Wanted wanted) {
        Resource carrier = objects.read(key(objects)).orElseThrow(() -> RouteRefusal.missing(route.title(), drive));
        return List.of(new WeightPlan(rule(carrier), drive, wanted));
    }

    private Rules.Found rule(Resource carrier) {
        return new Rules(carrier, "rules", "rule", form()).named("rule", route.rule());
    }

    @Override
    public List<Write> missing(Objects objects, Set<Track> tracks) {
        return services().missing(objects, tracks);
    }

    @Override
    public Freeing freeing(Objects objects) {
        return objects.read(key(objects))
                .map(found -> RemovalPlan.of(found, List.of("rules"), form()))
                .orElse(new Freeing(Optional.empty(), List.of()));
    }

    @Override
    public List<Write> leftovers(Objects objects) {
        return services().leftovers(objects);
    }

    @Override
    public List<ResourceKey> lasting(Objects objects) {
        return List.of(key(objects), services().releaseKey());
    }

    @Override
    public Freeing restoring(Objects objects, Originals originals) {
        services().checkHost(objects);
        Resource live = objects.read(key(objects)).orElse(null);
        Resource before = originals.before(key(objects));
        if (live == null || before == null) {
            return Freeing.NOTHING;
        }
        var plan = new RestorePlan(rule(live), rule(before));
        return plan.blocked()
                .map(reason -> new Freeing(Optional.of(reason), List.of()))
                .orElseGet(() -> new Freeing(
                        Optional.empty(),
                        plan.change().<List<Write>>map(List::of).orElse(List.of())));
    }

    @Override
    public Freeing releaseLeftovers(Objects objects, Originals originals, List<Resource> routes) {
        return services().releaseLeftovers(objects, originals, routes);
    }
}
