package io.gennaker.deployer.traffic;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.Route;
import io.gennaker.contracts.Track;
import io.gennaker.deployer.resource.Value;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The weighted destinations of one HTTP route, told apart by whose they are.
///
/// @param entries in the order of the route
record Destinations(List<Entry> entries) {
    private static final Pattern VARIANT = Pattern.compile("(baseline|canary)-[0-9a-f]{10}");

    /// Whose a destination is.
    enum Part {
        /// The host without a subset: what a route is before its first canary.
        PLAIN,
        RELEASE,
        BASELINE,
        CANARY,
        /// A baseline or canary of another execution.
        OTHER_VARIANT,
        /// Another host, or a subset that somebody else named.
        FOREIGN
    }

    /// One destination as written.
    record Entry(Part part, Value written, int weight) {
        String subset() {
            return written.at("destination", "subset").textOr("");
        }
    }

    static Destinations of(Value httpRoute, Route route, ExecutionId execution, String namespace) {
        List<Value> written = httpRoute.at("route").items();
        return new Destinations(written.stream()
                .map(entry -> new Entry(
                        part(entry.at("destination"), route, execution, namespace),
                        entry,
                        // A destination without a weight gets all when it is alone, and nothing beside others.
                        entry.at("weight").numberOr(written.size() == 1 ? 100 : 0)))
                .toList());
    }

    private static Part part(Value destination, Route route, ExecutionId execution, String namespace) {
        if (!Hosts.areSame(destination.at("host").textOr(""), route.host(), namespace)) {
            return Part.FOREIGN;
        }
        String subset = destination.at("subset").text();
        if (subset == null) {
            return Part.PLAIN;
        }
        if (subset.equals(Track.RELEASE.subset(execution))) {
            return Part.RELEASE;
        }
        if (subset.equals(Track.BASELINE.subset(execution))) {
            return Part.BASELINE;
        }
        if (subset.equals(Track.CANARY.subset(execution))) {
            return Part.CANARY;
        }
        return VARIANT.matcher(subset).matches() ? Part.OTHER_VARIANT : Part.FOREIGN;
    }

    int total() {
        return entries.stream().mapToInt(Entry::weight).sum();
    }

    int weight(Part part) {
        return entries.stream()
                .filter(entry -> entry.part() == part)
                .mapToInt(Entry::weight)
                .sum();
    }

    int weight(Track track) {
        return weight(
                switch (track) {
                    case RELEASE -> Part.RELEASE;
                    case BASELINE -> Part.BASELINE;
                    case CANARY -> Part.CANARY;
                });
    }

    boolean has(Part part) {
        return entries.stream().anyMatch(entry -> entry.part() == part);
    }

    /// The destination whose port and headers new ones take over.
    @Nullable
    Entry model() {
        return entries.stream()
                .filter(entry -> entry.part() == Part.RELEASE || entry.part() == Part.PLAIN)
                .findFirst()
                .or(() -> entries.stream()
                        .filter(entry -> entry.part() == Part.BASELINE || entry.part() == Part.CANARY)
                        .findFirst())
                .orElse(null);
    }
}
