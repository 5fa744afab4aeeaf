package io.gennaker.contracts;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Asks the orchestrator to run or stop an execution, or to do something to it.
public sealed interface ExecutionCommand extends Message {
    ExecutionId executionId();

    /// Runs a pipeline. Asked for twice with the same id, it runs once.
    ///
    /// @param parameters values as text, by parameter name; typed by the definition
    /// @param artifacts images by expected name, pinned by digest
    /// @param by who asks, where a person does; null: a fact or another execution
    /// @param refs branch, tag or commit of the files that are taken from Git, by expected name; none: as the
    /// definition says
    record Start(
            ExecutionId executionId,
            String pipeline,
            TriggerInfo trigger,
            Map<String, String> parameters,
            List<Artifact> artifacts,
            Instant at,
            @Nullable Actor by,
            @Nullable Map<String, String> refs)
            implements ExecutionCommand {
        public Start {
            Check.text("pipeline", pipeline, 60);
            parameters = Map.copyOf(parameters);
            artifacts = List.copyOf(artifacts);
            refs = refs == null || refs.isEmpty() ? null : Map.copyOf(refs);
        }

        /// Of files as the definition says.
        public Start(
                ExecutionId executionId,
                String pipeline,
                TriggerInfo trigger,
                Map<String, String> parameters,
                List<Artifact> artifacts,
                Instant at,
                @Nullable Actor by) {
            this(executionId, pipeline, trigger, parameters, artifacts, at, by, null);
        }

        /// The branch, tag or commit that a file was asked for at.
        public @Nullable String ref(String file) {
            return refs == null ? null : refs.get(file);
        }

        /// That no person asks for.
        public Start(
                ExecutionId executionId,
                String pipeline,
                TriggerInfo trigger,
                Map<String, String> parameters,
                List<Artifact> artifacts,
                Instant at) {
            this(executionId, pipeline, trigger, parameters, artifacts, at, null);
        }

        @Override
        public String key() {
            return pipeline;
        }
    }

    /// Stops an execution; what it has begun is taken back.
    record Cancel(ExecutionId executionId, Actor by, String reason, Instant at) implements ExecutionCommand {
        @Override
        public String key() {
            return executionId.value();
        }
    }

    /// Intervenes in an execution.
    ///
    /// @param requestId names the request in the answer, an [ExecutionEvent.Intervened] or an
    /// [ExecutionEvent.InterventionRefused]; of two with one id the first answer counts
    /// @param reason for the record
    record Intervene(
            ExecutionId executionId, String requestId, Intervention intervention, Actor by, String reason, Instant at)
            implements ExecutionCommand {
        public Intervene {
            Check.text("request id", requestId, 200);
            Check.text("reason", reason, 2_000);
        }

        @Override
        public String key() {
            return executionId.value();
        }
    }

    /// Stops an execution that another one began. Its key is the pipeline: so it comes after the start, whose key is
    /// the same.
    record CancelNested(ExecutionId executionId, String pipeline, String reason, Instant at)
            implements ExecutionCommand {
        public CancelNested {
            Check.text("pipeline", pipeline, 60);
        }

        @Override
        public String key() {
            return pipeline;
        }
    }

    /// Tells an execution how one that it began ended.
    ///
    /// @param operationId the step that began it
    /// @param nested the execution that ended
    /// @param reason why, where it did not end well
    /// @param outputs of its stages, as `stage.name`
    record ReportNested(
            ExecutionId executionId,
            OperationId operationId,
            ExecutionId nested,
            ExecutionStatus status,
            @Nullable String reason,
            Map<String, String> outputs,
            Instant at)
            implements ExecutionCommand {
        public ReportNested {
            outputs = Collections.unmodifiableMap(new TreeMap<>(outputs));
        }

        @Override
        public String key() {
            return executionId.value();
        }
    }

    /// Runs the plan of an earlier execution once more: the same digest, a new execution.
    ///
    /// @param of the earlier execution
    /// @param reason for the record
    record Rerun(ExecutionId executionId, String pipeline, ExecutionId of, Actor by, String reason, Instant at)
            implements ExecutionCommand {
        public Rerun {
            Check.text("pipeline", pipeline, 60);
            Check.text("reason", reason, 2_000);
        }

        @Override
        public String key() {
            return pipeline;
        }
    }

    /// Decides everything that an execution has recorded once more, and compares. Changes nothing.
    ///
    /// @param requestId names the request in the answer, an [ExecutionProof.Replayed]
    record Replay(ExecutionId executionId, String requestId, Actor by, Instant at) implements ExecutionCommand {
        public Replay {
            Check.text("request id", requestId, 200);
        }

        @Override
        public String key() {
            return executionId.value();
        }
    }

    /// Gives all routes whose traffic a pipeline has shared back what they were before, in an execution of its own. The
    /// pipeline need not be in force any more.
    ///
    /// @param reason for the record
    record RestoreRoutes(ExecutionId executionId, String pipeline, Actor by, String reason, Instant at)
            implements ExecutionCommand {
        public RestoreRoutes {
            Check.text("pipeline", pipeline, 60);
            Check.text("reason", reason, 2_000);
        }

        @Override
        public String key() {
            return pipeline;
        }
    }
}
