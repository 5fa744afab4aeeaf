package io.gennaker.pipeline;

import io.gennaker.contracts.Digest;
import io.gennaker.pipeline.definition.TextPattern;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/// Which pipelines a move of a channel takes along. Pure: the order in which they come is fixed by their names, so
/// that a larger percentage always holds what a smaller one held.
///
/// @param percent of all pipelines on the channel that have the version afterwards; 0: only those that are named
/// @param patterns of names that come along anyway: `*` is any characters, `?` one
public record Wave(int percent, List<String> patterns) {
    private static final int ALL = 100;

    public Wave {
        if (percent < 0 || percent > ALL) {
            throw new IllegalArgumentException("percent is " + percent + "; allowed is 0 to " + ALL);
        }
        patterns = List.copyOf(patterns);
    }

    /// Whether nothing stays behind, so that the channel has the version from then on.
    public boolean isWhole() {
        return percent == ALL;
    }

    /// Names of those that come along.
    ///
    /// @param pipelines on the channel, and whether each has the version already
    public SortedSet<String> choose(Map<String, Boolean> pipelines) {
        var behind = new TreeSet<String>();
        pipelines.forEach((name, has) -> {
            if (!has) {
                behind.add(name);
            }
        });
        var chosen = new TreeSet<String>();
        behind.stream().filter(this::isNamed).forEach(chosen::add);
        int have = pipelines.size() - behind.size() + chosen.size();
        int wanted = Math.ceilDiv(pipelines.size() * percent, ALL);
        behind.stream()
                .filter(name -> !chosen.contains(name))
                .sorted(Comparator.comparing(name -> Digest.of(name).value()))
                .limit(Math.max(0, wanted - have))
                .forEach(chosen::add);
        return chosen;
    }

    private boolean isNamed(String name) {
        return patterns.stream().anyMatch(pattern -> new TextPattern.Glob(pattern).fits(name));
    }
}
