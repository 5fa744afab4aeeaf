package io.gennaker.orchestrator.execution;

import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.StageStatus;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where a stage stands.
///
/// ```
/// Waiting ──> Active ──> Ended
///    ├──> Held ──> Active                     its turn came before its delay or its window let it begin
///    │          └──> TakingBack ──> Ended     a failure that the execution survives, or a person's skip
///    │                          └─> Held      an attempt that failed, with another one left
///    ├──> Ended                               condition false, failed at its turn, or skipped by a person
///    └──> Blocked                             a stage it needs did not let it run
/// ```
public sealed interface StageState {
    StageStatus status();

    /// Facts that later stages may read.
    Map<String, String> outputs();

    /// The state of a stage that is known to be there: every stage of a plan has one from the start.
    static StageState of(String stage, Map<String, StageState> stages) {
        return Optional.ofNullable(stages.get(stage))
                .orElseThrow(() -> new NoSuchElementException("there is no stage '" + stage + "'"));
    }

    /// Those of which something is still to be taken back: a stage that begins again takes others back with it.
    static Set<String> comingBack(Map<String, StageState> stages) {
        return stages.values().stream()
                .flatMap(state -> state instanceof TakingBack back ? back.rollback().stages().stream() : Stream.empty())
                .collect(Collectors.toSet());
    }

    /// Not begun: waits for the stages it needs.
    ///
    /// @param skipped why it is skipped when its turn comes: a person said so; null when it is not
    record Waiting(@Nullable String skipped) implements StageState {
        public Waiting() {
            this(null);
        }

        @Override
        public StageStatus status() {
            return StageStatus.WAITING;
        }

        @Override
        public Map<String, String> outputs() {
            return Map.of();
        }

        Ended toEnded(StageStatus status, @Nullable String reason) {
            return new Ended(status, reason, Map.of());
        }

        Waiting toSkipped(String reason) {
            return new Waiting(reason);
        }

        Blocked toBlocked(String reason) {
            return new Blocked(reason, skipped);
        }

        Held toHeld(Instant until) {
            return new Held(until);
        }
    }

    /// Its turn has come, and its delay, its window or the time between two attempts keeps it from beginning.
    ///
    /// @param until when it may begin
    record Held(Instant until) implements StageState {
        @Override
        public StageStatus status() {
            return StageStatus.WAITING;
        }

        @Override
        public Map<String, String> outputs() {
            return Map.of();
        }

        Waiting toWaiting() {
            return new Waiting();
        }
    }

    /// Its steps run, one after another.
    ///
    /// @param watch the analysis that runs beside them; null: none does
    record Active(
            StepState current,
            Map<String, String> outputs,
            @Nullable OperationId watch) implements StageState {
        public Active {
            outputs = sorted(outputs);
        }

        /// Steps alone.
        public Active(StepState current, Map<String, String> outputs) {
            this(current, outputs, null);
        }

        @Override
        public StageStatus status() {
            return switch (current) {
                case StepState.Asked asked -> StageStatus.PAUSED;
                case StepState.Requested requested -> StageStatus.RUNNING;
                case StepState.Resting resting -> StageStatus.RUNNING;
                case StepState.Due due -> StageStatus.RUNNING;
            };
        }

        Active toStep(StepState next) {
            return new Active(next, outputs, watch);
        }

        Active noting(Map<String, String> more) {
            var all = new TreeMap<>(outputs);
            all.putAll(more);
            return new Active(current, Bounded.outputs(all), watch);
        }

        Active watched(@Nullable OperationId by) {
            return new Active(current, outputs, by);
        }

        boolean isWatchedBy(OperationId reported) {
            return reported.equals(watch);
        }

        Ended toEnded(StageStatus status, @Nullable String reason) {
            return new Ended(status, reason, outputs);
        }
    }

    /// Takes its own steps back while the rest of the execution goes on.
    ///
    /// @param outcome its status once that is done; `Waiting` when it begins again then
    record TakingBack(StageStatus outcome, String reason, Map<String, String> outputs, Rollback rollback)
            implements StageState {
        public TakingBack {
            outputs = sorted(outputs);
        }

        @Override
        public StageStatus status() {
            return StageStatus.RUNNING;
        }

        TakingBack with(Rollback next) {
            return new TakingBack(outcome, reason, outputs, next);
        }

        TakingBack to(StageStatus other, String because) {
            return new TakingBack(other, because, outputs, rollback);
        }

        Ended toEnded() {
            return new Ended(outcome, reason, outputs);
        }
    }

    /// Over. Skipped here means by its own condition, which keeps nobody from running.
    record Ended(StageStatus status, @Nullable String reason, Map<String, String> outputs) implements StageState {
        public Ended {
            outputs = sorted(outputs);
        }
    }

    /// Skipped, because a stage it needs did not let it run; keeps those that need it from running, too.
    ///
    /// @param skipped why it is skipped should it wait for its turn again: a person said so before; null when
    /// it is not
    record Blocked(String reason, @Nullable String skipped) implements StageState {
        public Blocked(String reason) {
            this(reason, null);
        }

        Waiting toWaiting() {
            return new Waiting(skipped);
        }

        @Override
        public StageStatus status() {
            return StageStatus.SKIPPED;
        }

        @Override
        public Map<String, String> outputs() {
            return Map.of();
        }
    }

    private static Map<String, String> sorted(Map<String, String> outputs) {
        return Collections.unmodifiableMap(new TreeMap<>(outputs));
    }
}
