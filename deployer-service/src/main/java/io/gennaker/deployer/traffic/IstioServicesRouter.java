package io.gennaker.deployer.traffic;

import io.gennaker.contracts.Route;
import io.gennaker.contracts.Track;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Istio with a host for each track: VirtualServices hold the weights, Services say what the tracks are.
record IstioServicesRouter(Drive drive, Route.IstioServices route) implements Router {
    private IstioCarriers carriers() {
        return new IstioCarriers(
                drive, route.routes(), new TrackNaming.ByService(route.host(), drive.namespace(), drive.execution()));
    }

    private TrackServices services() {
        return new TrackServices(drive);
    }

    @Override
    public List<ResourceKey> watched(Objects objects) {
        var keys = new ArrayList<>(carriers().keys(objects));
        keys.addAll(services().keys());
        return keys;
    }

    @Override
    public List<Shares> shares(Objects objects, Wanted wanted) {
        return carriers().shares(objects, wanted);
    }

    @Override
    public List<Write> missing(Objects objects, Set<Track> tracks) {
        return services().missing(objects, tracks);
    }

    @Override
    public Freeing freeing(Objects objects) {
        return carriers().freeing(objects);
    }

    @Override
    public List<Write> leftovers(Objects objects) {
        return services().leftovers(objects);
    }

    @Override
    public List<ResourceKey> lasting(Objects objects) {
        var keys = new ArrayList<>(carriers().keys(objects));
        keys.add(services().releaseKey());
        return keys;
    }

    @Override
    public Freeing restoring(Objects objects, Originals originals) {
        services().checkHost(objects);
        return carriers().restoring(objects, originals);
    }

    @Override
    public Freeing releaseLeftovers(Objects objects, Originals originals, List<Resource> routes) {
        return services().releaseLeftovers(objects, originals, routes);
    }
}
