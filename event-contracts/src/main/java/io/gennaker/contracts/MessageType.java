package io.gennaker.contracts;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The table of everything that may cross the bus: CloudEvents type, topic and record.
public enum MessageType {
    IMAGE_CHANGED("image.changed", Topic.TRIGGERS, TriggerEvent.ImageChanged.class),
    ARTIFACT_PUBLISHED(Vocabulary.CDEVENTS, "artifact.published", Topic.TRIGGERS, TriggerEvent.ArtifactPublished.class),
    FACT_RECEIVED("fact.received", Topic.TRIGGERS, TriggerEvent.FactReceived.class),
    EVENT_REPLAY("event.replay", Topic.TRIGGER_COMMANDS, TriggerCommand.Replay.class),
    EVENT_TAKEN("event.taken", Topic.TRIGGER_OUTCOMES, TriggerOutcome.EventTaken.class),
    DEFINITION_APPLY("definition.apply", Topic.DEFINITION_COMMANDS, DefinitionCommand.Apply.class),
    DEFINITION_REMOVE("definition.remove", Topic.DEFINITION_COMMANDS, DefinitionCommand.Remove.class),
    TEMPLATE_PROMOTE("template.promote", Topic.DEFINITION_COMMANDS, DefinitionCommand.Promote.class),
    DEFINITION_APPLIED("definition.applied", Topic.DEFINITIONS, DefinitionEvent.Applied.class),
    DEFINITION_REMOVED("definition.removed", Topic.DEFINITIONS, DefinitionEvent.Removed.class),
    TEMPLATE_CHANNEL_MOVED("template.channel-moved", Topic.DEFINITIONS, DefinitionEvent.ChannelMoved.class),
    IMAGE_WITHDRAW("image.withdraw", Topic.IMAGE_COMMANDS, ImageCommand.Withdraw.class),
    IMAGE_REINSTATE("image.reinstate", Topic.IMAGE_COMMANDS, ImageCommand.Reinstate.class),
    IMAGE_WITHDRAWN("image.withdrawn", Topic.IMAGES, ImageEvent.Withdrawn.class),
    IMAGE_REINSTATED("image.reinstated", Topic.IMAGES, ImageEvent.Reinstated.class),
    EXECUTION_START("execution.start", Topic.EXECUTION_COMMANDS, ExecutionCommand.Start.class),
    EXECUTION_CANCEL("execution.cancel", Topic.EXECUTION_COMMANDS, ExecutionCommand.Cancel.class),
    EXECUTION_INTERVENE("execution.intervene", Topic.EXECUTION_COMMANDS, ExecutionCommand.Intervene.class),
    EXECUTION_CANCEL_NESTED("execution.cancel-nested", Topic.EXECUTION_COMMANDS, ExecutionCommand.CancelNested.class),
    EXECUTION_REPORT_NESTED("execution.report-nested", Topic.EXECUTION_COMMANDS, ExecutionCommand.ReportNested.class),
    EXECUTION_ACCEPTED("execution.accepted", Topic.EXECUTION_EVENTS, ExecutionEvent.Accepted.class),
    EXECUTION_FILES_AWAITED("execution.files-awaited", Topic.EXECUTION_EVENTS, ExecutionEvent.FilesAwaited.class),
    EXECUTION_REFUSED("execution.refused", Topic.EXECUTION_EVENTS, ExecutionEvent.Refused.class),
    EXECUTION_STARTED("execution.started", Topic.EXECUTION_EVENTS, ExecutionEvent.Started.class),
    EXECUTION_FROZEN("execution.frozen", Topic.EXECUTION_EVENTS, ExecutionEvent.Frozen.class),
    EXECUTION_THAWED("execution.thawed", Topic.EXECUTION_EVENTS, ExecutionEvent.Thawed.class),
    STAGE_CHANGED("stage.changed", Topic.EXECUTION_EVENTS, ExecutionEvent.StageChanged.class),
    STEP_CHANGED("step.changed", Topic.EXECUTION_EVENTS, ExecutionEvent.StepChanged.class),
    EXECUTION_CANCEL_REQUESTED(
            "execution.cancel-requested", Topic.EXECUTION_EVENTS, ExecutionEvent.CancelRequested.class),
    EXECUTION_INTERVENED("execution.intervened", Topic.EXECUTION_EVENTS, ExecutionEvent.Intervened.class),
    EXECUTION_INTERVENTION_REFUSED(
            "execution.intervention-refused", Topic.EXECUTION_EVENTS, ExecutionEvent.InterventionRefused.class),
    EXECUTION_STALLED("execution.stalled", Topic.EXECUTION_EVENTS, ExecutionEvent.Stalled.class),
    EXECUTION_FINISHED("execution.finished", Topic.EXECUTION_EVENTS, ExecutionEvent.Finished.class),
    EXECUTION_RERUN("execution.rerun", Topic.EXECUTION_COMMANDS, ExecutionCommand.Rerun.class),
    EXECUTION_RESTORE_ROUTES(
            "execution.restore-routes", Topic.EXECUTION_COMMANDS, ExecutionCommand.RestoreRoutes.class),
    EXECUTION_REPLAY("execution.replay", Topic.EXECUTION_COMMANDS, ExecutionCommand.Replay.class),
    EXECUTION_ATTESTED("execution.attested", Topic.EXECUTION_PROOFS, ExecutionProof.Attested.class),
    EXECUTION_REPLAYED("execution.replayed", Topic.EXECUTION_PROOFS, ExecutionProof.Replayed.class),
    DEPLOYMENT_START("deployment.start", Topic.DEPLOYMENT_COMMANDS, DeploymentCommand.Start.class),
    DEPLOYMENT_CANCEL("deployment.cancel", Topic.DEPLOYMENT_COMMANDS, DeploymentCommand.Cancel.class),
    DEPLOYMENT_PROGRESSED("deployment.progressed", Topic.DEPLOYMENT_EVENTS, DeploymentEvent.Progressed.class),
    TRAFFIC_SHIFTED("traffic.shifted", Topic.DEPLOYMENT_EVENTS, DeploymentEvent.TrafficShifted.class),
    JOB_LOGGED("job.logged", Topic.DEPLOYMENT_EVENTS, DeploymentEvent.JobLogged.class),
    CHANGES_PLANNED("changes.planned", Topic.DEPLOYMENT_EVENTS, DeploymentEvent.ChangesPlanned.class),
    TESTS_REPORTED("tests.reported", Topic.DEPLOYMENT_EVENTS, DeploymentEvent.TestsReported.class),
    WORKLOADS_SETTLED("workloads.settled", Topic.DEPLOYMENT_EVENTS, DeploymentEvent.WorkloadsSettled.class),
    DEPLOYMENT_SUCCEEDED("deployment.succeeded", Topic.DEPLOYMENT_EVENTS, DeploymentEvent.Succeeded.class),
    DEPLOYMENT_FAILED("deployment.failed", Topic.DEPLOYMENT_EVENTS, DeploymentEvent.Failed.class),
    DEPLOYMENT_CANCELLED("deployment.cancelled", Topic.DEPLOYMENT_EVENTS, DeploymentEvent.Cancelled.class),
    ANALYSIS_START("analysis.start", Topic.ANALYSIS_COMMANDS, AnalysisCommand.Start.class),
    ANALYSIS_HOLD("analysis.hold", Topic.ANALYSIS_COMMANDS, AnalysisCommand.Hold.class),
    ANALYSIS_RESUME("analysis.resume", Topic.ANALYSIS_COMMANDS, AnalysisCommand.Resume.class),
    ANALYSIS_CANCEL("analysis.cancel", Topic.ANALYSIS_COMMANDS, AnalysisCommand.Cancel.class),
    ANALYSIS_PROGRESSED("analysis.progressed", Topic.ANALYSIS_EVENTS, AnalysisEvent.Progressed.class),
    TRAFFIC_CONFIRMED("traffic.confirmed", Topic.ANALYSIS_EVENTS, AnalysisEvent.TrafficConfirmed.class),
    TRAFFIC_UNCONFIRMED("traffic.unconfirmed", Topic.ANALYSIS_EVENTS, AnalysisEvent.TrafficUnconfirmed.class),
    ANALYSIS_COMPLETED("analysis.completed", Topic.ANALYSIS_EVENTS, AnalysisEvent.Completed.class),
    ANALYSIS_FAILED("analysis.failed", Topic.ANALYSIS_EVENTS, AnalysisEvent.Failed.class),
    ANALYSIS_CANCELLED("analysis.cancelled", Topic.ANALYSIS_EVENTS, AnalysisEvent.Cancelled.class),
    ANALYSIS_REPORTED("analysis.reported", Topic.EVIDENCE_EVENTS, EvidenceEvent.Reported.class),
    GRAPH_WATCH("graph.watch", Topic.GRAPH_COMMANDS, GraphCommand.Watch.class),
    GRAPH_OBSERVED("graph.observed", Topic.GRAPH_EVENTS, GraphEvent.Observed.class),
    GRAPH_UNAVAILABLE("graph.unavailable", Topic.GRAPH_EVENTS, GraphEvent.Unavailable.class),
    JUDGEMENT_OPEN("judgement.open", Topic.JUDGEMENT_COMMANDS, JudgementCommand.Open.class),
    JUDGEMENT_DECIDE("judgement.decide", Topic.JUDGEMENT_COMMANDS, JudgementCommand.Decide.class),
    JUDGEMENT_REVOKE("judgement.revoke", Topic.JUDGEMENT_COMMANDS, JudgementCommand.Revoke.class),
    JUDGEMENT_DELEGATE("judgement.delegate", Topic.JUDGEMENT_COMMANDS, JudgementCommand.Delegate.class),
    JUDGEMENT_COMMENT("judgement.comment", Topic.JUDGEMENT_COMMANDS, JudgementCommand.Comment.class),
    JUDGEMENT_CANCEL("judgement.cancel", Topic.JUDGEMENT_COMMANDS, JudgementCommand.Cancel.class),
    JUDGEMENT_OPENED("judgement.opened", Topic.JUDGEMENT_EVENTS, JudgementEvent.Opened.class),
    DECISION_RECORDED("decision.recorded", Topic.JUDGEMENT_EVENTS, JudgementEvent.DecisionRecorded.class),
    DECISION_REFUSED("decision.refused", Topic.JUDGEMENT_EVENTS, JudgementEvent.DecisionRefused.class),
    JUDGEMENT_REVOKED("judgement.revoked", Topic.JUDGEMENT_EVENTS, JudgementEvent.Revoked.class),
    JUDGEMENT_DELEGATED("judgement.delegated", Topic.JUDGEMENT_EVENTS, JudgementEvent.Delegated.class),
    JUDGEMENT_COMMENTED("judgement.commented", Topic.JUDGEMENT_EVENTS, JudgementEvent.Commented.class),
    JUDGEMENT_REMINDED("judgement.reminded", Topic.JUDGEMENT_EVENTS, JudgementEvent.Reminded.class),
    JUDGEMENT_CONCLUDED("judgement.concluded", Topic.JUDGEMENT_EVENTS, JudgementEvent.Concluded.class),
    JUDGEMENT_CANCELLED("judgement.cancelled", Topic.JUDGEMENT_EVENTS, JudgementEvent.Cancelled.class),
    CALLOUT_START("callout.start", Topic.CALLOUT_COMMANDS, CalloutCommand.Start.class),
    CALLOUT_CANCEL("callout.cancel", Topic.CALLOUT_COMMANDS, CalloutCommand.Cancel.class),
    CALLOUT_PROGRESSED("callout.progressed", Topic.CALLOUT_EVENTS, CalloutEvent.Progressed.class),
    CALLOUT_SUCCEEDED("callout.succeeded", Topic.CALLOUT_EVENTS, CalloutEvent.Succeeded.class),
    FILE_FETCHED("file.fetched", Topic.CALLOUT_EVENTS, CalloutEvent.Fetched.class),
    CALLOUT_FAILED("callout.failed", Topic.CALLOUT_EVENTS, CalloutEvent.Failed.class),
    CALLOUT_CANCELLED("callout.cancelled", Topic.CALLOUT_EVENTS, CalloutEvent.Cancelled.class),
    NOTICE_SENT("notice.sent", Topic.NOTICE_EVENTS, NoticeEvent.Sent.class),
    NOTICE_FAILED("notice.failed", Topic.NOTICE_EVENTS, NoticeEvent.Failed.class),
    HEALTH_LOOKED("health.looked", Topic.HEALTH_EVENTS, HealthEvent.Looked.class),
    PIPELINERUN_QUEUED(Vocabulary.CDEVENTS, "pipelinerun.queued", Topic.CDEVENTS, DeliveryFact.PipelineRunQueued.class),
    PIPELINERUN_STARTED(
            Vocabulary.CDEVENTS, "pipelinerun.started", Topic.CDEVENTS, DeliveryFact.PipelineRunStarted.class),
    PIPELINERUN_FINISHED(
            Vocabulary.CDEVENTS, "pipelinerun.finished", Topic.CDEVENTS, DeliveryFact.PipelineRunFinished.class),
    TASKRUN_STARTED(Vocabulary.CDEVENTS, "taskrun.started", Topic.CDEVENTS, DeliveryFact.TaskRunStarted.class),
    TASKRUN_FINISHED(Vocabulary.CDEVENTS, "taskrun.finished", Topic.CDEVENTS, DeliveryFact.TaskRunFinished.class),
    SERVICE_DEPLOYED(Vocabulary.CDEVENTS, "service.deployed", Topic.CDEVENTS, DeliveryFact.ServiceDeployed.class),
    SERVICE_UPGRADED(Vocabulary.CDEVENTS, "service.upgraded", Topic.CDEVENTS, DeliveryFact.ServiceUpgraded.class),
    SERVICE_ROLLEDBACK(Vocabulary.CDEVENTS, "service.rolledback", Topic.CDEVENTS, DeliveryFact.ServiceRolledback.class);

