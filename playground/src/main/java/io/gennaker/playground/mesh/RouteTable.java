package io.gennaker.playground.mesh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.playground.cluster.storage.ObjectStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The routing configuration of a cluster at one moment: what VirtualServices, HTTPRoutes, DestinationRules and
/// Services
/// say together. Immutable. Of two routing objects for one host the older wins.
final class RouteTable {

    private static final Comparator<ObjectNode> OLDEST_FIRST = Comparator.<ObjectNode, String>comparing(
                    object -> object.path("metadata").path("creationTimestamp").asText())
            .thenComparing(object -> object.path("metadata").path("namespace").asText())
            .thenComparing(object -> object.path("metadata").path("name").asText());

    private final Map<String, List<Route>> byHost = new HashMap<>();
    private final TreeMap<String, List<Route>> byWildcard =
            new TreeMap<>(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
    private final Map<String, Service> services = new HashMap<>();
    private final Map<ServiceName, Map<String, Map<String, String>>> subsets = new HashMap<>();

    /// One rule: the first whose condition holds takes the request.
    ///
    /// @param conditions any of them; none means always
    record Route(List<Matching> conditions, List<Destination> destinations) {

        boolean takes(MeshRequest request) {
            return conditions.isEmpty() || conditions.stream().anyMatch(condition -> condition.matches(request));
        }
    }

    /// @param subset empty for the whole service
    record Destination(ServiceName service, String subset, int weight) {}

    /// A service that exists.
    record Service(ServiceName name, Map<String, String> selector) {}

    private RouteTable() {}

    static RouteTable read(ObjectStore store) {
        var table = new RouteTable();
        sorted(store, "services").forEach(table::addService);
        sorted(store, "destinationrules.networking.istio.io").forEach(table::addDestinationRule);
        sorted(store, "virtualservices.networking.istio.io").forEach(table::addVirtualService);
        sorted(store, "httproutes.gateway.networking.k8s.io").forEach(table::addHttpRoute);
        return table;
    }

    private static Stream<ObjectNode> sorted(ObjectStore store, String resource) {
        return store.list(resource, null).objects().stream().sorted(OLDEST_FIRST);
    }

    /// The rules for a host in order; empty when nobody has rules for it.
    Optional<List<Route>> routesFor(String host) {
        var exact = byHost.get(host);
        if (exact != null) {
            return Optional.of(exact);
        }
        return byWildcard.entrySet().stream()
                .filter(entry -> host.endsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /// The service that a host names, for hosts without rules.
    Optional<Service> serviceFor(String host) {
        return Optional.ofNullable(services.get(host));
    }

    Optional<Service> service(ServiceName name) {
        return Optional.ofNullable(services.get(name.host()));
    }

    /// The labels of a subset; empty when no DestinationRule defines it.
    Optional<Map<String, String>> subset(ServiceName service, String name) {
        return Optional.ofNullable(subsets.getOrDefault(service, Map.of()).get(name));
    }

    private void addService(ObjectNode object) {
        var name = new ServiceName(name(object), namespace(object));
        var service = new Service(name, texts(object.path("spec").path("selector")));
        name.aliases().forEach(alias -> {
            if (name.namespace().equals("default")) {
                services.put(alias, service);
            } else {
                services.putIfAbsent(alias, service);
            }
        });
    }

    private void addDestinationRule(ObjectNode object) {
        var service = ServiceName.of(object.path("spec").path("host").asText(), namespace(object));
        var known = subsets.computeIfAbsent(service, _ -> new HashMap<>());
        for (var subset : object.path("spec").path("subsets")) {
            known.putIfAbsent(subset.path("name").asText(), texts(subset.path("labels")));
        }
    }

    private void addVirtualService(ObjectNode object) {
        var namespace = namespace(object);
        var routes = new ArrayList<Route>();
        for (var route : object.path("spec").path("http")) {
            var conditions = new ArrayList<Matching>();
            route.path("match").forEach(match -> conditions.add(Matching.ofVirtualService(match)));
            routes.add(new Route(conditions, destinations(route.path("route"), namespace)));
        }
        object.path("spec").path("hosts").forEach(host -> addHost(host.asText(), namespace, routes));
    }

    private static List<Destination> destinations(JsonNode route, String namespace) {
        var destinations = new ArrayList<Destination>();
        for (var entry : route) {
            var destination = entry.path("destination");
            destinations.add(new Destination(
                    ServiceName.of(destination.path("host").asText(), namespace),
                    destination.path("subset").asText(""),
                    route.size() == 1 ? 1 : entry.path("weight").asInt()));
        }
        return destinations;
    }

    private void addHttpRoute(ObjectNode object) {
        var namespace = namespace(object);
        var routes = new ArrayList<Route>();
        for (var rule : object.path("spec").path("rules")) {
            var conditions = new ArrayList<Matching>();
            rule.path("matches").forEach(match -> conditions.add(Matching.ofHttpRoute(match)));
            var destinations = new ArrayList<Destination>();
            for (var backend : rule.path("backendRefs")) {
                var service = new ServiceName(
                        backend.path("name").asText(), backend.path("namespace").asText(namespace));
                destinations.add(
                        new Destination(service, "", backend.path("weight").asInt(1)));
            }
            routes.add(new Route(conditions, destinations));
        }
        object.path("spec").path("hostnames").forEach(host -> addHost(host.asText(), namespace, routes));
        for (var parent : object.path("spec").path("parentRefs")) {
            if (parent.path("kind").asText().equals("Service")) {
                addHost(parent.path("name").asText(), parent.path("namespace").asText(namespace), routes);
            }
        }
    }

    private void addHost(String host, String namespace, List<Route> routes) {
        if (host.startsWith("*")) {
            byWildcard.putIfAbsent(host.substring(1), routes);
        } else if (ServiceName.isServiceHost(host)) {
            ServiceName.of(host, namespace).aliases().forEach(alias -> byHost.putIfAbsent(alias, routes));
        } else {
            byHost.putIfAbsent(host, routes);
        }
    }

    private static Map<String, String> texts(JsonNode map) {
        var texts = new HashMap<String, String>();
        map.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return Map.copyOf(texts);
    }

    private static String name(JsonNode object) {
        return object.path("metadata").path("name").asText();
    }

    private static String namespace(JsonNode object) {
        return object.path("metadata").path("namespace").asText();
    }
}
