package io.gennaker.playground.mesh;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/// What the gateway knows at one moment: routing rules and ready pods. Decides about requests. Immutable but for a
/// cache.
final class RoutingState {

    private final RouteTable routes;
    private final List<Endpoint> endpoints;
    private final Map<RouteTable.Destination, List<Endpoint>> chosen = new ConcurrentHashMap<>();

    RoutingState(RouteTable routes, List<Endpoint> endpoints) {
        this.routes = routes;
        this.endpoints = List.copyOf(endpoints);
    }

    RoutingState with(RouteTable fresh) {
        return new RoutingState(fresh, endpoints);
    }

    RoutingState with(List<Endpoint> fresh) {
        return new RoutingState(routes, fresh);
    }

    Decision decide(MeshRequest request, RandomGenerator random) {
        var rules = routes.routesFor(request.host());
        if (rules.isPresent()) {
            return rules.get().stream()
                    .filter(route -> route.takes(request))
                    .findFirst()
                    .map(route -> follow(route, random))
                    .orElseGet(RoutingState::noRoute);
        }
        return routes.serviceFor(request.host())
                .map(service -> forward(new RouteTable.Destination(service.name(), "", 1)))
                .orElseGet(RoutingState::noRoute);
    }

    Decision decide(MeshConnection connection, RandomGenerator random) {
        return routes.connections()
                .destinations(connection)
                .flatMap(destinations -> pick(destinations, random))
                .map(this::forward)
                .orElseGet(RoutingState::noRoute);
    }

    private Decision follow(RouteTable.Route route, RandomGenerator random) {
        var decision = pick(route.destinations(), random).map(this::forward).orElseGet(RoutingState::noRoute);
        return decision instanceof Decision.Forward(var service, var candidates, var _)
                        && !route.mirrors().isEmpty()
                ? new Decision.Forward(service, candidates, copies(route.mirrors(), random))
                : decision;
    }

    /// A copy that finds no pod is lost without a word.
    private List<Decision.Forward> copies(List<RouteTable.Mirror> mirrors, RandomGenerator random) {
        return mirrors.stream()
                .filter(mirror -> random.nextDouble() * 100 < mirror.percent())
                .map(mirror -> forward(mirror.destination()))
                .filter(Decision.Forward.class::isInstance)
                .map(Decision.Forward.class::cast)
                .toList();
    }

    private static Decision noRoute() {
        return new Decision.Refuse(Decision.Refusal.NO_ROUTE, Optional.empty());
    }

    /// By weight, as shares of the weights' sum.
    private static Optional<RouteTable.Destination> pick(
            List<RouteTable.Destination> destinations, RandomGenerator random) {
        var total =
                destinations.stream().mapToInt(RouteTable.Destination::weight).sum();
        if (total <= 0) {
            return Optional.empty();
        }
        var drawn = random.nextInt(total);
        for (var destination : destinations) {
            drawn -= destination.weight();
            if (drawn < 0) {
                return Optional.of(destination);
            }
        }
        throw new IllegalStateException("A draw below the sum of the weights falls on one of them");
    }

    private Decision forward(RouteTable.Destination destination) {
        var service = destination.service();
        var known = routes.service(service).isPresent()
                && (destination.subset().isEmpty()
                        || routes.subset(service, destination.subset()).isPresent());
        if (!known) {
            return new Decision.Refuse(Decision.Refusal.NO_CLUSTER, Optional.of(service));
        }
        var candidates = chosen.computeIfAbsent(destination, this::candidates);
        return candidates.isEmpty()
                ? new Decision.Refuse(Decision.Refusal.NO_HEALTHY_UPSTREAM, Optional.of(service))
                : new Decision.Forward(service, candidates, List.of());
    }

    private List<Endpoint> candidates(RouteTable.Destination destination) {
        var service = routes.service(destination.service()).orElseThrow();
        var subset = routes.subset(destination.service(), destination.subset()).orElse(Map.of());
        var found = new ArrayList<Endpoint>();
        for (var endpoint : endpoints) {
            if (!service.selector().isEmpty()
                    && endpoint.pod().namespace().equals(destination.service().namespace())
                    && endpoint.hasLabels(service.selector())
                    && endpoint.hasLabels(subset)) {
                found.add(endpoint);
            }
        }
        return List.copyOf(found);
    }
}