    /// Whose words a type is made of.
    private enum Vocabulary {
        GENNAKER("io.gennaker.", ".v1"),
        /// The versions of CDEvents 0.4.
        CDEVENTS("dev.cdevents.", ".0.2.0");

        private final String prefix;
        private final String version;

        Vocabulary(String prefix, String version) {
            this.prefix = prefix;
            this.version = version;
        }
    }

    /// CDEvents number the version of each type; what is read of a type is the same in all of 0.x.
    private static final Pattern ANY_CDEVENT =
            Pattern.compile("(dev\\.cdevents\\.[a-z]+\\.[a-z]+)\\.0\\.[0-9]+\\.[0-9]+(-draft)?");
    private static final Map<Class<? extends Message>, MessageType> BY_RECORD =
            Arrays.stream(values()).collect(Collectors.toMap(MessageType::record, Function.identity()));
    private static final Map<String, MessageType> BY_TYPE =
            Arrays.stream(values()).collect(Collectors.toMap(MessageType::type, Function.identity()));

    private final String type;
    private final String shortName;
    private final Topic topic;
    private final Class<? extends Message> record;

    MessageType(String subjectAndPredicate, Topic topic, Class<? extends Message> record) {
        this(Vocabulary.GENNAKER, subjectAndPredicate, topic, record);
    }

