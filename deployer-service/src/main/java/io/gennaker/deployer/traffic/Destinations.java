package io.gennaker.deployer.traffic;

import io.gennaker.contracts.Track;
import io.gennaker.deployer.resource.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The weighted destinations of one rule, told apart by whose they are.
///
/// @param entries in the order of the rule
record Destinations(List<Entry> entries) {
    /// Whose a destination is.
    enum Part {
        /// The host as it is: what a route leads to before its first canary.
        PLAIN,
        RELEASE,
        BASELINE,
        CANARY,
        /// A baseline or canary of another execution.
        OTHER_VARIANT,
        /// Another host, or a subset that somebody else named.
        FOREIGN;

        static Part of(Track track) {
            return switch (track) {
                case RELEASE -> RELEASE;
                case BASELINE -> BASELINE;
                case CANARY -> CANARY;
            };
        }

        boolean isVariant() {
            return this == BASELINE || this == CANARY;
        }
    }

    /// One destination as written.
    ///
    /// @param name in words
    record Entry(Part part, Value written, String name, int weight) {}

    static Destinations of(Value rule, Form form) {
        List<Value> written = rule.at(form.destinations()).items();
        return new Destinations(written.stream()
                .map(entry -> new Entry(form.part(entry), entry, form.name(entry), form.weight(entry, written.size())))
                .toList());
    }

    /// Whether a rule leads to variants only: it is a detour, not a route to share.
    static boolean isDetour(Value rule, Form form) {
        List<Value> written = rule.at(form.destinations()).items();
        return !written.isEmpty()
                && written.stream().map(form::part).allMatch(part -> part == Part.CANARY || part == Part.OTHER_VARIANT);
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

    /// The destination whose port and headers new ones take over.
    @Nullable
    Entry model() {
        return entries.stream()
                .filter(entry -> entry.part() == Part.RELEASE || entry.part() == Part.PLAIN)
                .findFirst()
                .or(() -> entries.stream()
                        .filter(entry -> entry.part().isVariant())
                        .findFirst())
                .orElse(null);
    }
}
