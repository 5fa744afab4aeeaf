package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.orchestrator.admission.Concurrency;
import io.gennaker.orchestrator.admission.Occupancy;
import java.time.Instant;
import java.util.Optional;

/// Executions and the places of their pipelines. All methods act in the running transaction.
///
/// Locks are taken in one order: an execution, its pipeline, then executions that wait for a place.
public interface ExecutionStore {
    boolean exists(ExecutionId id);

    /// Adds an execution that is accepted now.
    void add(StoredExecution execution, Instant at);

    /// Reads an execution and holds it until the end of the transaction.
    Optional<StoredExecution> lock(ExecutionId id);

    /// Writes the state of an execution that is held.
    void save(StoredExecution execution, Instant at);

    void append(Fact fact);

    /// Sets a pipeline's limit.
    void limit(String pipeline, Concurrency concurrency);

    /// Reads a pipeline's limit, and holds its places until the end of the transaction.
    ///
    /// @throws java.util.NoSuchElementException when the limit was never set
    Concurrency lockPlaces(String pipeline);

    /// How the places of a pipeline, held by [#lockPlaces], are occupied.
    Occupancy occupancy(String pipeline);
}