    MessageType(Vocabulary vocabulary, String subjectAndPredicate, Topic topic, Class<? extends Message> record) {
        this.type = vocabulary.prefix + subjectAndPredicate + vocabulary.version;
        this.shortName = subjectAndPredicate;
        this.topic = topic;
        this.record = record;
    }

    /// The row of a message.
    public static MessageType of(Message message) {
        return Optional.ofNullable(BY_RECORD.get(message.getClass()))
                .orElseThrow(() -> new IllegalStateException(message.getClass() + " has no row in MessageType"));
    }

    /// The row of a CloudEvents type, where there is one; of a type of CDEvents in any version 0.x.
    public static Optional<MessageType> ofType(String type) {
        MessageType known = BY_TYPE.get(type);
        if (known != null) {
            return Optional.of(known);
        }
        Matcher cdevent = ANY_CDEVENT.matcher(type);
        return cdevent.matches()
                ? Optional.ofNullable(BY_TYPE.get(cdevent.group(1) + Vocabulary.CDEVENTS.version))
                : Optional.empty();
    }

    /// CloudEvents type: `io.gennaker.<subject>.<predicate>.v1`, or a type of CDEvents.
    public String type() {
        return type;
    }

    /// `<subject>.<predicate>`, for people.
    public String shortName() {
        return shortName;
    }

    public Topic topic() {
        return topic;
    }

    public Class<? extends Message> record() {
        return record;
    }
}
