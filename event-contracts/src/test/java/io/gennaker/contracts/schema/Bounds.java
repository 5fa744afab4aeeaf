package io.gennaker.contracts.schema;

import io.gennaker.contracts.AnswerForm;
import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.FieldChange;
import io.gennaker.contracts.FilledForm;
import io.gennaker.contracts.GraphEvent;
import io.gennaker.contracts.HealthEvent;
import io.gennaker.contracts.HttpCall;
import io.gennaker.contracts.MessageType;
import io.gennaker.contracts.MetricSpec;
import io.gennaker.contracts.ObjectChange;
import io.gennaker.contracts.ReleaseHistory;
import io.gennaker.contracts.RunningWorkload;
import io.gennaker.contracts.TestRecord;
import io.gennaker.contracts.Track;
import java.util.LinkedHashMap;
import java.util.Map;

/// The bounds that compact constructors guard, in the words of JSON Schema. `AgreementTest` holds both together.
final class Bounds {
    private static final Map<String, Map<String, Object>> OF_TYPES = Map.ofEntries(
            Map.entry(
                    "ArtifactPublished",
                    contextType("^dev\\.cdevents\\.artifact\\.published\\.0\\.[0-9]+\\.[0-9]+(-draft)?$")),
            Map.entry("CompressedText", Map.of("maxLength", CompressedText.LONGEST, "contentEncoding", "base64")),
            Map.entry("Digest", matching("^sha256:[0-9a-f]{64}$")),
            Map.entry("ExecutionId", matching("^[a-z0-9]([a-z0-9-]{0,78}[a-z0-9])?$")),
            Map.entry("ImageReference", Map.of("anyOf", new Object[] {present("tag"), present("digest")})),
            Map.entry("MetricSpec", Map.of("oneOf", new Object[] {present("preset"), present("query")})),
            Map.entry("OperationId", text(250)),
            Map.entry("PipelineRunFinished", contextType(MessageType.PIPELINERUN_FINISHED)),
            Map.entry("PipelineRunQueued", contextType(MessageType.PIPELINERUN_QUEUED)),
            Map.entry("PipelineRunStarted", contextType(MessageType.PIPELINERUN_STARTED)),
            Map.entry("ServiceDeployed", contextType(MessageType.SERVICE_DEPLOYED)),
            Map.entry("ServiceRolledback", contextType(MessageType.SERVICE_ROLLEDBACK)),
            Map.entry("ServiceUpgraded", contextType(MessageType.SERVICE_UPGRADED)),
            Map.entry("TaskRunFinished", contextType(MessageType.TASKRUN_FINISHED)),
            Map.entry("TaskRunStarted", contextType(MessageType.TASKRUN_STARTED)));

