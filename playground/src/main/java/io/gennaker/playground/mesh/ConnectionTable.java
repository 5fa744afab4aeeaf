package io.gennaker.playground.mesh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.playground.mesh.RouteTable.Destination;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The `tls` and `tcp` rules of VirtualServices at one moment. A connection is told by the address and port that it
/// goes to, and by the name that its TLS greeting asks for: nothing else of it can be seen.
final class ConnectionTable {

    private final List<Rule> tls = new ArrayList<>();
    private final List<Rule> tcp = new ArrayList<>();
    private final Map<String, ServiceName> byAddress = new HashMap<>();

    /// @param services that the rules' hosts name
    /// @param ports any without one
    /// @param names that a TLS greeting asks for
    private record Rule(
            Set<ServiceName> services, Set<Integer> ports, Set<String> names, List<Destination> destinations) {

        boolean takesPort(int port) {
            return ports.isEmpty() || ports.contains(port);
        }
    }

    void addService(ObjectNode service, ServiceName name) {
        var address = service.path("spec").path("clusterIP").asText();
        if (!address.isEmpty() && !address.equals("None")) {
            byAddress.put(address, name);
        }
    }

    void addVirtualService(ObjectNode object, String namespace) {
        var services = new HashSet<ServiceName>();
        object.path("spec").path("hosts").forEach(host -> services.add(ServiceName.of(host.asText(), namespace)));
        object.path("spec").path("tls").forEach(rule -> tls.add(read(rule, services, namespace)));
        object.path("spec").path("tcp").forEach(rule -> tcp.add(read(rule, services, namespace)));
    }

    private static Rule read(JsonNode rule, Set<ServiceName> services, String namespace) {
        var ports = new HashSet<Integer>();
        var names = new HashSet<String>();
        for (var match : rule.path("match")) {
            if (match.has("port")) {
                ports.add(match.path("port").asInt());
            }
            match.path("sniHosts").forEach(name -> names.add(name.asText()));
        }
        return new Rule(services, ports, names, RouteTable.destinations(rule.path("route"), namespace));
    }

    /// Where a connection may go, by weight; the service of its address where no rule takes it; empty when there is no
    /// such service.
    Optional<List<Destination>> destinations(MeshConnection connection) {
        if (!connection.serverName().isEmpty()) {
            var byName = tls.stream()
                    .filter(rule -> rule.names().contains(connection.serverName()))
                    .filter(rule -> rule.takesPort(connection.port()))
                    .findFirst();
            if (byName.isPresent()) {
                return byName.map(Rule::destinations);
            }
        }
        return Optional.ofNullable(byAddress.get(connection.address()))
                .map(service -> tcp.stream()
                        .filter(rule -> rule.services().contains(service) && rule.takesPort(connection.port()))
                        .findFirst()
                        .map(Rule::destinations)
                        .orElseGet(() -> List.of(new Destination(service, "", 1))));
    }
}
