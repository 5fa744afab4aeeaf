package io.gennaker.deployer.testing;

import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.Route;
import io.gennaker.deployer.drift.DriftRecords;
import io.gennaker.deployer.drift.PastDrift;
import io.gennaker.deployer.plan.Restoration;
import io.gennaker.deployer.resource.ResourceKey;
import io.gennaker.deployer.task.IntendedWeights;
import io.gennaker.deployer.task.OriginalRoutes;
import io.gennaker.deployer.task.PreviousObjects;
import io.gennaker.deployer.traffic.Originals.Original;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// The deployer's tables in memory.
public final class FakeRecords implements PreviousObjects, IntendedWeights, OriginalRoutes, DriftRecords {
    private final Map<OperationId, List<Restoration.Previous>> previous = new ConcurrentHashMap<>();
    private final Set<OperationId> forgotten = ConcurrentHashMap.newKeySet();
    private final Map<ResourceKey, Original> originals = new ConcurrentHashMap<>();
    private final Map<Route, Intention> intended = new ConcurrentHashMap<>();
    private final Map<Route, Intention> reached = new ConcurrentHashMap<>();
    private final Set<OperationId> ended = ConcurrentHashMap.newKeySet();
    private final Map<OperationId, List<PastDrift>> drifts = new ConcurrentHashMap<>();

    @Override
    public Map<String, Integer> countSince(Instant when) {
        return Map.of();
    }

    @Override
    public void record(OperationId apply, List<Restoration.Previous> found) {
        if (!found.isEmpty()) {
            previous.putIfAbsent(apply, List.copyOf(found));
        }
    }

    @Override
    public List<Restoration.Previous> of(OperationId apply) {
        return previous.getOrDefault(apply, List.of());
    }

    @Override
    public boolean isForgotten(OperationId apply) {
        return forgotten.contains(apply);
    }

    /// So much time has passed.
    public void forget(OperationId apply) {
        previous.remove(apply);
        forgotten.add(apply);
    }

    @Override
    public void intend(Intention intention) {
        intended.put(intention.route(), intention);
    }

    @Override
    public Optional<Intention> newest(ClusterTarget cluster, String namespace, Route route) {
        return Optional.ofNullable(intended.get(route));
    }

    @Override
    public void reached(Intention intention) {
        reached.put(intention.route(), intention);
    }

    @Override
    public boolean isUnderWay(Intention intention) {
        return !holds(intention.operation()) && !ended.contains(intention.operation());
    }

    /// An operation ended, well or not.
    public void ended(OperationId operation) {
        ended.add(operation);
    }

    @Override
    public void forget(Intention intention) {
        intended.computeIfPresent(
                intention.route(), (_, newest) -> newest.operation().equals(intention.operation()) ? null : newest);
    }

    @Override
    public Optional<Original> of(ClusterTarget cluster, ResourceKey key) {
        return Optional.ofNullable(originals.get(key));
    }

    @Override
    public void keep(ClusterTarget cluster, ExecutionId execution, List<Original> found) {
        found.forEach(original -> originals.putIfAbsent(original.key(), original));
    }

    @Override
    public void forget(ClusterTarget cluster, List<ResourceKey> keys) {
        keys.forEach(originals::remove);
    }

    @Override
    public List<Intention> inForce() {
        return intended.values().stream()
                .filter(intention -> holds(intention.operation()))
                .filter(intention -> !intention.wanted().isTakingBack())
                .toList();
    }

    @Override
    public boolean holds(OperationId shift) {
        return intended.entrySet().stream()
                .anyMatch(entry -> entry.getValue().operation().equals(shift)
                        && lastReached(entry.getKey())
                                .map(Intention::operation)
                                .filter(shift::equals)
                                .isPresent());
    }

    @Override
    public List<PastDrift> drifts(OperationId shift) {
        return drifts.getOrDefault(shift, List.of());
    }

    @Override
    public void add(OperationId shift, PastDrift drift) {
        drifts.merge(
                shift,
                List.of(drift),
                (one, other) -> Stream.concat(one.stream(), other.stream()).toList());
    }

    @Override
    public void ended(OperationId shift, int number, Instant at) {
        drifts.computeIfPresent(
                shift,
                (_, past) -> past.stream()
                        .map(drift -> drift.number() == number
                                ? new PastDrift(
                                        number, drift.version(), drift.found(), drift.answer(), drift.seenAt(), at)
                                : drift)
                        .toList());
    }

    public Optional<Intention> lastReached(Route route) {
        return Optional.ofNullable(reached.get(route));
    }
}
