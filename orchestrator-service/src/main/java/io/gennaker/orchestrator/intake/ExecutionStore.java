package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.orchestrator.admission.Concurrency;
import io.gennaker.orchestrator.admission.Occupancy;
import io.gennaker.orchestrator.admission.Places;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Executions and the places of their pipelines. All methods act in the running transaction.
///
/// Locks are taken in one order: an execution, its pipeline, then executions that wait for a place.
public interface ExecutionStore {
    boolean exists(ExecutionId id);

    /// Adds an execution that is accepted now.
    void add(StoredExecution execution, Origin origin);

    /// How an execution that is known came about.
    Origin origin(ExecutionId id);

    /// The plan of the last execution of a pipeline that succeeded, delivered something and took nothing back:
    /// what is meant to run.
    Optional<Digest> lastSucceeded(String pipeline);

    /// Keeps whether an execution took back what it had delivered, and did not deliver it after all: whatever becomes
    /// of its images later. One that is there to deliver nothing counts as one that did.
    void takenBack(ExecutionId id, boolean isTakenBack);

    /// Whether an execution took back what it had delivered, and did not deliver it after all.
    boolean isTakenBack(ExecutionId id);

    /// The plans of a pipeline's last executions, the newest first, each once.
    List<Digest> latestPlans(String pipeline, int most);

    /// The moves of an execution from its beginning.
    List<RecordedMove> history(ExecutionId id);

    /// What an execution has recorded from its beginning to the move that made it what it is here.
    Recording recording(StoredExecution execution);

    /// Told of executions that are about to be locked, to lock and read them together.
    void expect(Collection<ExecutionId> ids);

    /// Reads an execution and holds it until the end of the transaction.
    Optional<StoredExecution> lock(ExecutionId id);

    /// Moves an execution that is held: writes its new state and appends the fact that led to it.
    ///
    /// @param patience when to look whether it has moved since; null for never
    void save(StoredExecution moved, Fact fact, @Nullable Instant patience);

    /// Gives an execution that is held, and has not begun, another plan, which is stored.
    ///
    /// @return it with that
    StoredExecution renew(StoredExecution execution, Digest plan);

    /// Puts an execution that is held behind those that wait already.
    void queueLast(ExecutionId id);

    /// An execution that should have moved.
    ///
    /// @param moved when it moved last
    record Overdue(StoredExecution execution, Instant moved) {}

    /// Those that should have moved and were not reported, the longest overdue first; holds them until the end of the
    /// transaction, and leaves out those that are held already.
    List<Overdue> overdue(Instant at, int most);

    /// Keeps that an execution was reported, until it moves.
    void reported(ExecutionId id, Instant at);

    /// Sets a pipeline's limit.
    void limit(String pipeline, Concurrency concurrency);

    /// How long one waits for its place in a pipeline at most, without holding the places; empty for as long as it
    /// takes.
    Optional<Duration> startWithin(String pipeline);

    /// Told of pipelines whose places are about to be locked, to lock them together with the first.
    void expectPlaces(Collection<String> pipelines);

    /// Reads a pipeline's places, and holds them until the end of the transaction.
    ///
    /// @throws java.util.NoSuchElementException when its limit was never set
    Places lockPlaces(String pipeline);

    /// Pipelines for which somebody waits, by name.
    List<String> awaited();

    /// How the places of a pipeline, held by [#lockPlaces], are occupied by now.
    Occupancy occupancy(String pipeline);
}
