package io.gennaker.deployer.drift;

import io.gennaker.contracts.OperationId;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What is remembered of shifts in force and their drifts. All but [#countSince] belong inside a running transaction.
public interface DriftRecords {
    /// How often routes were found otherwise since then, by the cluster's context.
    Map<String, Integer> countSince(Instant when);

    /// Whether the shift is still in force; until the transaction ends, no newer one can begin.
    boolean holds(OperationId shift);

    /// The newest drifts of a shift, oldest first.
    List<PastDrift> drifts(OperationId shift);

    void add(OperationId shift, PastDrift drift);

    /// Records that the correction of a drift ended.
    void ended(OperationId shift, int number, Instant at);
}
