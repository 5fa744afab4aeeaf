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
import java.util.function.Function;
import java.util.stream.Stream;

/// The routing configuration of a cluster at one moment: what VirtualServices, HTTPRoutes, DestinationRules and
/// Services say together. Immutable. Of two routing objects for one host the older wins.
final class RouteTable {

    private static final Comparator<ObjectNode> OLDEST_FIRST = Comparator.<ObjectNode, String>comparing(
                    object -> object.path("metadata").path("creationTimestamp").asText())
            .thenComparing(object -> object.path("metadata").path("namespace").asText())
            .thenComparing(object -> object.path("metadata").path("name").asText());

    private final Map<String, List<Route>> byHost = new HashMap<>();
    private final TreeMap<String, List<Route>> byWildcard =
            new TreeMap<>(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
    /// VirtualServices without hosts, which others may name.
    private final Map<ServiceName, ObjectNode> delegates = new HashMap<>();
    private final Map<String, Service> services = new HashMap<>();
    private final Map<ServiceName, Map<String, Map<String, String>>> subsets = new HashMap<>();
    private final ConnectionTable connections = new ConnectionTable();

    /// One rule: the first whose condition holds takes the request.
    ///
    /// @param conditions any of them; none means always
    /// @param mirrors who gets a copy
    record Route(List<Matching> conditions, List<Destination> destinations, List<Mirror> mirrors) {

        boolean takes(MeshRequest request) {
            return conditions.isEmpty() || conditions.stream().anyMatch(condition -> condition.matches(request));
        }
    }

    /// @param percent of the requests
    record Mirror(Destination destination, double percent) {}

    /// @param subset empty for the whole service
    record Destination(ServiceName service, String subset, int weight) {}

    /// A service that exists.
    record Service(ServiceName name, Map<String, String> selector) {}

    private RouteTable() {}

    static RouteTable read(ObjectStore store) {
        var table = new RouteTable();
        sorted(store, "services").forEach(table::addService);
        sorted(store, "destinationrules.networking.istio.io").forEach(table::addDestinationRule);
        sorted(store, "virtualservices.networking.istio.io").forEach(table::addDelegate);
        sorted(store, "virtualservices.networking.istio.io").forEach(table::addVirtualService);
        sorted(store, "httproutes.gateway.networking.k8s.io")
                .forEach(route -> table.addRoute(route, Matching::ofHttpRoute));
        sorted(store, "grpcroutes.gateway.networking.k8s.io")
                .forEach(route -> table.addRoute(route, Matching::ofGrpcRoute));
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

    ConnectionTable connections() {
        return connections;
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
        connections.addService(object, name);
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
            var delegate = route.path("delegate");
            if (delegate.isObject()) {
                routes.addAll(delegated(conditions(route), delegate, namespace));
            } else {
                routes.add(rule(route, namespace));
            }
        }
        if (object.path("spec").has("http")) {
            object.path("spec").path("hosts").forEach(host -> addHost(host.asText(), namespace, routes));
        }
        connections.addVirtualService(object, namespace);
    }

    private void addDelegate(ObjectNode object) {
        if (object.path("spec").path("hosts").isEmpty()) {
            delegates.putIfAbsent(new ServiceName(name(object), namespace(object)), object);
        }
    }

    /// The rules of a delegate, each under the conditions of the rule that names it as well.
    private List<Route> delegated(List<Matching> outer, JsonNode reference, String namespace) {
        var home = reference.path("namespace").asText(namespace);
        var delegate = delegates.get(new ServiceName(reference.path("name").asText(), home));
        var routes = new ArrayList<Route>();
        if (delegate != null) {
            for (var inner : delegate.path("spec").path("http")) {
                var rule = rule(inner, home);
                routes.add(new Route(Matching.both(outer, rule.conditions()), rule.destinations(), rule.mirrors()));
            }
        }
        return routes;
    }

    private static Route rule(JsonNode route, String namespace) {
        return new Route(conditions(route), destinations(route.path("route"), namespace), mirrors(route, namespace));
    }

    private static List<Matching> conditions(JsonNode route) {
        var conditions = new ArrayList<Matching>();
        route.path("match").forEach(match -> conditions.add(Matching.ofVirtualService(match)));
        return conditions;
    }

    private static List<Mirror> mirrors(JsonNode route, String namespace) {
        var mirrors = new ArrayList<Mirror>();
        if (route.path("mirror").isObject()) {
            var percent = route.path("mirrorPercentage").path("value").asDouble(100);
            mirrors.add(new Mirror(destination(route.path("mirror"), namespace, 1), percent));
        }
        for (var mirror : route.path("mirrors")) {
            var percent = mirror.path("percentage").path("value").asDouble(100);
            mirrors.add(new Mirror(destination(mirror.path("destination"), namespace, 1), percent));
        }
        return mirrors;
    }

    private static Destination destination(JsonNode destination, String namespace, int weight) {
        return new Destination(
                ServiceName.of(destination.path("host").asText(), namespace),
                destination.path("subset").asText(""),
                weight);
    }

    static List<Destination> destinations(JsonNode route, String namespace) {
        var destinations = new ArrayList<Destination>();
        for (var entry : route) {
            destinations.add(destination(
                    entry.path("destination"),
                    namespace,
                    route.size() == 1 ? 1 : entry.path("weight").asInt()));
        }
        return destinations;
    }

    private void addRoute(ObjectNode object, Function<JsonNode, Matching> matching) {
        var namespace = namespace(object);
        var routes = new ArrayList<Route>();
        for (var rule : object.path("spec").path("rules")) {
            var conditions = new ArrayList<Matching>();
            rule.path("matches").forEach(match -> conditions.add(matching.apply(match)));
            var destinations = new ArrayList<Destination>();
            for (var backend : rule.path("backendRefs")) {
                destinations.add(backend(backend, namespace));
            }
            routes.add(new Route(conditions, destinations, mirroring(rule.path("filters"), namespace)));
        }
        object.path("spec").path("hostnames").forEach(host -> addHost(host.asText(), namespace, routes));
        for (var parent : object.path("spec").path("parentRefs")) {
            if (parent.path("kind").asText().equals("Service")) {
                addHost(parent.path("name").asText(), parent.path("namespace").asText(namespace), routes);
            }
        }
    }

    private static Destination backend(JsonNode backend, String namespace) {
        var service = new ServiceName(
                backend.path("name").asText(), backend.path("namespace").asText(namespace));
        return new Destination(service, "", backend.path("weight").asInt(1));
    }

    private static List<Mirror> mirroring(JsonNode filters, String namespace) {
        var mirrors = new ArrayList<Mirror>();
        for (var filter : filters) {
            var mirror = filter.path("requestMirror");
            if (filter.path("type").asText().equals("RequestMirror")) {
                mirrors.add(new Mirror(
                        backend(mirror.path("backendRef"), namespace),
                        mirror.path("percent").asDouble(100)));
            }
        }
        return mirrors;
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
