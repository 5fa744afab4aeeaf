package io.gennaker.deployer.testing;

import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.Route;
import io.gennaker.deployer.plan.Restoration;
import io.gennaker.deployer.task.IntendedWeights;
import io.gennaker.deployer.task.PreviousObjects;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The deployer's tables in memory.
public final class FakeRecords implements PreviousObjects, IntendedWeights {
    private final Map<OperationId, List<Restoration.Previous>> previous = new HashMap<>();
    private final Map<Route, Intention> intended = new HashMap<>();
    private final Map<Route, Intention> reached = new HashMap<>();

    @Override
    public void record(OperationId apply, List<Restoration.Previous> found) {
        previous.putIfAbsent(apply, List.copyOf(found));
    }

    @Override
    public List<Restoration.Previous> of(OperationId apply) {
        return previous.getOrDefault(apply, List.of());
    }

    @Override
    public void intend(Intention intention) {
        intended.put(intention.route(), intention);
    }

    @Override
    public Optional<OperationId> newest(ClusterTarget cluster, String namespace, Route route) {
        return Optional.ofNullable(intended.get(route)).map(Intention::operation);
    }

    @Override
    public void reached(Intention intention) {
        reached.put(intention.route(), intention);
    }

    public Optional<Intention> lastReached(Route route) {
        return Optional.ofNullable(reached.get(route));
    }
}
