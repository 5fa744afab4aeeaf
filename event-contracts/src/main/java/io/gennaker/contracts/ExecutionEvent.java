package io.gennaker.contracts;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What happened to an execution: bounded deltas from which its whole history can be built.
public sealed interface ExecutionEvent extends Message {
    ExecutionId executionId();

    Instant at();

    @Override
    default String key() {
        return executionId().value();
    }

    /// A start was accepted: the plan is made and stored, the execution runs or waits for its turn.
    ///
    /// @param definitionDigest version of the pipeline
    /// @param planDigest identity of the resolved plan: equal inputs give an equal digest
    record Accepted(
            ExecutionId executionId,
            String pipeline,
            String application,
            ExecutionStatus status,
            Digest definitionDigest,
            Digest planDigest,
            TriggerInfo trigger,
            Map<String, String> parameters,
            List<Artifact> artifacts,
            List<StageOutline> stages,
            Instant at)
            implements ExecutionEvent {
        public Accepted {
            parameters = Map.copyOf(parameters);
            artifacts = List.copyOf(artifacts);
            stages = List.copyOf(stages);
        }
    }

    /// A start waits for files from outside, and is accepted or refused when they are there.
    ///
    /// @param application null where the pipeline is not known
    /// @param files what is asked for, in words for people; empty for one that waits its turn behind such a start
    record FilesAwaited(
            ExecutionId executionId,
            String pipeline,
            @Nullable String application,
            TriggerInfo trigger,
            List<String> files,
            Instant at)
            implements ExecutionEvent {
        public FilesAwaited {
            files = List.copyOf(files);
        }

        /// For people: `waits for files since 2026-12-27T08:00:00Z: config of github.com/acme/shop a.yaml at main`.
        public String words() {
            return files.isEmpty()
                    ? "waits since " + at + " behind a start that waits for files"
                    : "waits for files since " + at + ": " + String.join(", ", files);
        }
    }

    /// A start was refused and nothing runs: unknown pipeline, bad parameter, no free place, no right.
    ///
    /// @param application null where the pipeline has no plan, so that it is not known
    record Refused(
            ExecutionId executionId,
            String pipeline,
            TriggerInfo trigger,
            String reason,
            Instant at,
            @Nullable String application)
            implements ExecutionEvent {}

    /// The execution got its place and runs.
    record Started(ExecutionId executionId, String pipeline, Instant at) implements ExecutionEvent {}

    /// A freeze keeps the execution from its place.
    ///
    /// @param freeze name of the freeze that ends last of those in force
    /// @param reason why it is there
    /// @param until when it ends; null when only its removal ends it
    record Frozen(
            ExecutionId executionId,
            String freeze,
            String reason,
            @Nullable Instant until,
            Instant at) implements ExecutionEvent {
        /// For people, as [#words(String, String, Instant)].
        public String words() {
            return words(freeze, reason, until);
        }

        /// For people: `frozen until 2026-12-27T08:00:00Z by christmas: Nobody is there to help`.
        public static String words(String freeze, String reason, @Nullable Instant until) {
            return "frozen until " + (until == null ? "the freeze is removed" : until) + " by " + freeze + ": "
                    + reason;
        }
    }

    /// No freeze keeps the execution from its place any longer: it starts as soon as there is one.
    record Thawed(ExecutionId executionId, Instant at) implements ExecutionEvent {}

    /// A stage changed its status.
    record StageChanged(
            ExecutionId executionId,
            String stage,
            StageStatus status,
            @Nullable String reason,
            Map<String, String> outputs,
            Instant at)
            implements ExecutionEvent {
        public StageChanged {
            outputs = Map.copyOf(outputs);
        }
    }

    /// A step of a stage changed. Compensating steps are not in the outline; they appear with their first change.
    ///
    /// @param operationId the operation that does the work, where one does
    /// @param compensation whether the step takes another one back
    record StepChanged(
            ExecutionId executionId,
            String stage,
            String step,
            String title,
            @Nullable OperationId operationId,
            boolean compensation,
            StepStatus status,
            @Nullable String reason,
            Instant at)
            implements ExecutionEvent {}

    /// A cancel was accepted: what the execution has begun is being taken back.
    record CancelRequested(ExecutionId executionId, Actor by, String reason, Instant at) implements ExecutionEvent {}

    /// A person did something to the execution; the changes of its stages follow.
    ///
    /// @param reason why, in the words of that person
    /// @param status of the execution from now on; `Queued` when it had ended and is open again
    record Intervened(
            ExecutionId executionId,
            String requestId,
            Intervention intervention,
            Actor by,
            String reason,
            ExecutionStatus status,
            Instant at)
            implements ExecutionEvent {}

    /// What a person wanted to do does not apply, and nothing was changed.
    ///
    /// @param reason why they wanted it
    /// @param refusal why it does not apply
    /// @param allowed what applies now
    record InterventionRefused(
            ExecutionId executionId,
            String requestId,
            Intervention intervention,
            Actor by,
            String reason,
            String refusal,
            List<String> allowed,
            Instant at)
            implements ExecutionEvent {
        public InterventionRefused {
            allowed = List.copyOf(allowed);
        }
    }

    /// The execution has not moved for longer than it should; whatever it does next ends that.
    ///
    /// @param waitsFor in words for people, one entry for each thing
    /// @param since when it moved last
    record Stalled(ExecutionId executionId, List<String> waitsFor, Instant since, Instant at)
            implements ExecutionEvent {
        public Stalled {
            waitsFor = List.copyOf(waitsFor);
        }
    }

    /// The execution ended; nothing about it follows, unless a person opens it again.
    record Finished(
            ExecutionId executionId,
            String pipeline,
            ExecutionStatus status,
            @Nullable String reason,
            Instant at) implements ExecutionEvent {}
}