    private static final Map<String, Map<String, Object>> OF_COMPONENTS = Map.ofEntries(
            Map.entry("Actor.user", text(200)),
            Map.entry("AnalyseCanary.namespace", text(63)),
            Map.entry("AnalyseCanary.workload", text(253)),
            Map.entry("AnalysisSpec.judge", text(100)),
            Map.entry("AnalysisSpec.marginal", between(0, 100)),
            Map.entry("AnalysisSpec.minimumSamples", between(1, Integer.MAX_VALUE)),
            Map.entry("AnalysisSpec.pass", between(0, 100)),
            Map.entry("AnalysisSpec.groupWeights.*", between(0, 100)),
            Map.entry("AnalysisPace.interval", Map.of("not", zeroDuration())),
            Map.entry("AnalysisPace.lookback", Map.of("not", zeroDuration())),
            Map.entry("AnalysisSpec.step", Map.of("not", zeroDuration())),
            Map.entry("Apply.document", text(200_000)),
            Map.entry("Apply.fileName", text(300)),
            Map.entry("Apply.name", text(60)),
            Map.entry("Apply.source", text(100)),
            Map.entry("ApplyManifests.namespace", text(63)),
            Map.entry("Artifact.name", text(100)),
            Map.entry("CallWebhook.attempts", between(1, 20)),
            Map.entry("CancelNested.pipeline", text(60)),
            Map.entry("CdContext.id", text(200)),
            Map.entry("CdContext.source", text(300)),
            Map.entry("CdContext.type", text(200)),
            Map.entry("CdContext.version", text(50)),
            Map.entry("ReleaseHistory.releases", between(1, ReleaseHistory.MOST_RELEASES)),
            Map.entry("ReleaseHistory.worseBy", between(0, 10_000)),
            Map.entry("Connections.opened", Map.of("minimum", 0, "maximum", 1e12)),
            Map.entry("Connections.received", Map.of("minimum", 0, "maximum", 1e15)),
            Map.entry("Connections.sent", Map.of("minimum", 0, "maximum", 1e15)),
            Map.entry("Reported.cluster", text(60)),
            Map.entry("Reported.namespace", text(63)),
            Map.entry("Reported.score", between(0, 100)),
            Map.entry("Reported.workload", text(253)),
            Map.entry("Looked.advice", text(HealthEvent.Looked.LONGEST_TEXT)),
            Map.entry("Looked.facts", Map.of("maxProperties", HealthEvent.Looked.MOST_FACTS)),
            Map.entry("Looked.name", text(200)),
            Map.entry("Looked.problem", text(HealthEvent.Looked.LONGEST_TEXT)),
            Map.entry("Looked.replica", text(200)),
            Map.entry("Looked.service", text(60)),
            Map.entry("RunningWorkload.images", Map.of("maxItems", RunningWorkload.MOST_IMAGES)),
            Map.entry("RunningWorkload.kind", text(63)),
            Map.entry("RunningWorkload.name", text(253)),
            Map.entry("WorkloadsSettled.namespace", text(63)),
            Map.entry(
                    "WorkloadsSettled.workloads", Map.of("maxItems", DeploymentEvent.WorkloadsSettled.MOST_WORKLOADS)),
            Map.entry("GraphEdge.errorShare", between(0, 1)),
            Map.entry("GraphEdge.rate", Map.of("minimum", 0, "maximum", 1e12)),
            Map.entry("Neighbours.allowedIncrease", between(1, 1_000)),
            Map.entry("Observed.cluster", text(60)),
            Map.entry("Observed.edges", Map.of("maxItems", GraphEvent.Observed.MOST_EDGES)),
            Map.entry("Observed.moreEdges", between(0, Integer.MAX_VALUE)),
            Map.entry("Observed.namespace", text(63)),
            Map.entry("Observed.window", Map.of("not", zeroDuration())),
            Map.entry("Unavailable.cluster", text(60)),
            Map.entry("Unavailable.namespace", text(63)),
            Map.entry("Watch.cluster", text(60)),
            Map.entry("Watch.namespace", text(63)),
            Map.entry("Certainty.confidence", Map.of("minimum", 50, "maximum", 99.99)),
            Map.entry("ClusterTarget.context", text(250)),
            Map.entry("ClusterTarget.name", text(60)),
            Map.entry("Compared.baseline", text(253)),
            Map.entry("Compared.candidate", text(253)),
            Map.entry("Completed.reasons", Map.of("minItems", 1)),
            Map.entry("Completed.score", between(0, 100)),
            Map.entry("ConfirmTraffic.minimumRequests", between(0, Integer.MAX_VALUE)),
            Map.entry("ConfirmTraffic.namespace", text(63)),
            Map.entry("ConfirmTraffic.tolerance", between(0, 100)),
            Map.entry("ConfirmTraffic.workload", text(253)),
            Map.entry("AnswerForm.choices", Map.of("maxItems", AnswerForm.MOST)),
            Map.entry("AnswerForm.inputs", Map.of("maxItems", AnswerForm.MOST)),
            Map.entry("Choice.name", matching("^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$")),
            Map.entry("Choice.title", text(200)),
            Map.entry("Comment.requestId", text(200)),
            Map.entry("Comment.text", text(4_000)),
            Map.entry("Decide.requestId", text(200)),
            Map.entry("Delegate.requestId", text(200)),
            Map.entry("Delegate.to", text(200)),
            Map.entry("Delegated.to", text(200)),
            Map.entry("FilledForm.inputs", Map.of("maxProperties", AnswerForm.MOST)),
            Map.entry("FilledForm.inputs.*", Map.of("maxLength", FilledForm.LONGEST_INPUT)),
            Map.entry("Input.name", matching("^[A-Za-z_][A-Za-z0-9_]{0,59}$")),
            Map.entry("Reminded.reminder", between(1, 100)),
            Map.entry("Reminder.after", Map.of("not", zeroDuration())),
            Map.entry("Reminder.message", text(1_000)),
            Map.entry("Revoke.requestId", text(200)),
            Map.entry("Revoked.revoked", text(200)),
            Map.entry("Environment.id", text(300)),
            Map.entry("EventTaken.event", text(20)),
            Map.entry("EventTaken.eventId", text(300)),
            Map.entry("EventTaken.kind", text(50)),
            Map.entry("EventTaken.omitted", between(0, Integer.MAX_VALUE)),
            Map.entry("EventTaken.source", text(300)),
            Map.entry("EventTaken.subject", text(1_000)),
            Map.entry("FactReceived.eventId", text(300)),
            Map.entry("FactReceived.payload", text(200_000)),
            Map.entry("FactReceived.source", text(300)),
            Map.entry("FinishedPipelineRun.id", text(300)),
            Map.entry("FinishedPipelineRun.type", matching("^pipelineRun$")),
            Map.entry("GitFile.path", text(500)),
            Map.entry("GitFile.ref", text(255)),
            Map.entry("GitFile.repository", text(255)),
            Map.entry("HttpFile.url", text(2_000)),
            Map.entry("FinishedTaskRun.id", text(300)),
            Map.entry("FinishedTaskRun.type", matching("^taskRun$")),
            Map.entry("HttpCall.body", Map.of("maxLength", HttpCall.LONGEST_BODY)),
            Map.entry("HttpCall.method", matching("^[A-Z]{1,20}$")),
            Map.entry("HttpCall.url", matching("^https?://\\S{1,2000}$")),
            Map.entry("ImageChanged.eventId", text(300)),
            Map.entry("ImageChanged.source", text(300)),
            Map.entry(
                    "ImageReference.repository",
                    with(matching("^[a-zA-Z0-9][a-zA-Z0-9._:-]*(/[a-z0-9][a-z0-9._-]*)*$"), "maxLength", 255)),
            Map.entry("ImageReference.tag", matching("^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$")),
            Map.entry("Intervene.requestId", text(200)),
            Map.entry("Intervene.reason", text(2_000)),
            Map.entry("Withdraw.pipeline", text(60)),
            Map.entry("Withdraw.repository", text(255)),
            Map.entry("Withdraw.reason", text(2_000)),
            Map.entry("Reinstate.pipeline", text(60)),
            Map.entry("Reinstate.repository", text(255)),
            Map.entry("Reinstate.reason", text(2_000)),
            Map.entry("Rerun.pipeline", text(60)),
            Map.entry("Rerun.reason", text(2_000)),
            Map.entry("RestoreRoutes.pipeline", text(60)),
            Map.entry("RestoreRoutes.reason", text(2_000)),
            Map.entry("Attested.keyId", text(200)),
            Map.entry("Replayed.requestId", text(200)),
            Map.entry("Retry.stage", text(60)),
            Map.entry("Skip.stage", text(60)),
            Map.entry("Ignore.stage", text(60)),
            Map.entry("Restart.stage", text(60)),
            Map.entry("JobLogged.log", Map.of("maxLength", DeploymentEvent.JobLogged.LONGEST_LOG)),
            Map.entry("JudgementSpec.expiresAfter", Map.of("not", zeroDuration())),
            Map.entry("JudgementSpec.quorum", between(1, 20)),
            Map.entry("JudgementSpec.title", text(200)),
            Map.entry("Link.title", text(200)),
            Map.entry("Link.url", matching("^https?://\\S{1,2000}$")),
            Map.entry("MetricLimits.consecutiveFailures", between(0, 100_000)),
            Map.entry("MetricLimits.consecutiveMissing", between(0, 100_000)),
            Map.entry("MetricLimits.consecutiveSuccesses", between(0, 100_000)),
            Map.entry("MetricLimits.failureBudget", between(0, 100_000)),
            Map.entry("MetricLimits.inconclusiveBudget", between(0, 100_000)),
            Map.entry("MetricResult.unit", text(1 + MetricSpec.LONGEST_UNIT)),
            Map.entry("MetricSpec.group", text(100)),
            Map.entry("MetricSpec.margin", Map.of("exclusiveMinimum", 0)),
            Map.entry("MetricSpec.source", text(60)),
            Map.entry("MetricSpec.name", text(100)),
            Map.entry("MetricSpec.outlierFactor", Map.of("exclusiveMinimum", 0)),
            Map.entry("MetricSpec.unit", text(MetricSpec.LONGEST_UNIT)),
            Map.entry("ObservedSplit.requests", Map.of("minimum", 0)),
            Map.entry("PathCheck.path", text(500)),
            Map.entry("PipelineRun.id", text(300)),
            Map.entry("PipelineRun.type", matching("^pipelineRun$")),
            Map.entry("Progressed.score", between(0, 100)),
            Map.entry("Promote.name", text(60)),
            Map.entry("Promote.percent", between(0, 100)),
            Map.entry("Polling.interval", Map.of("not", zeroDuration())),
            Map.entry("PublishedArtifact.id", text(1_000)),
            Map.entry("PublishedArtifact.type", matching("^artifact$")),
            Map.entry("Remove.name", text(60)),
            Map.entry("RemoveVariants.namespace", text(63)),
            Map.entry("RemoveVariants.workload", text(253)),
            Map.entry("Detour.headers", with(Map.of("minItems", 1), "maxItems", 10)),
            Map.entry("Detour.name", text(40)),
            Map.entry("GatewayRoute.host", text(Track.LONGEST_HOST)),
            Map.entry("GatewayRoute.name", text(253)),
            Map.entry("HeaderMatch.header", text(100)),
            Map.entry("HeaderMatch.value", text(500)),
            Map.entry("Http.virtualService", text(253)),
            Map.entry("IstioServices.host", text(Track.LONGEST_HOST)),
            Map.entry("IstioServices.routes", with(Map.of("minItems", 1), "maxItems", 20)),
            Map.entry("IstioSubsets.destinationRule", text(253)),
            Map.entry("IstioSubsets.host", text(253)),
            Map.entry("IstioSubsets.routes", with(Map.of("minItems", 1), "maxItems", 20)),
            Map.entry("ReplicaShare.service", text(63)),
            Map.entry("Steering.detours", Map.of("maxItems", 10)),
            Map.entry("Steering.mirrorPercent", between(1, 100)),
            Map.entry("Tcp.port", between(1, 65_535)),
            Map.entry("Tcp.virtualService", text(253)),
            Map.entry("Tls.port", between(1, 65_535)),
            Map.entry("Tls.virtualService", text(253)),
            Map.entry("Route.destinationRule", text(253)),
            Map.entry("Route.host", text(253)),
            Map.entry("Route.virtualService", text(253)),
            Map.entry("Replay.event", text(20)),
            Map.entry("Replay.requestId", text(200)),
            Map.entry("RunJob.namespace", text(63)),
            Map.entry("SampleStatistics.count", between(0, Integer.MAX_VALUE)),
            Map.entry("ShiftTraffic.namespace", text(63)),
            Map.entry("ShiftTraffic.workload", text(253)),
            Map.entry("RunReference.id", text(300)),
            Map.entry("SequentialTerms.alpha", Map.of("minimum", 0.0001, "maximum", 0.5)),
            Map.entry("SendNotice.title", text(200)),
            Map.entry("Sent.noticeId", text(500)),
            Map.entry("Failed.noticeId", text(500)),
            Map.entry("Service.id", text(300)),
            Map.entry("Service.type", matching("^service$")),
            Map.entry("ServiceContent.artifactId", text(1_000)),
            Map.entry("Start.pipeline", text(60)),
            Map.entry("StartBaseline.namespace", text(63)),
            Map.entry("StartBaseline.replicas", between(0, 10_000)),
            Map.entry("StartBaseline.workload", text(253)),
            Map.entry("StartCanary.namespace", text(63)),
            Map.entry("StartCanary.replicas", between(0, 10_000)),
            Map.entry("StartCanary.workload", text(253)),
            Map.entry("TaskRun.id", text(300)),
            Map.entry("TaskRun.type", matching("^taskRun$")),
            Map.entry("TrafficSplit.baseline", between(0, 100)),
            Map.entry("TrafficSplit.canary", between(0, 100)),
            Map.entry("TrafficSplit.release", between(0, 100)),
            Map.entry("TriggerLine.detail", text(1_000)),
            Map.entry("TriggerLine.pipeline", text(60)),
            Map.entry("TriggerLine.trigger", text(60)),
            Map.entry("TriggerInfo.eventId", text(300)),
            Map.entry("TriggerInfo.kind", text(50)),
            Map.entry("TriggerInfo.source", text(300)),
            Map.entry("UndoApply.namespace", text(63)),
            Map.entry("ChangesPlanned.moreObjects", between(0, Integer.MAX_VALUE)),
            Map.entry("ChangesPlanned.namespace", text(63)),
            Map.entry("ChangesPlanned.objects", Map.of("maxItems", DeploymentEvent.ChangesPlanned.MOST_OBJECTS)),
            Map.entry("ClusterTarget.requestsPerSecond", between(1, 10_000)),
            Map.entry("DeleteObjects.apiVersion", text(253)),
            Map.entry("DeleteObjects.kind", text(63)),
            Map.entry("DeleteObjects.namespace", text(63)),
            Map.entry("FieldChange.after", Map.of("maxLength", FieldChange.LONGEST_VALUE)),
            Map.entry("FieldChange.before", Map.of("maxLength", FieldChange.LONGEST_VALUE)),
            Map.entry("FieldChange.path", text(1_000)),
            Map.entry("FindImages.namespace", text(63)),
            Map.entry("RestoreRoute.namespace", text(63)),
            Map.entry("RestoreRoute.workload", text(253)),
            Map.entry("ObjectChange.apiVersion", text(253)),
            Map.entry("ObjectChange.fields", Map.of("maxItems", ObjectChange.MOST_FIELDS)),
            Map.entry("ObjectChange.kind", text(63)),
            Map.entry("ObjectChange.moreFields", between(0, Integer.MAX_VALUE)),
            Map.entry("ObjectChange.name", text(253)),
            Map.entry("ObjectReference.apiVersion", text(253)),
            Map.entry("ObjectReference.kind", text(63)),
            Map.entry("ObjectReference.name", text(253)),
            Map.entry("PatchObject.namespace", text(63)),
            Map.entry("RestartWorkload.namespace", text(63)),
            Map.entry("RollBackWorkload.namespace", text(63)),
            Map.entry("ScaleWorkload.namespace", text(63)),
            Map.entry("ScaleWorkload.replicas", between(0, 10_000)),
            Map.entry("TestRecord.message", Map.of("maxLength", TestRecord.LONGEST_MESSAGE)),
            Map.entry("TestRecord.name", text(300)),
            Map.entry("TestRecord.suite", Map.of("maxLength", 300)),
            Map.entry("TestsReported.failed", between(0, Integer.MAX_VALUE)),
            Map.entry("TestsReported.passed", between(0, Integer.MAX_VALUE)),
            Map.entry("TestsReported.skipped", between(0, Integer.MAX_VALUE)),
            Map.entry("TestsReported.tests", Map.of("maxItems", DeploymentEvent.TestsReported.MOST_TESTS)));

