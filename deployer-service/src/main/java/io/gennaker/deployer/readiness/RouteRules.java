package io.gennaker.deployer.readiness;

import io.gennaker.contracts.FailureCode;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Health of routing objects: requests that match must have somewhere to go.
///
/// Only what can be seen is judged: hosts of the object's own namespace. A host of another namespace, or outside the
/// cluster, may be known elsewhere.
final class RouteRules {
    private static final List<String> PROTOCOLS = List.of("http", "tls", "tcp");
    private static final Set<String> ROUTE_CONDITIONS = Set.of("Accepted", "ResolvedRefs");

    private final Resource object;
    private final List<Resource> known;

    private RouteRules(Resource object, Surroundings surroundings) {
        this.object = object;
        this.known = surroundings.routing();
    }

    /// Empty where nothing speaks against the object.
    static Optional<Readiness> of(Resource object, Surroundings surroundings) {
        var rules = new RouteRules(object, surroundings);
        List<String> problems =
                switch (object.kind()) {
                    case "VirtualService" -> rules.virtualService();
                    case "DestinationRule" ->
                        rules.missing(object.at("spec", "host").textOr(""));
                    default -> rules.conditions();
                };
        if (problems.isEmpty()) {
            return Optional.empty();
        }
        String text = "broken: "
                + String.join("; ", problems.stream().distinct().limit(3).toList());
        return Optional.of(
                new Readiness.Waiting(text, List.of(new Symptom(FailureCode.ROUTE_INVALID, object.toString(), text))));
    }

    private List<String> virtualService() {
        var problems = new ArrayList<String>();
        destinations().forEach(destination -> {
            String host = destination.at("host").textOr("");
            String subset = destination.at("subset").text();
            List<String> missing = missing(host);
            problems.addAll(missing);
            if (missing.isEmpty() && subset != null && isHere(host) && !hasSubset(host, subset)) {
                problems.add("host " + host + " has no subset " + subset
                        + ": no DestinationRule of this namespace names it, so that its requests get 503");
            }
        });
        return problems;
    }

    private Stream<Value> destinations() {
        return PROTOCOLS.stream()
                .flatMap(protocol -> object.at("spec", protocol).items().stream())
                .flatMap(route -> Stream.of(
                                route.at("route").items().stream().map(entry -> entry.at("destination")),
                                Stream.of(route.at("mirror")),
                                route.at("mirrors").items().stream().map(entry -> entry.at("destination")))
                        .flatMap(all -> all))
                .filter(destination -> destination.at("host").isPresent());
    }

    private List<String> missing(String host) {
        return isHere(host) && named(host).isEmpty()
                ? List.of("host " + host + " does not exist: there is no Service " + shortName(host)
                        + " and no ServiceEntry of that host in this namespace")
                : List.of();
    }

    /// Services, and ServiceEntries, of a host.
    private List<Resource> named(String host) {
        return known.stream()
                .filter(candidate -> switch (candidate.kind()) {
                    case "Service" -> candidate.name().equals(shortName(host));
                    case "ServiceEntry" ->
                        candidate.at("spec", "hosts").items().stream().anyMatch(entry -> entry.is(host));
                    default -> false;
                })
                .toList();
    }

    private boolean hasSubset(String host, String subset) {
        return known.stream()
                .filter(rule -> rule.kind().equals("DestinationRule"))
                .filter(rule -> {
                    String other = rule.at("spec", "host").textOr("");
                    return isHere(other) && shortName(other).equals(shortName(host));
                })
                .flatMap(rule -> rule.at("spec", "subsets").items().stream())
                .anyMatch(entry -> entry.at("name").is(subset));
    }

    /// Whether a host means something of the object's own namespace.
    private boolean isHere(String host) {
        return !host.isEmpty()
                && !host.contains("*")
                && (!host.contains(".") || host.endsWith("." + object.namespace() + ".svc.cluster.local"));
    }

    private static String shortName(String host) {
        return host.split("\\.", 2)[0];
    }

    /// What the gateways say that a route is attached to; none may have spoken yet.
    private List<String> conditions() {
        return object.at("status", "parents").items().stream()
                .flatMap(parent -> parent.at("conditions").items().stream())
                .filter(condition ->
                        ROUTE_CONDITIONS.contains(condition.at("type").textOr("")))
                .filter(condition -> condition.at("status").is("False"))
                .map(condition -> condition.at("reason").textOr("refused") + ", "
                        + PodTrouble.shortened(condition.at("message").textOr("no message")))
                .toList();
    }
}
