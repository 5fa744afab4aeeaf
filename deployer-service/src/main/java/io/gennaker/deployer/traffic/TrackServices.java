package io.gennaker.deployer.traffic;

import io.gennaker.contracts.Track;
import io.gennaker.deployer.plan.Marks;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import io.gennaker.deployer.resource.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A Service for each track, made from the host's: its ports, and its selector narrowed to the track. Those of
/// variants are of one revision, so that none is ever emptied by a newer execution. The host's own Service selects all
/// tracks and stays as it is.
record TrackServices(Drive drive) {
    private static final String KIND = "Service";
    private static final String SELECTOR = "selector";
    private static final List<Track> VARIANTS = List.of(Track.BASELINE, Track.CANARY);

    /// Those of all tracks, whether they are there or not.
    List<ResourceKey> keys() {
        var keys = new ArrayList<ResourceKey>();
        for (Track track : Track.values()) {
            keys.add(key(track));
        }
        return keys;
    }

    private ResourceKey key(Track track) {
        return drive.key("v1", KIND, track.service(drive.route().host(), drive.execution()));
    }

    List<Write> missing(Objects objects, Set<Track> tracks) {
        Resource host = objects.read(drive.key("v1", KIND, drive.route().host()))
                .orElseThrow(
                        () -> RouteRefusal.missing(KIND + " " + drive.route().host(), drive));
        var writes = new ArrayList<Write>();
        for (Track track : tracks) {
            Resource wanted = service(host, track);
            var found = objects.read(wanted.key());
            if (found.isEmpty()) {
                writes.add(new Write.Apply(wanted));
            } else if (!selector(found.get()).equals(selector(wanted))) {
                throw new RouteRefusal(
                        found.get() + " selects " + selector(found.get()) + "; needed is " + selector(wanted));
            }
        }
        return writes;
    }

    private Resource service(Resource host, Track track) {
        var selected = new LinkedHashMap<>(selector(host));
        if (selected.isEmpty()) {
            throw new RouteRefusal(host + " has no selector; one is needed to make a Service for each track");
        }
        selected.putAll(SubsetPlan.labels(track, drive.execution()));
        List<Value> ports = host.at("spec", "ports").items().stream()
                .<Value>map(port -> port.drop("nodePort"))
                .toList();
        var labels = new LinkedHashMap<>(Map.of(Marks.MANAGED_BY, Marks.FIELD_MANAGER));
        labels.putAll(SubsetPlan.labels(track, drive.execution()));
        ResourceKey key = key(track);
        return new Resource(Value.Fields.EMPTY)
                .put(Value.of(key.apiVersion()), "apiVersion")
                .put(Value.of(KIND), "kind")
                .put(Value.of(key.name()), "metadata", "name")
                .put(Value.of(drive.namespace()), "metadata", "namespace")
                .put(Value.texts(labels), "metadata", "labels")
                .put(Value.of(ports), "spec", "ports")
                .put(Value.texts(selected), "spec", SELECTOR);
    }

    private static Map<String, String> selector(Resource service) {
        return service.at("spec", SELECTOR).texts();
    }

    ResourceKey releaseKey() {
        return key(Track.RELEASE);
    }

    /// Traffic goes back to the host itself: its Service must be there.
    void checkHost(Objects objects) {
        if (objects.read(drive.key("v1", KIND, drive.route().host())).isEmpty()) {
            throw RouteRefusal.missing(KIND + " " + drive.route().host(), drive);
        }
    }

    /// The release's Service goes where there was none before and no routing object names it.
    Router.Freeing releaseLeftovers(Objects objects, Originals originals, List<Resource> routes) {
        ResourceKey key = releaseKey();
        boolean wasThere =
                originals.of(key).map(found -> found.before() != null).orElse(true);
        if (wasThere || objects.read(key).isEmpty()) {
            return Router.Freeing.NOTHING;
        }
        return Mentions.in(routes, destination -> isService(destination, key.name()))
                .map(users -> new Router.Freeing(Optional.of(key + " stays, as it is named by " + users), List.of()))
                .orElseGet(() -> new Router.Freeing(Optional.empty(), List.of(new Write.Delete(key))));
    }

    private boolean isService(Value destination, String name) {
        return destination.at("name").is(name)
                || Hosts.areSame(destination.at("host").textOr(""), name, drive.namespace());
    }

    List<Write> leftovers(Objects objects) {
        return VARIANTS.stream()
                .map(this::key)
                .filter(key -> objects.read(key).isPresent())
                .<Write>map(Write.Delete::new)
                .toList();
    }
}
