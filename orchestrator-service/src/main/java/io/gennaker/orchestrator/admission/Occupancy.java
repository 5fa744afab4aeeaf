package io.gennaker.orchestrator.admission;

import io.gennaker.contracts.ExecutionId;
import java.util.List;

/// How a pipeline is occupied.
///
/// @param running executions that hold a place
/// @param waiting those that wait for one, the longest waiting first
public record Occupancy(int running, List<Waiting> waiting) {
    public Occupancy {
        waiting = List.copyOf(waiting);
    }

    /// @param freezing what freezes mean to it
    public record Waiting(ExecutionId id, Freezing freezing) {}

    public enum Freezing {
        /// It was told of none.
        NONE,
        /// It was told to wait for the end of one.
        FROZEN,
        /// None holds it.
        EXEMPT
    }

    /// Whether anybody waits for the end of a freeze.
    public boolean frozen() {
        return waiting.stream().anyMatch(one -> one.freezing() == Freezing.FROZEN);
    }

    List<ExecutionId> ids() {
        return waiting.stream().map(Waiting::id).toList();
    }

    /// As if those were not there that a freeze holds.
    Occupancy exempt() {
        return new Occupancy(
                running,
                waiting.stream()
                        .filter(one -> one.freezing() == Freezing.EXEMPT)
                        .toList());
    }

    /// As if those were not there that no freeze holds.
    Occupancy held() {
        return new Occupancy(
                running,
                waiting.stream()
                        .filter(one -> one.freezing() != Freezing.EXEMPT)
                        .toList());
    }
}
