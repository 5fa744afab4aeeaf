package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Where the traffic of a workload is shared between its tracks: one form for each kind of router.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Route.IstioSubsets.class, name = "IstioSubsets"),
    @JsonSubTypes.Type(value = Route.IstioServices.class, name = "IstioServices"),
    @JsonSubTypes.Type(value = Route.GatewayRoute.class, name = "GatewayRoute"),
    @JsonSubTypes.Type(value = Route.ReplicaShare.class, name = "ReplicaShare"),
})
public sealed interface Route {
    /// The destination host whose traffic is shared; other destinations are left alone.
    String host();

    /// The objects that hold the shares, in words: "VirtualService shop".
    String title();

    /// Istio: the tracks are subsets of one Service.
    ///
    /// @param routes that are driven together, in the order in which they are written
    /// @param destinationRule name of the DestinationRule that holds the subsets
    record IstioSubsets(List<MeshRoute> routes, String host, String destinationRule) implements Route {
        public IstioSubsets {
            routes = checked(routes);
            Check.text("host", host, 253);
            Check.text("destination rule", destinationRule, 253);
        }

        @Override
        public String title() {
            return titled(routes);
        }
    }

    /// Istio: each track has a Service of its own, made from the host's ([Track#service]).
    ///
    /// @param host name of the Service that selects all tracks
    record IstioServices(List<MeshRoute> routes, String host) implements Route {
        public IstioServices {
            routes = checked(routes);
            Check.text("host", host, Track.LONGEST_HOST);
        }

        @Override
        public String title() {
            return titled(routes);
        }
    }

    /// Gateway API: each track has a Service of its own, made from the host's ([Track#service]).
    ///
    /// @param rule name of the rule; null when there is only one
    /// @param host name of the Service that selects all tracks
    record GatewayRoute(Kind kind, String name, @Nullable String rule, String host) implements Route {
        /// The kind of the route.
        public enum Kind {
            @JsonProperty("HTTPRoute")
            HTTP_ROUTE("HTTPRoute"),
            @JsonProperty("GRPCRoute")
            GRPC_ROUTE("GRPCRoute");

            private final String word;

            Kind(String word) {
                this.word = word;
            }

            /// As Kubernetes names it.
            public String word() {
                return word;
            }
        }

        public GatewayRoute {
            Check.text("name of the route", name, 253);
            Check.text("host", host, Track.LONGEST_HOST);
        }

        @Override
        public String title() {
            return kind.word() + " " + name;
        }
    }

    /// Plain Kubernetes: a Service spreads requests over all ready pods, so a track's share is that of its pods.
    ///
    /// @param service that selects all tracks
    record ReplicaShare(String service) implements Route {
        public ReplicaShare {
            Check.text("service", service, 63);
        }

        @Override
        public String host() {
            return service;
        }

        @Override
        public String title() {
            return "Service " + service;
        }
    }

    private static List<MeshRoute> checked(List<MeshRoute> routes) {
        if (routes.isEmpty() || routes.size() > 20) {
            throw new IllegalArgumentException("routes are " + routes.size() + "; allowed are 1 to 20");
        }
        return List.copyOf(routes);
    }

    private static String titled(List<MeshRoute> routes) {
        return routes.stream()
                .map(MeshRoute::virtualService)
                .distinct()
                .collect(Collectors.joining(", ", "VirtualService ", ""));
    }
}