    private Bounds() {}

    static Map<String, Object> of(Class<?> type) {
        return OF_TYPES.getOrDefault(type.getSimpleName(), Map.of());
    }

    static Map<String, Object> of(Class<?> record, String component) {
        return OF_COMPONENTS.getOrDefault(record.getSimpleName() + "." + component, Map.of());
    }

    private static Map<String, Object> text(int longest) {
        return with(matching("\\S"), "maxLength", longest);
    }

    private static Map<String, Object> matching(String pattern) {
        return Map.of("pattern", pattern);
    }

    private static Map<String, Object> contextType(MessageType type) {
        return contextType("^" + type.type().replace(".", "\\.") + "$");
    }

    /// Of a CDEvent, whose context is the same record for all types.
    private static Map<String, Object> contextType(String pattern) {
        var context = Map.of("properties", Map.of("type", matching(pattern)));
        return Map.of("allOf", new Object[] {Map.of("properties", Map.of("context", context))});
    }

    private static Map<String, Object> between(int least, int most) {
        return with(Map.of("minimum", least), "maximum", most);
    }

    private static Map<String, Object> zeroDuration() {
        return with(matching("^P[0DTHMS.]*$"), "type", "string");
    }

    private static Map<String, Object> present(String component) {
        return with(
                Map.of("required", new Object[] {component}),
                "properties",
                Map.of(component, Map.of("type", "string")));
    }

    private static Map<String, Object> with(Map<String, Object> keywords, String keyword, Object value) {
        var more = new LinkedHashMap<>(keywords);
        more.put(keyword, value);
        return more;
    }
}
