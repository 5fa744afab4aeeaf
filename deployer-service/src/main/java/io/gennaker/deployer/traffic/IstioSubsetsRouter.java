package io.gennaker.deployer.traffic;

import io.gennaker.contracts.Route;
import io.gennaker.contracts.Track;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import io.gennaker.deployer.resource.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Istio with subsets: VirtualServices hold the weights, a DestinationRule says what the tracks are.
record IstioSubsetsRouter(Drive drive, Route.IstioSubsets route) implements Router {
    private IstioCarriers carriers() {
        return new IstioCarriers(
                drive, route.routes(), new TrackNaming.BySubset(route.host(), drive.namespace(), drive.execution()));
    }

    private ResourceKey ruleKey(Objects objects) {
        return drive.key(IstioCarriers.version(objects), "DestinationRule", route.destinationRule());
    }

    @Override
    public List<ResourceKey> watched(Objects objects) {
        var keys = new ArrayList<>(carriers().keys(objects));
        keys.add(ruleKey(objects));
        return keys;
    }

    @Override
    public List<Shares> shares(Objects objects, Wanted wanted) {
        return carriers().shares(objects, wanted);
    }

    @Override
    public List<Write> missing(Objects objects, Set<Track> tracks) {
        Resource rule = objects.read(ruleKey(objects))
                .orElseThrow(() -> RouteRefusal.missing("DestinationRule " + route.destinationRule(), drive));
        return writes(rule, SubsetPlan.adding(rule, route.host(), drive.execution(), tracks, drive.namespace()));
    }

    @Override
    public Freeing freeing(Objects objects) {
        return carriers().freeing(objects);
    }

    @Override
    public List<Write> leftovers(Objects objects) {
        Optional<Resource> rule = objects.read(ruleKey(objects));
        return rule.map(found -> writes(found, SubsetPlan.removing(found, drive.execution())))
                .orElse(List.of());
    }

    @Override
    public List<ResourceKey> lasting(Objects objects) {
        return watched(objects);
    }

    @Override
    public Freeing restoring(Objects objects, Originals originals) {
        return carriers().restoring(objects, originals);
    }

    @Override
    public Freeing releaseLeftovers(Objects objects, Originals originals, List<Resource> routes) {
        ResourceKey key = ruleKey(objects);
        Resource rule = objects.read(key).orElse(null);
        Resource before = originals.before(key);
        if (rule == null || before == null || SubsetPlan.hasRelease(before)) {
            return Freeing.NOTHING;
        }
        List<Write> removal = writes(rule, SubsetPlan.removingRelease(rule, drive.execution()));
        return Mentions.in(routes, this::isRelease)
                .filter(_ -> !removal.isEmpty())
                .map(users -> new Freeing(
                        Optional.of("subset release of " + rule + " stays, as it is named by " + users), List.of()))
                .orElseGet(() -> new Freeing(Optional.empty(), removal));
    }

    private boolean isRelease(Value destination) {
        return destination.at("subset").is(Track.RELEASE.subset(drive.execution()))
                && Hosts.areSame(destination.at("host").textOr(""), route.host(), drive.namespace());
    }

    private static List<Write> writes(Resource rule, RouteChange change) {
        return switch (change) {
            case RouteChange.Nothing() -> List.of();
            case RouteChange.Patch(var operations) -> List.of(new Write.Patch(rule, operations));
            case RouteChange.Refused(var reason) -> throw new RouteRefusal(reason);
        };
    }
}
