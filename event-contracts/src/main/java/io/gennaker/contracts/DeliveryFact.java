package io.gennaker.contracts;

/// What the outside world is told about deliveries, as CDEvents. Gennaker's own services do not read it.
///
/// The properties are those of CDEvents 0.4, and of those the ones that also 0.3 has.
public sealed interface DeliveryFact extends Message, CdEvent {
    CdSubject subject();

    @Override
    default String subjectId() {
        return subject().id();
    }

    /// An execution was accepted, and runs as soon as there is a place.
    record PipelineRunQueued(CdContext context, CdSubject.PipelineRun subject) implements DeliveryFact {
        public PipelineRunQueued {
            check(context, MessageType.PIPELINERUN_QUEUED);
        }

        @Override
        public String key() {
            return subject.id();
        }
    }

    /// An execution got its place and runs.
    record PipelineRunStarted(CdContext context, CdSubject.PipelineRun subject) implements DeliveryFact {
        public PipelineRunStarted {
            check(context, MessageType.PIPELINERUN_STARTED);
        }

        @Override
        public String key() {
            return subject.id();
        }
    }

    /// An execution ended, well or not.
    record PipelineRunFinished(CdContext context, CdSubject.FinishedPipelineRun subject) implements DeliveryFact {
        public PipelineRunFinished {
            check(context, MessageType.PIPELINERUN_FINISHED);
        }

        @Override
        public String key() {
            return subject.id();
        }
    }

    /// A stage began.
    record TaskRunStarted(CdContext context, CdSubject.TaskRun subject) implements DeliveryFact {
        public TaskRunStarted {
            check(context, MessageType.TASKRUN_STARTED);
        }

        @Override
        public String key() {
            return subject.content().pipelineRun().id();
        }
    }

    /// A stage ended, well or not.
    record TaskRunFinished(CdContext context, CdSubject.FinishedTaskRun subject) implements DeliveryFact {
        public TaskRunFinished {
            check(context, MessageType.TASKRUN_FINISHED);
        }

        @Override
        public String key() {
            return subject.content().pipelineRun().id();
        }
    }

    /// A stage of kind `deploy` applied manifests that hold the artifact.
    record ServiceDeployed(CdContext context, CdSubject.Service subject, Origin customData) implements DeliveryFact {
        public ServiceDeployed {
            check(context, MessageType.SERVICE_DEPLOYED);
        }

        @Override
        public String key() {
            return customData.executionId().value();
        }
    }

    /// A canary was promoted: the release runs the artifact.
    record ServiceUpgraded(CdContext context, CdSubject.Service subject, Origin customData) implements DeliveryFact {
        public ServiceUpgraded {
            check(context, MessageType.SERVICE_UPGRADED);
        }

        @Override
        public String key() {
            return customData.executionId().value();
        }
    }

    /// The artifact was taken back: requests are served by what ran before.
    record ServiceRolledback(CdContext context, CdSubject.Service subject, Origin customData) implements DeliveryFact {
        public ServiceRolledback {
            check(context, MessageType.SERVICE_ROLLEDBACK);
        }

        @Override
        public String key() {
            return customData.executionId().value();
        }
    }

    /// Which step of which execution changed a service.
    record Origin(ExecutionId executionId, String pipeline, String stage, String step) {}

    private static void check(CdContext context, MessageType expected) {
        if (!context.type().equals(expected.type())) {
            throw new IllegalArgumentException(
                    "context type is '" + Check.excerpt(context.type()) + "'; allowed is " + expected.type());
        }
    }
}
