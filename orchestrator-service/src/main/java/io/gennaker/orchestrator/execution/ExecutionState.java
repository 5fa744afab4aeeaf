package io.gennaker.orchestrator.execution;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ExecutionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Where an execution stands. Small: the plan is kept apart, the history is in the events.
///
/// ```
/// Queued ──[Input.Started]──> Running ──> Ended          all stages are over and nothing is to be taken back
///   │                        ⇅      └──> Compensating ──> Ended      failed, cancelled or timed out
///   │                       Paused ──^
///   └──[Input.CancelRequested], [Input.Replaced]──> Ended
/// Ended ──[Input.InterventionRequested]──> Queued        a person opens it again
/// ```
public sealed interface ExecutionState {
    ExecutionId id();

    ExecutionStatus status();

    /// Its stages, where some may be under way.
    default Optional<Running> underWay() {
        return switch (this) {
            case Running running -> Optional.of(running);
            case Paused paused -> Optional.of(paused.held());
            case Queued queued -> Optional.empty();
            case Compensating compensating -> Optional.empty();
            case Ended ended -> Optional.empty();
        };
    }

    /// Accepted; waits for its place.
    ///
    /// @param standing where it goes on, when it was opened again
    /// @param freezing null when no freeze was in force when it was last asked
    record Queued(
            ExecutionId id,
            @Nullable Standing standing,
            @Nullable Freezing freezing) implements ExecutionState {
        public Queued(ExecutionId id) {
            this(id, null, null);
        }

        /// One that no freeze holds.
        public static Queued exempt(ExecutionId id) {
            return new Queued(id, null, new Freezing.Exempt());
        }

        Queued with(@Nullable Freezing next) {
            return new Queued(id, standing, next);
        }

        @Override
        public ExecutionStatus status() {
            return ExecutionStatus.QUEUED;
        }

        Running toRunning(Map<String, StageState> stages, Instant deadline) {
            return standing == null
                    ? new Running(id, stages, Map.of(), List.of(), 0, deadline)
                    : new Running(id, stages, standing.tries(), List.of(), standing.begun(), deadline);
        }

        Ended toEnded(Ending ending) {
            return new Ended(id, ending, standing);
        }
    }

    /// Its stages run.
    ///
    /// @param stages by stage id
    /// @param tries of the stages that were begun, by stage id
    /// @param owed compensations of the steps begun so far
    /// @param begun number of steps begun so far
    /// @param deadline when it times out
    record Running(
            ExecutionId id,
            Map<String, StageState> stages,
            Map<String, Tries> tries,
            List<Undo> owed,
            int begun,
            Instant deadline)
            implements ExecutionState {
        public Running {
            stages = Collections.unmodifiableMap(new TreeMap<>(stages));
            tries = Collections.unmodifiableMap(new TreeMap<>(tries));
            owed = List.copyOf(owed);
        }

        @Override
        public ExecutionStatus status() {
            return ExecutionStatus.RUNNING;
        }

        Running with(Map<String, StageState> stages, Map<String, Tries> tries, List<Undo> owed, int begun) {
            return new Running(id, stages, tries, owed, begun, deadline);
        }

        Paused toPaused(Instant at) {
            return new Paused(this, at);
        }

        Compensating toCompensating(Ending ending, Rollback rollback, Standing standing) {
            return new Compensating(id, ending, rollback, standing);
        }

        Ended toEnded(Ending ending) {
            return new Ended(id, ending, null);
        }
    }

    /// A person holds it: what is under way goes on, and nothing begins.
    ///
    /// Its timeout and those of its stages stand still meanwhile.
    record Paused(Running held, Instant since) implements ExecutionState {
        @Override
        public ExecutionId id() {
            return held.id();
        }

        @Override
        public ExecutionStatus status() {
            return ExecutionStatus.PAUSED;
        }

        Paused with(Running next) {
            return new Paused(next, since);
        }

        /// With all deadlines later by the length of the pause.
        Running toRunning(Instant at) {
            var pause = Duration.between(since, at);
            var tries = new TreeMap<>(held.tries());
            tries.replaceAll((stage, known) -> known.deadline() == null
                    ? known
                    : known.until(known.deadline().plus(pause)));
            return new Running(
                    held.id(),
                    held.stages(),
                    tries,
                    held.owed(),
                    held.begun(),
                    held.deadline().plus(pause));
        }
    }

    /// Takes back what it had begun. How it ends is decided; what is left is the way there.
    ///
    /// @param standing where it could go on afterwards
    record Compensating(
            ExecutionId id,
            Ending ending,
            Rollback rollback,
            @Nullable Standing standing) implements ExecutionState {
        @Override
        public ExecutionStatus status() {
            return ExecutionStatus.COMPENSATING;
        }

        Compensating with(Rollback next) {
            return new Compensating(id, ending, next, standing);
        }

        /// Where something could not be taken back, nobody can go on.
        Ended toEnded(Ending complete) {
            return new Ended(id, complete, rollback.notTakenBack().isEmpty() ? standing : null);
        }
    }

    /// Over; only a person moves it any more.
    ///
    /// @param standing where it could go on; null when it cannot
    record Ended(ExecutionId id, Ending ending, @Nullable Standing standing) implements ExecutionState {
        @Override
        public ExecutionStatus status() {
            return ending.status();
        }

        Queued toQueued(Standing reopened) {
            return new Queued(id, reopened, null);
        }
    }
}
