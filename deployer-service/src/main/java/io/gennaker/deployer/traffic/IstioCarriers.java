package io.gennaker.deployer.traffic;

import io.gennaker.contracts.MeshRoute;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/// The VirtualServices of a route, in the newest version that a cluster serves.
record IstioCarriers(Drive drive, List<MeshRoute> routes, TrackNaming naming) {
    private static final String KIND = "VirtualService";
    private static final List<String> PROTOCOLS = List.of("http", "tls", "tcp");

    static String version(Objects objects) {
        return IstioVersions.newest(KIND, objects::serves)
                .orElseThrow(() -> new RouteRefusal("the cluster does not serve Istio's VirtualService in any of "
                        + IstioVersions.ALL + "; is Istio installed?"));
    }

    List<ResourceKey> keys(Objects objects) {
        return routes.stream()
                .map(MeshRoute::virtualService)
                .distinct()
                .map(name -> key(objects, name))
                .toList();
    }

    private ResourceKey key(Objects objects, String name) {
        return drive.key(version(objects), KIND, name);
    }

    List<Shares> shares(Objects objects, Wanted wanted) {
        // Each is read once: rules that are driven together are those of one version.
        var carriers = new HashMap<String, Resource>();
        List<Rules.Found> driven = routes.stream()
                .map(route -> Rules.find(
                        carriers.computeIfAbsent(route.virtualService(), name -> carrier(objects, name)),
                        route,
                        form()))
                .toList();
        return driven.stream()
                .<Shares>map(rule -> new WeightPlan(rule.beside(driven), drive, wanted))
                .toList();
    }

    private Resource carrier(Objects objects, String name) {
        return objects.read(key(objects, name)).orElseThrow(() -> RouteRefusal.missing(KIND + " " + name, drive));
    }

    Router.Freeing restoring(Objects objects, Originals originals) {
        var blocked = new ArrayList<String>();
        var writes = new ArrayList<Write>();
        for (MeshRoute route : routes) {
            ResourceKey key = key(objects, route.virtualService());
            Resource live = objects.read(key).orElse(null);
            Resource before = originals.before(key);
            if (live != null && before != null) {
                var plan = new RestorePlan(Rules.find(live, route, form()), Rules.find(before, route, form()));
                plan.blocked().ifPresent(blocked::add);
                plan.change().ifPresent(writes::add);
            }
        }
        return blocked.isEmpty()
                ? new Router.Freeing(Optional.empty(), writes)
                : new Router.Freeing(Optional.of(String.join("; ", blocked)), List.of());
    }

    private Form form() {
        return new IstioForm(naming);
    }

    Router.Freeing freeing(Objects objects) {
        var blocked = new ArrayList<String>();
        var writes = new ArrayList<Write>();
        for (ResourceKey key : keys(objects)) {
            objects.read(key)
                    .map(found -> RemovalPlan.of(found, PROTOCOLS, form()))
                    .ifPresent(freeing -> {
                        freeing.blocked().ifPresent(blocked::add);
                        writes.addAll(freeing.writes());
                    });
        }
        return new Router.Freeing(
                blocked.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", blocked)), writes);
    }
}
