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
            entry(
                    "ArtifactPublished",
                    contextType("^dev\\.cdevents\\.artifact\\.published\\.0\\.[0-9]+\\.[0-9]+(-draft)?$")),
            entry("CompressedText", Map.of("maxLength", CompressedText.LONGEST, "contentEncoding", "base64")),
            entry("Digest", matching("^sha256:[0-9a-f]{64}$")),
            entry("ExecutionId", matching("^[a-z0-9]([a-z0-9-]{0,78}[a-z0-9])?$")),
            entry("ImageReference", Map.of("anyOf", new Object[] {present("tag"), present("digest")})),
            entry("MetricSpec", Map.of("oneOf", new Object[] {present("preset"), present("query")})),
            entry("OperationId", text(250)),
            entry("PipelineRunFinished", contextType(MessageType.PIPELINERUN_FINISHED)),
            entry("PipelineRunQueued", contextType(MessageType.PIPELINERUN_QUEUED)),
            entry("PipelineRunStarted", contextType(MessageType.PIPELINERUN_STARTED)),
            entry("ServiceDeployed", contextType(MessageType.SERVICE_DEPLOYED)),
            entry("ServiceRolledback", contextType(MessageType.SERVICE_ROLLEDBACK)),
            entry("ServiceUpgraded", contextType(MessageType.SERVICE_UPGRADED)),
            entry("TaskRunFinished", contextType(MessageType.TASKRUN_FINISHED)),
            entry("TaskRunStarted", contextType(MessageType.TASKRUN_STARTED)));

    private static final Map<String, Map<String, Object>> OF_COMPONENTS = Map.ofEntries(
            entry("Actor.user", text(200)),
            entry("AnalyseCanary.namespace", text(63)),
            entry("AnalyseCanary.workload", text(253)),
            entry("AnalysisSpec.judge", text(100)),
            entry("AnalysisSpec.marginal", between(0, 100)),
            entry("AnalysisSpec.minimumSamples", between(1, Integer.MAX_VALUE)),
            entry("AnalysisSpec.pass", between(0, 100)),
            entry("AnalysisSpec.groupWeights.*", between(0, 100)),
            entry("AnalysisPace.interval", Map.of("not", zeroDuration())),
            entry("AnalysisPace.lookback", Map.of("not", zeroDuration())),
            entry("AnalysisSpec.step", Map.of("not", zeroDuration())),
            entry("Apply.document", text(200_000)),
            entry("Apply.fileName", text(300)),
            entry("Apply.name", text(60)),
            entry("Apply.source", text(100)),
            entry("ApplyManifests.namespace", text(63)),
            entry("Artifact.name", text(100)),
            entry("CallWebhook.attempts", between(1, 20)),
            entry("CancelNested.pipeline", text(60)),
            entry("CdContext.id", text(200)),
            entry("CdContext.source", text(300)),
            entry("CdContext.type", text(200)),
            entry("CdContext.version", text(50)),
            entry("ReleaseHistory.releases", between(1, ReleaseHistory.MOST_RELEASES)),
            entry("ReleaseHistory.worseBy", between(0, 10_000)),
            entry("Connections.opened", Map.of("minimum", 0, "maximum", 1e12)),
            entry("Connections.received", Map.of("minimum", 0, "maximum", 1e15)),
            entry("Connections.sent", Map.of("minimum", 0, "maximum", 1e15)),
            entry("Reported.cluster", text(60)),
            entry("Reported.namespace", text(63)),
            entry("Reported.score", between(0, 100)),
            entry("Reported.workload", text(253)),
            entry("Looked.advice", text(HealthEvent.Looked.LONGEST_TEXT)),
            entry("Looked.facts", Map.of("maxProperties", HealthEvent.Looked.MOST_FACTS)),
            entry("Looked.name", text(200)),
            entry("Looked.problem", text(HealthEvent.Looked.LONGEST_TEXT)),
            entry("Looked.replica", text(200)),
            entry("Looked.service", text(60)),
            entry("RunningWorkload.images", Map.of("maxItems", RunningWorkload.MOST_IMAGES)),
            entry("RunningWorkload.kind", text(63)),
            entry("RunningWorkload.name", text(253)),
            entry("WorkloadsSettled.namespace", text(63)),
            entry("WorkloadsSettled.workloads", Map.of("maxItems", DeploymentEvent.WorkloadsSettled.MOST_WORKLOADS)),
            entry("GraphEdge.errorShare", between(0, 1)),
            entry("GraphEdge.rate", Map.of("minimum", 0, "maximum", 1e12)),
            entry("Neighbours.allowedIncrease", between(1, 1_000)),
            entry("Observed.cluster", text(60)),
            entry("Observed.edges", Map.of("maxItems", GraphEvent.Observed.MOST_EDGES)),
            entry("Observed.moreEdges", between(0, Integer.MAX_VALUE)),
            entry("Observed.namespace", text(63)),
            entry("Observed.window", Map.of("not", zeroDuration())),
            entry("Unavailable.cluster", text(60)),
            entry("Unavailable.namespace", text(63)),
            entry("Watch.cluster", text(60)),
            entry("Watch.namespace", text(63)),
            entry("Certainty.confidence", Map.of("minimum", 50, "maximum", 99.99)),
            entry("ClusterTarget.context", text(250)),
            entry("ClusterTarget.name", text(60)),
            entry("Compared.baseline", text(253)),
            entry("Compared.candidate", text(253)),
            entry("Completed.reasons", Map.of("minItems", 1)),
            entry("Completed.score", between(0, 100)),
            entry("ConfirmTraffic.minimumRequests", between(0, Integer.MAX_VALUE)),
            entry("ConfirmTraffic.namespace", text(63)),
            entry("ConfirmTraffic.tolerance", between(0, 100)),
            entry("ConfirmTraffic.workload", text(253)),
            entry("AnswerForm.choices", Map.of("maxItems", AnswerForm.MOST)),
            entry("AnswerForm.inputs", Map.of("maxItems", AnswerForm.MOST)),
            entry("Choice.name", matching("^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$")),
            entry("Choice.title", text(200)),
            entry("Comment.requestId", text(200)),
            entry("Comment.text", text(4_000)),
            entry("Decide.requestId", text(200)),
            entry("Delegate.requestId", text(200)),
            entry("Delegate.to", text(200)),
            entry("Delegated.to", text(200)),
            entry("FilledForm.inputs", Map.of("maxProperties", AnswerForm.MOST)),
            entry("FilledForm.inputs.*", Map.of("maxLength", FilledForm.LONGEST_INPUT)),
            entry("Input.name", matching("^[A-Za-z_][A-Za-z0-9_]{0,59}$")),
            entry("Reminded.reminder", between(1, 100)),
            entry("Reminder.after", Map.of("not", zeroDuration())),
            entry("Reminder.message", text(1_000)),
            entry("Revoke.requestId", text(200)),
            entry("Revoked.revoked", text(200)),
            entry("Environment.id", text(300)),
            entry("EventTaken.event", text(20)),
            entry("EventTaken.eventId", text(300)),
            entry("EventTaken.kind", text(50)),
            entry("EventTaken.omitted", between(0, Integer.MAX_VALUE)),
            entry("EventTaken.source", text(300)),
            entry("EventTaken.subject", text(1_000)),
            entry("FactReceived.eventId", text(300)),
            entry("FactReceived.payload", text(200_000)),
            entry("FactReceived.source", text(300)),
            entry("FinishedPipelineRun.id", text(300)),
            entry("FinishedPipelineRun.type", matching("^pipelineRun$")),
            entry("GitFile.path", text(500)),
            entry("GitFile.ref", text(255)),
            entry("GitFile.repository", text(255)),
            entry("HttpFile.url", text(2_000)),
            entry("FinishedTaskRun.id", text(300)),
            entry("FinishedTaskRun.type", matching("^taskRun$")),
            entry("HttpCall.body", Map.of("maxLength", HttpCall.LONGEST_BODY)),
            entry("HttpCall.method", matching("^[A-Z]{1,20}$")),
            entry("HttpCall.url", matching("^https?://\\S{1,2000}$")),
            entry("ImageChanged.eventId", text(300)),
            entry("ImageChanged.source", text(300)),
            entry(
                    "ImageReference.repository",
                    with(matching("^[a-zA-Z0-9][a-zA-Z0-9._:-]*(/[a-z0-9][a-z0-9._-]*)*$"), "maxLength", 255)),
            entry("ImageReference.tag", matching("^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$")),
            entry("Intervene.requestId", text(200)),
            entry("Intervene.reason", text(2_000)),
            entry("Withdraw.pipeline", text(60)),
            entry("Withdraw.repository", text(255)),
            entry("Withdraw.reason", text(2_000)),
            entry("Reinstate.pipeline", text(60)),
            entry("Reinstate.repository", text(255)),
            entry("Reinstate.reason", text(2_000)),
            entry("Rerun.pipeline", text(60)),
            entry("Rerun.reason", text(2_000)),
            entry("RestoreRoutes.pipeline", text(60)),
            entry("RestoreRoutes.reason", text(2_000)),
            entry("Attested.keyId", text(200)),
            entry("Replayed.requestId", text(200)),
            entry("Retry.stage", text(60)),
            entry("Skip.stage", text(60)),
            entry("Ignore.stage", text(60)),
            entry("Restart.stage", text(60)),
            entry("JobLogged.log", Map.of("maxLength", DeploymentEvent.JobLogged.LONGEST_LOG)),
            entry("JudgementSpec.expiresAfter", Map.of("not", zeroDuration())),
            entry("JudgementSpec.quorum", between(1, 20)),
            entry("JudgementSpec.title", text(200)),
            entry("Link.title", text(200)),
            entry("Link.url", matching("^https?://\\S{1,2000}$")),
            entry("MetricLimits.consecutiveFailures", between(0, 100_000)),
            entry("MetricLimits.consecutiveMissing", between(0, 100_000)),
            entry("MetricLimits.consecutiveSuccesses", between(0, 100_000)),
            entry("MetricLimits.failureBudget", between(0, 100_000)),
            entry("MetricLimits.inconclusiveBudget", between(0, 100_000)),
            entry("MetricResult.unit", text(1 + MetricSpec.LONGEST_UNIT)),
            entry("MetricSpec.group", text(100)),
            entry("MetricSpec.margin", Map.of("exclusiveMinimum", 0)),
            entry("MetricSpec.source", text(60)),
            entry("MetricSpec.name", text(100)),
            entry("MetricSpec.outlierFactor", Map.of("exclusiveMinimum", 0)),
            entry("MetricSpec.unit", text(MetricSpec.LONGEST_UNIT)),
            entry("ObservedSplit.requests", Map.of("minimum", 0)),
            entry("PathCheck.path", text(500)),
            entry("PipelineRun.id", text(300)),
            entry("PipelineRun.type", matching("^pipelineRun$")),
            entry("Progressed.score", between(0, 100)),
            entry("Promote.name", text(60)),
            entry("Promote.percent", between(0, 100)),
            entry("Polling.interval", Map.of("not", zeroDuration())),
            entry("PublishedArtifact.id", text(1_000)),
            entry("PublishedArtifact.type", matching("^artifact$")),
            entry("Remove.name", text(60)),
            entry("RemoveVariants.namespace", text(63)),
            entry("RemoveVariants.workload", text(253)),
            entry("Detour.headers", with(Map.of("minItems", 1), "maxItems", 10)),
            entry("Detour.name", text(40)),
            entry("GatewayRoute.host", text(Track.LONGEST_HOST)),
            entry("GatewayRoute.name", text(253)),
            entry("HeaderMatch.header", text(100)),
            entry("HeaderMatch.value", text(500)),
            entry("Http.virtualService", text(253)),
            entry("IstioServices.host", text(Track.LONGEST_HOST)),
            entry("IstioServices.routes", with(Map.of("minItems", 1), "maxItems", 20)),
            entry("IstioSubsets.destinationRule", text(253)),
            entry("IstioSubsets.host", text(253)),
            entry("IstioSubsets.routes", with(Map.of("minItems", 1), "maxItems", 20)),
            entry("ReplicaShare.service", text(63)),
            entry("Steering.detours", Map.of("maxItems", 10)),
            entry("Steering.mirrorPercent", between(1, 100)),
            entry("Tcp.port", between(1, 65_535)),
            entry("Tcp.virtualService", text(253)),
            entry("Tls.port", between(1, 65_535)),
            entry("Tls.virtualService", text(253)),
            entry("Route.destinationRule", text(253)),
            entry("Route.host", text(253)),
            entry("Route.virtualService", text(253)),
            entry("Replay.event", text(20)),
            entry("Replay.requestId", text(200)),
            entry("RunJob.namespace", text(63)),
            entry("SampleStatistics.count", between(0, Integer.MAX_VALUE)),
            entry("ShiftTraffic.namespace", text(63)),
            entry("ShiftTraffic.workload", text(253)),
            entry("RunReference.id", text(300)),
            entry("SequentialTerms.alpha", Map.of("minimum", 0.0001, "maximum", 0.5)),
            entry("SendNotice.title", text(200)),
            entry("Sent.noticeId", text(500)),
            entry("Failed.noticeId", text(500)),
            entry("Service.id", text(300)),
            entry("Service.type", matching("^service$")),
            entry("ServiceContent.artifactId", text(1_000)),
            entry("Start.pipeline", text(60)),
            entry("StartBaseline.namespace", text(63)),
            entry("StartBaseline.replicas", between(0, 10_000)),
            entry("StartBaseline.workload", text(253)),
            entry("StartCanary.namespace", text(63)),
            entry("StartCanary.replicas", between(0, 10_000)),
            entry("StartCanary.workload", text(253)),
            entry("TaskRun.id", text(300)),
            entry("TaskRun.type", matching("^taskRun$")),
            entry("TrafficSplit.baseline", between(0, 100)),
            entry("TrafficSplit.canary", between(0, 100)),
            entry("TrafficSplit.release", between(0, 100)),
            entry("TriggerLine.detail", text(1_000)),
            entry("TriggerLine.pipeline", text(60)),
            entry("TriggerLine.trigger", text(60)),
            entry("TriggerInfo.eventId", text(300)),
            entry("TriggerInfo.kind", text(50)),
            entry("TriggerInfo.source", text(300)),
            entry("TriggerInfo.user", text(200)),
            entry("UndoApply.namespace", text(63)),
            entry("ChangesPlanned.moreObjects", between(0, Integer.MAX_VALUE)),
            entry("ChangesPlanned.namespace", text(63)),
            entry("ChangesPlanned.objects", Map.of("maxItems", DeploymentEvent.ChangesPlanned.MOST_OBJECTS)),
            entry("ClusterTarget.requestsPerSecond", between(1, 10_000)),
            entry("DeleteObjects.apiVersion", text(253)),
            entry("DeleteObjects.kind", text(63)),
            entry("DeleteObjects.namespace", text(63)),
            entry("FieldChange.after", Map.of("maxLength", FieldChange.LONGEST_VALUE)),
            entry("FieldChange.before", Map.of("maxLength", FieldChange.LONGEST_VALUE)),
            entry("FieldChange.path", text(1_000)),
            entry("FindImages.namespace", text(63)),
            entry("RestoreRoute.namespace", text(63)),
            entry("RestoreRoute.workload", text(253)),
            entry("ObjectChange.apiVersion", text(253)),
            entry("ObjectChange.fields", Map.of("maxItems", ObjectChange.MOST_FIELDS)),
            entry("ObjectChange.kind", text(63)),
            entry("ObjectChange.moreFields", between(0, Integer.MAX_VALUE)),
            entry("ObjectChange.name", text(253)),
            entry("ObjectReference.apiVersion", text(253)),
            entry("ObjectReference.kind", text(63)),
            entry("ObjectReference.name", text(253)),
            entry("PatchObject.namespace", text(63)),
            entry("RestartWorkload.namespace", text(63)),
            entry("RollBackWorkload.namespace", text(63)),
            entry("ScaleWorkload.namespace", text(63)),
            entry("ScaleWorkload.replicas", between(0, 10_000)),
            entry("TestRecord.message", Map.of("maxLength", TestRecord.LONGEST_MESSAGE)),
            entry("TestRecord.name", text(300)),
            entry("TestRecord.suite", Map.of("maxLength", 300)),
            entry("TestsReported.failed", between(0, Integer.MAX_VALUE)),
            entry("TestsReported.passed", between(0, Integer.MAX_VALUE)),
            entry("TestsReported.skipped", between(0, Integer.MAX_VALUE)),
            entry("TestsReported.tests", Map.of("maxItems", DeploymentEvent.TestsReported.MOST_TESTS)));

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

    /// With its types said: the compiler took a minute to find them for hundreds of entries in one call.
    private static Map.Entry<String, Map<String, Object>> entry(String name, Map<String, Object> bounds) {
        return Map.entry(name, bounds);
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
