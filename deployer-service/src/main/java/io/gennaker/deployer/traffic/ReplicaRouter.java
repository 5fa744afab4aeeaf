package io.gennaker.deployer.traffic;

import io.gennaker.contracts.Route;
import io.gennaker.contracts.Steering;
import io.gennaker.contracts.Track;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Plain Kubernetes: one Service selects the pods of all tracks, so shares are made of pods. Release keeps all of its
/// own, so that it can carry everything at any moment; variants get as many beside them as their share asks for.
record ReplicaRouter(Drive drive, Route.ReplicaShare route) implements Router {
    private static final List<Track> VARIANTS = List.of(Track.BASELINE, Track.CANARY);

    private ResourceKey serviceKey() {
        return drive.key("v1", "Service", route.service());
    }

    private ResourceKey workload(Track track) {
        return drive.key("apps/v1", "Deployment", track.workload(drive.workload(), drive.execution()));
    }

    @Override
    public List<ResourceKey> watched(Objects objects) {
        return List.of(serviceKey(), workload(Track.BASELINE), workload(Track.CANARY));
    }

    /// Up: the mark comes first. Down: it goes last.
    @Override
    public List<Shares> shares(Objects objects, Wanted wanted) {
        if (!wanted.steering().equals(Steering.NONE)) {
            throw new RouteRefusal("shares made of pods know no headers and no mirror; those need a mesh or a gateway");
        }
        Resource service = objects.read(serviceKey()).orElseThrow(() -> RouteRefusal.missing(route.title(), drive));
        Resource release = objects.read(workload(Track.RELEASE))
                .orElseThrow(() -> RouteRefusal.missing("Deployment " + drive.workload(), drive));
        int pods = release.at("spec", "replicas").numberOr(1);
        var shares = new ArrayList<Shares>();
        for (Track track : VARIANTS) {
            int needed = pods(track, wanted, pods);
            Optional<Resource> found = objects.read(workload(track));
            if (found.isEmpty() && needed > 0) {
                throw RouteRefusal.missing(workload(track).toString(), drive);
            }
            found.ifPresent(variant -> shares.add(new PodShare(variant, track, needed, pods)));
        }
        var mark = new ServiceMark(service, drive.execution(), wanted);
        shares.add(wanted.isTakingBack() ? shares.size() : 0, mark);
        return shares;
    }

    /// So many that they are the wanted part of all, beside all of release's.
    private int pods(Track track, Wanted wanted, int release) {
        int share = wanted.split().of(track);
        if (share == 0) {
            return 0;
        }
        if (wanted.split().release() == 0) {
            throw new RouteRefusal("shares made of pods leave release all of its own; a split of " + wanted.split()
                    + " needs a mesh or a gateway");
        }
        return Math.max(1, Math.round((float) release * share / wanted.split().release()));
    }

    @Override
    public List<Write> missing(Objects objects, Set<Track> tracks) {
        return List.of();
    }

    @Override
    public Freeing freeing(Objects objects) {
        var running = new ArrayList<String>();
        for (Track track : VARIANTS) {
            objects.read(workload(track))
                    .filter(found -> found.at("spec", "replicas").numberOr(1) > 0)
                    .ifPresent(found -> running.add(
                            found + " (" + found.at("spec", "replicas").numberOr(1) + " pods)"));
        }
        return new Freeing(
                running.isEmpty()
                        ? Optional.empty()
                        : Optional.of(route.title() + " still sends requests to " + String.join(", ", running)),
                List.of());
    }

    @Override
    public List<Write> leftovers(Objects objects) {
        return List.of();
    }

    /// Nothing stays changed: shares are pods of variants, and those go.
    @Override
    public List<ResourceKey> lasting(Objects objects) {
        return List.of();
    }

    @Override
    public Freeing restoring(Objects objects, Originals originals) {
        return Freeing.NOTHING;
    }

    @Override
    public Freeing releaseLeftovers(Objects objects, Originals originals, List<Resource> routes) {
        return Freeing.NOTHING;
    }
}
