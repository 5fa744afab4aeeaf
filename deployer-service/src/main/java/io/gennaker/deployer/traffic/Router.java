package io.gennaker.deployer.traffic;

import io.gennaker.contracts.Route;
import io.gennaker.contracts.Track;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How one kind of router shares traffic between tracks: reads objects, and says what is to be written.
///
/// Every method may throw a [RouteRefusal] when the route cannot be driven.
public interface Router {
    static Router of(Drive drive) {
        return switch (drive.route()) {
            case Route.IstioSubsets route -> new IstioSubsetsRouter(drive, route);
            case Route.IstioServices route -> new IstioServicesRouter(drive, route);
            case Route.GatewayRoute route -> new GatewayRouter(drive, route);
            case Route.ReplicaShare route -> new ReplicaRouter(drive, route);
        };
    }

    /// The objects that tell whether the route is as wanted.
    List<ResourceKey> watched(Objects objects);

    /// The places that hold shares, in the order in which they are written.
    List<Shares> shares(Objects objects, Wanted wanted);

    /// What has to be made before these tracks can have a share.
    List<Write> missing(Objects objects, Set<Track> tracks);

    /// What is to be removed of this execution's variants before they are.
    Freeing freeing(Objects objects);

    /// What told this execution's variants apart, to be removed when nothing names them any more.
    List<Write> leftovers(Objects objects);

    /// The objects that stay changed when an execution has taken its variants back.
    List<ResourceKey> lasting(Objects objects);

    /// What gives the routing objects the destinations back that they had before they were first driven.
    Freeing restoring(Objects objects, Originals originals);

    /// What told the release apart and was not there before, to be removed once [#restoring] has reached all proxies.
    ///
    /// @param routes all routing objects of the namespace: what one of them names stays
    Freeing releaseLeftovers(Objects objects, Originals originals, List<Resource> routes);

    /// @param blocked why nothing may be removed: it still gets requests
    /// @param writes that remove it
    record Freeing(Optional<String> blocked, List<Write> writes) {
        static final Freeing NOTHING = new Freeing(Optional.empty(), List.of());

        public Freeing {
            writes = List.copyOf(writes);
        }
    }
}
