package io.gennaker.contracts;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a CDEvent of ours is about, in the form that the vocabulary gives each kind of subject.
public sealed interface CdSubject {
    String id();

    /// The kind, in the words of CDEvents.
    String type();

    /// An execution.
    record PipelineRun(String id, String type, PipelineRunContent content) implements CdSubject {
        public PipelineRun {
            check(id, type, Kind.PIPELINE_RUN);
        }

        public PipelineRun(ExecutionId execution, String pipeline, String url) {
            this(execution.value(), Kind.PIPELINE_RUN.pattern(), new PipelineRunContent(pipeline, url));
        }
    }

    /// @param url where the execution can be looked at
    record PipelineRunContent(String pipelineName, String url) {}

    /// An execution that ended.
    record FinishedPipelineRun(String id, String type, FinishedPipelineRunContent content) implements CdSubject {
        public FinishedPipelineRun {
            check(id, type, Kind.PIPELINE_RUN);
        }

        public FinishedPipelineRun(ExecutionId execution, String pipeline, CdOutcome outcome, @Nullable String errors) {
            this(
                    execution.value(),
                    Kind.PIPELINE_RUN.pattern(),
                    new FinishedPipelineRunContent(pipeline, outcome, errors));
        }
    }

    /// @param errors why it did not end well
    record FinishedPipelineRunContent(
            String pipelineName,
            CdOutcome outcome,
            @Nullable String errors) {}

    /// A stage of an execution: `<execution>/<stage>`.
    record TaskRun(String id, String type, TaskRunContent content) implements CdSubject {
        public TaskRun {
            check(id, type, Kind.TASK_RUN);
        }

        public TaskRun(ExecutionId execution, String stage) {
            this(
                    execution + "/" + stage,
                    Kind.TASK_RUN.pattern(),
                    new TaskRunContent(stage, new RunReference(execution.value())));
        }
    }

    record TaskRunContent(String taskName, RunReference pipelineRun) {}

    /// A stage that ended.
    record FinishedTaskRun(String id, String type, FinishedTaskRunContent content) implements CdSubject {
        public FinishedTaskRun {
            check(id, type, Kind.TASK_RUN);
        }

        public FinishedTaskRun(ExecutionId execution, String stage, CdOutcome outcome, @Nullable String errors) {
            this(
                    execution + "/" + stage,
                    Kind.TASK_RUN.pattern(),
                    new FinishedTaskRunContent(stage, new RunReference(execution.value()), outcome, errors));
        }
    }

    /// @param errors why it did not end well
    record FinishedTaskRunContent(
            String taskName,
            RunReference pipelineRun,
            CdOutcome outcome,
            @Nullable String errors) {}

    /// The execution that a stage is part of, by its id.
    record RunReference(String id) {
        public RunReference {
            Check.text("execution id", id, LONGEST_ID);
        }
    }

    /// An artifact that runs as part of an application: `<application>/<artifact>`.
    record Service(String id, String type, ServiceContent content) implements CdSubject {
        public Service {
            check(id, type, Kind.SERVICE);
        }

        public Service(String application, Artifact artifact, Environment environment) {
            this(
                    application + "/" + artifact.name(),
                    Kind.SERVICE.pattern(),
                    new ServiceContent(environment, ImagePurl.of(artifact.image())));
        }
    }

    /// @param artifactId package URL of the image that was deployed, or that was taken back
    record ServiceContent(Environment environment, String artifactId) {
        public ServiceContent {
            Check.text("artifact id", artifactId, 1_000);
        }
    }

    /// Where a service runs: `<cluster>/<namespace>`.
    record Environment(String id) {
        public Environment {
            Check.text("environment id", id, LONGEST_ID);
        }
    }

    /// Longest id in characters.
    int LONGEST_ID = 300;

    private static void check(String id, String type, Pattern kind) {
        Check.text("subject id", id, LONGEST_ID);
        Check.matching("subject type", type, kind);
    }

    /// The kinds of subjects, each a literal.
    final class Kind {
        private static final Pattern PIPELINE_RUN = Pattern.compile("pipelineRun");
        private static final Pattern TASK_RUN = Pattern.compile("taskRun");
        private static final Pattern SERVICE = Pattern.compile("service");

        private Kind() {}
    }
}
