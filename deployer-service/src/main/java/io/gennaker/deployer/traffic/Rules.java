package io.gennaker.deployer.traffic;

import io.gennaker.contracts.MeshRoute;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Finds the rule whose destinations share traffic.
///
/// @param list the rules' key below `spec`
/// @param word what a rule is called in messages
record Rules(Resource carrier, String list, String word, Form form) {
    /// A rule and its place in the list.
    ///
    /// @param alsoDriven places of the rules that are driven beside it
    record Found(Rules rules, int index, Value rule, Set<Integer> alsoDriven) {
        Found {
            alsoDriven = Set.copyOf(alsoDriven);
        }

        /// This one where these are driven with it, whatever object and list they are of.
        Found beside(List<Found> driven) {
            return new Found(
                    rules,
                    index,
                    rule,
                    driven.stream()
                            .filter(other -> other.rules.equals(rules))
                            .map(Found::index)
                            .collect(Collectors.toSet()));
        }

        String path() {
            return "/spec/" + rules.list + "/" + index;
        }

        boolean steers() {
            return rules.list.equals("http") || rules.list.equals("rules");
        }

        /// Places of the rule's neighbours that are not driven themselves.
        List<Integer> others() {
            return IntStream.range(0, rules.all().size())
                    .filter(other -> other != index && !alsoDriven.contains(other))
                    .boxed()
                    .toList();
        }
    }

    List<Value> all() {
        return carrier.at("spec", list).items();
    }

    static Found find(Resource virtualService, MeshRoute route, Form form) {
        return switch (route) {
            case MeshRoute.Http(var _, var name) ->
                new Rules(virtualService, "http", "http route", form).named("http", name);
            case MeshRoute.Tls(var _, var port, var hosts) ->
                new Rules(virtualService, "tls", "tls route", form)
                        .matching(rule -> matches(rule, port, hosts), described("tls", port, hosts));
            case MeshRoute.Tcp(var _, var port) ->
                new Rules(virtualService, "tcp", "tcp route", form)
                        .matching(rule -> matches(rule, port, List.of()), described("tcp", port, List.of()));
        };
    }

    private static boolean matches(Value rule, @Nullable Integer port, List<String> hosts) {
        return port == null && hosts.isEmpty()
                || rule.at("match").items().stream()
                        .anyMatch(match -> (port == null || match.at("port").numberOr(-1) == port)
                                && (hosts.isEmpty()
                                        || texts(match.at("sniHosts")).equals(List.copyOf(hosts))));
    }

    private static List<String> texts(Value list) {
        return list.items().stream().map(item -> item.textOr("")).toList();
    }

    private static String described(String protocol, @Nullable Integer port, List<String> hosts) {
        return protocol + " route" + (port == null ? "" : " with port " + port)
                + (hosts.isEmpty() ? "" : " with sniHosts " + String.join(", ", hosts));
    }

    /// @param key of the definition's route that says the name
    Found named(String key, @Nullable String name) {
        checkAny();
        return name == null ? only("say which one in the route's '" + key + "'") : withName(name);
    }

    /// The only rule that shares traffic: one that leads to variants alone picks requests out.
    private Found only(String advice) {
        List<Value> rules = all();
        List<Integer> sharing = IntStream.range(0, rules.size())
                .filter(index -> !Destinations.isDetour(rules.get(index), form))
                .boxed()
                .toList();
        if (sharing.size() > 1) {
            throw new RouteRefusal(carrier + " has " + sharing.size() + " " + word + "s (" + names() + "); " + advice);
        }
        // Where a variant has everything, its rule is the last: detours stand above it.
        return found(sharing.isEmpty() ? rules.size() - 1 : sharing.getFirst());
    }

    private Found withName(String name) {
        List<Value> rules = all();
        List<Integer> found = IntStream.range(0, rules.size())
                .filter(index -> rules.get(index).at("name").is(name))
                .boxed()
                .toList();
        if (found.size() != 1) {
            throw new RouteRefusal(carrier + " has " + found.size() + " " + word + "s named " + name
                    + "; exactly one is needed; found " + names());
        }
        return found(found.getFirst());
    }

    private Found matching(Predicate<Value> wanted, String described) {
        checkAny();
        List<Integer> found = IntStream.range(0, all().size())
                .filter(index -> wanted.test(all().get(index)))
                .boxed()
                .toList();
        if (found.size() != 1) {
            throw new RouteRefusal(carrier + " has " + found.size() + " of its " + all().size() + " " + word
                    + "s that are a " + described + "; exactly one is needed: name its port or all its sniHosts");
        }
        return found(found.getFirst());
    }

    private void checkAny() {
        if (all().isEmpty()) {
            throw new RouteRefusal(carrier + " has no " + word + "s");
        }
    }

    private Found found(int index) {
        Value rule = all().get(index);
        if (!rule.at(form.destinations()).isPresent()) {
            Optional<String> delegate =
                    Optional.ofNullable(rule.at("delegate", "name").text());
            throw new RouteRefusal(word + " " + name(rule, index) + " of " + carrier + " has no destinations ("
                    + delegate.map(name -> "it delegates to VirtualService " + name + ": name that one")
                            .orElse("it redirects or answers itself")
                    + "); weights need destinations");
        }
        return new Found(this, index, rule, Set.of());
    }

    private String names() {
        return IntStream.range(0, all().size())
                .mapToObj(index -> name(all().get(index), index))
                .collect(Collectors.joining(", "));
    }

    private static String name(Value rule, int index) {
        return rule.at("name").textOr("unnamed (number " + (index + 1) + ")");
    }
}
