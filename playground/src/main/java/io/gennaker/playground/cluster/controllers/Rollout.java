package io.gennaker.playground.cluster.controllers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A rolling update in numbers, and the sizes that come next. Follows the deployment controller of Kubernetes: never
/// more than `replicas + maxSurge` pods, never fewer than `replicas - maxUnavailable` available ones.
///
/// @param replicas wanted in all
/// @param maxSurge pods allowed above it
/// @param maxUnavailable pods that may be missing
/// @param fresh the replica set of the wanted template
/// @param old the others, oldest first
record Rollout(int replicas, int maxSurge, int maxUnavailable, Size fresh, List<Size> old) {

    /// How large a replica set is.
    ///
    /// @param wanted pods it is told to have
    /// @param available pods that have been ready long enough
    record Size(String name, int wanted, int available) {}

    Rollout {
        old = List.copyOf(old);
    }

    /// Reads `25%` or `3` as a number of pods.
    static int resolve(String text, int replicas, boolean up) {
        if (!text.endsWith("%")) {
            return Integer.parseInt(text);
        }
        var exact = Integer.parseInt(text.substring(0, text.length() - 1)) * replicas / 100.0;
        return (int) (up ? Math.ceil(exact) : Math.floor(exact));
    }

    /// Neither surge nor shortage allowed would never move, so one pod may be missing.
    static Rollout of(int replicas, String maxSurge, String maxUnavailable, Size fresh, List<Size> old) {
        var surge = resolve(maxSurge, replicas, true);
        var unavailable = resolve(maxUnavailable, replicas, false);
        if (surge == 0 && unavailable == 0) {
            unavailable = 1;
        }
        return new Rollout(replicas, surge, Math.min(unavailable, replicas), fresh, old);
    }

    /// The size that the fresh replica set should have now.
    int freshSize() {
        if (fresh.wanted >= replicas) {
            return replicas;
        }
        var room = replicas + maxSurge - allWanted();
        return room <= 0 ? fresh.wanted : fresh.wanted + Math.min(room, replicas - fresh.wanted);
    }

    /// The sizes that the old replica sets should have now: pods that do not work go first, then as many working ones
    /// as the fresh ones that are available allow.
    Map<String, Integer> oldSizes() {
        var sizes = new LinkedHashMap<String, Integer>();
        old.forEach(size -> sizes.put(size.name, size.wanted));
        var minimum = replicas - maxUnavailable;
        var freshMissing = Math.max(0, fresh.wanted - fresh.available);
        var removable = allWanted() - minimum - freshMissing;
        removable = dropBroken(sizes, removable);
        var surplus = Math.min(
                Math.max(0, removable),
                fresh.available + old.stream().mapToInt(Size::available).sum() - minimum);
        for (var size : old) {
            var drop = Math.min(Math.max(0, surplus), sizes.getOrDefault(size.name, 0));
            sizes.merge(size.name, -drop, Integer::sum);
            surplus -= drop;
        }
        return sizes;
    }

    private int dropBroken(Map<String, Integer> sizes, int removable) {
        var left = removable;
        for (var size : old) {
            var drop = Math.min(Math.max(0, left), Math.max(0, size.wanted - size.available));
            sizes.merge(size.name, -drop, Integer::sum);
            left -= drop;
        }
        return left;
    }

    private int allWanted() {
        return fresh.wanted + old.stream().mapToInt(Size::wanted).sum();
    }

    /// The fewest available pods with which the deployment counts as available.
    int minimumAvailable() {
        return replicas - maxUnavailable;
    }
}
