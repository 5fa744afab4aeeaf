package io.gennaker.orchestrator.execution;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ExecutionStatus;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Where an execution stands. Small: the plan is kept apart, the history is in the events.
///
/// ```
/// Queued ──[Input.Started]──> Running ──> Ended          all stages are over and nothing is to be taken back
///   │                           └──> Compensating ──> Ended      failed, cancelled or timed out
///   └──[Input.CancelRequested], [Input.Replaced]──> Ended
/// ```
public sealed interface ExecutionState {
    ExecutionId id();

    ExecutionStatus status();

    /// Accepted; waits for its place.
    record Queued(ExecutionId id) implements ExecutionState {
        @Override
        public ExecutionStatus status() {
            return ExecutionStatus.QUEUED;
        }

        Running toRunning(Map<String, StageState> stages) {
            return new Running(id, stages, List.of(), 0);
        }

        Ended toEnded(Ending ending) {
            return new Ended(id, ending);
        }
    }

    /// Its stages run.
    ///
    /// @param stages by stage id
    /// @param owed compensations of the steps begun so far
    /// @param begun number of steps begun so far
    record Running(ExecutionId id, Map<String, StageState> stages, List<Undo> owed, int begun)
            implements ExecutionState {
        public Running {
            stages = Collections.unmodifiableMap(new TreeMap<>(stages));
            owed = List.copyOf(owed);
        }

        @Override
        public ExecutionStatus status() {
            return ExecutionStatus.RUNNING;
        }

        Running with(Map<String, StageState> stages, List<Undo> owed, int begun) {
            return new Running(id, stages, owed, begun);
        }

        Compensating toCompensating(Ending ending, Rollback rollback) {
            return new Compensating(id, ending, rollback);
        }

        Ended toEnded(Ending ending) {
            return new Ended(id, ending);
        }
    }

    /// Takes back what it had begun. How it ends is decided; what is left is the way there.
    record Compensating(ExecutionId id, Ending ending, Rollback rollback) implements ExecutionState {
        @Override
        public ExecutionStatus status() {
            return ExecutionStatus.COMPENSATING;
        }

        Compensating with(Rollback next) {
            return new Compensating(id, ending, next);
        }

        Ended toEnded(Ending complete) {
            return new Ended(id, complete);
        }
    }

    /// Over; nothing moves it any more.
    record Ended(ExecutionId id, Ending ending) implements ExecutionState {
        @Override
        public ExecutionStatus status() {
            return ending.status();
        }
    }
}
