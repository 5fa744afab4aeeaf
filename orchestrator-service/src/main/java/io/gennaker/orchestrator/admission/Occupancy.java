package io.gennaker.orchestrator.admission;

import io.gennaker.contracts.ExecutionId;
import java.util.List;

/// How a pipeline is occupied.
///
/// @param running executions that hold a place
/// @param waiting those that wait for one, the longest waiting first
public record Occupancy(int running, List<ExecutionId> waiting) {
    public Occupancy {
        waiting = List.copyOf(waiting);
    }
}
