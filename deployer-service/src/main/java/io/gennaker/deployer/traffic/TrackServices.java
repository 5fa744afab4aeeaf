package io.gennaker.deployer.traffic;

import io.gennaker.contracts.ExecutionId;
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
/// variants are of one revision, so that none is ever emptied by a newer execution; that of the release lasts, and
/// follows the host's. The host's own Service selects all tracks and stays as it is.
public record TrackServices(Drive drive) {
    private static final String KIND = "Service";
    private static final String SELECTOR = "selector";
    private static final String PORTS = "ports";
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
            Resource wanted = service(host, track, drive.execution());
            var found = objects.read(wanted.key());
            boolean fits = found.filter(service -> selector(service).equals(selector(wanted)))
                    .isPresent();
            if (found.isEmpty() || !fits && isOfRelease(found.get())) {
                writes.add(new Write.Apply(wanted));
            } else if (!fits) {
                throw new RouteRefusal(
                        found.get() + " selects " + selector(found.get()) + "; needed is " + selector(wanted));
            }
        }
        return writes;
    }

    /// What the release's Service becomes when its host's has been written; empty where Gennaker has made none, and
    /// where it is as it should be.
    public static Optional<Resource> following(Resource host, Objects objects, ExecutionId execution) {
        if (!host.kind().equals(KIND)
                || !host.key().group().isEmpty()
                || selector(host).isEmpty()) {
            return Optional.empty();
        }
        Resource wanted = service(host, Track.RELEASE, execution);
        return objects.read(wanted.key())
                .filter(TrackServices::isOfRelease)
                .filter(found -> !found.at("spec", PORTS).equals(wanted.at("spec", PORTS))
                        || !selector(found).equals(selector(wanted)))
                .map(_ -> wanted);
    }

    /// Whether Gennaker has made it, and not somebody who happened to give it the name.
    private static boolean isOfRelease(Resource service) {
        return Marks.FIELD_MANAGER.equals(service.label(Marks.MANAGED_BY))
                && Track.RELEASE.label().equals(service.label(Track.LABEL));
    }

    private static Resource service(Resource host, Track track, ExecutionId execution) {
        var selected = new LinkedHashMap<>(selector(host));
        if (selected.isEmpty()) {
            throw new RouteRefusal(host + " has no selector; one is needed to make a Service for each track");
        }
        selected.putAll(SubsetPlan.labels(track, execution));
        List<Value> ports = host.at("spec", PORTS).items().stream()
                .<Value>map(port -> port.drop("nodePort"))
                .toList();
        var labels = new LinkedHashMap<>(Map.of(Marks.MANAGED_BY, Marks.FIELD_MANAGER));
        labels.putAll(SubsetPlan.labels(track, execution));
        return new Resource(Value.Fields.EMPTY)
                .put(Value.of("v1"), "apiVersion")
                .put(Value.of(KIND), "kind")
                .put(Value.of(track.service(host.name(), execution)), "metadata", "name")
                .put(host.at("metadata", "namespace"), "metadata", "namespace")
                .put(Value.texts(labels), "metadata", "labels")
                .put(Value.of(ports), "spec", PORTS)
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
