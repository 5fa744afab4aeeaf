package io.gennaker.deployer.traffic;

import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Finds the routing objects that lead somewhere.
final class Mentions {
    private Mentions() {}

    /// Those whose spec has such a destination anywhere, in words; empty when there is none.
    static Optional<String> in(List<Resource> routes, Predicate<Value> isThere) {
        String found = routes.stream()
                .filter(route -> within(route.at("spec"), isThere))
                .map(Resource::toString)
                .collect(Collectors.joining(", "));
        return found.isEmpty() ? Optional.empty() : Optional.of(found);
    }

    private static boolean within(Value value, Predicate<Value> isThere) {
        return isThere.test(value)
                || value.fields().values().stream().anyMatch(part -> within(part, isThere))
                || value.items().stream().anyMatch(part -> within(part, isThere));
    }
}
