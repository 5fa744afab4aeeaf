package io.gennaker.contracts.asyncapi;

import static io.gennaker.contracts.asyncapi.Service.ANALYSIS;
import static io.gennaker.contracts.asyncapi.Service.CONSOLE;
import static io.gennaker.contracts.asyncapi.Service.DEPLOYER;
import static io.gennaker.contracts.asyncapi.Service.JUDGEMENT;
import static io.gennaker.contracts.asyncapi.Service.ORCHESTRATOR;
import static io.gennaker.contracts.asyncapi.Service.TRIGGER;

import io.gennaker.contracts.MessageType;
import java.util.List;

/// Who writes and who reads a message type.
///
/// @param readers none where only systems that are not part of Gennaker read it
/// @param outside whether systems that are not part of Gennaker may write it too
public record Participants(List<Service> writers, List<Service> readers, boolean outside) {

    /// The table. A new message type does not compile without its row.
    public static Participants of(MessageType type) {
        return switch (type) {
            case IMAGE_CHANGED, FACT_RECEIVED -> new Participants(List.of(TRIGGER), List.of(TRIGGER), true);
            case ARTIFACT_PUBLISHED -> new Participants(List.of(), List.of(TRIGGER), true);
            case EVENT_REPLAY -> between(CONSOLE, TRIGGER);
            case EVENT_TAKEN -> between(TRIGGER, CONSOLE);
            case DEFINITION_APPLY, DEFINITION_REMOVE, TEMPLATE_PROMOTE, IMAGE_WITHDRAW, IMAGE_REINSTATE ->
                between(CONSOLE, ORCHESTRATOR);
            case DEFINITION_APPLIED, DEFINITION_REMOVED, TEMPLATE_CHANNEL_MOVED ->
                between(ORCHESTRATOR, TRIGGER, JUDGEMENT, CONSOLE);
            case IMAGE_WITHDRAWN, IMAGE_REINSTATED -> between(ORCHESTRATOR, CONSOLE);
            case EXECUTION_CANCEL, EXECUTION_INTERVENE -> between(CONSOLE, ORCHESTRATOR);
            case EXECUTION_START ->
                new Participants(List.of(TRIGGER, CONSOLE, ORCHESTRATOR), List.of(ORCHESTRATOR), false);
            case EXECUTION_CANCEL_NESTED, EXECUTION_REPORT_NESTED -> between(ORCHESTRATOR, ORCHESTRATOR);
            case EXECUTION_ACCEPTED,
                    EXECUTION_FILES_AWAITED,
                    EXECUTION_REFUSED,
                    EXECUTION_STARTED,
                    STAGE_CHANGED,
                    STEP_CHANGED,
                    EXECUTION_CANCEL_REQUESTED,
                    EXECUTION_INTERVENED,
                    EXECUTION_INTERVENTION_REFUSED,
                    EXECUTION_STALLED,
                    EXECUTION_FROZEN,
                    EXECUTION_THAWED,
                    EXECUTION_FINISHED -> between(ORCHESTRATOR, TRIGGER, JUDGEMENT, CONSOLE);
            case EXECUTION_RESTORE_ROUTES ->
                new Participants(List.of(CONSOLE, ORCHESTRATOR), List.of(ORCHESTRATOR), false);
            case EXECUTION_RERUN, EXECUTION_REPLAY -> between(CONSOLE, ORCHESTRATOR);
            case EXECUTION_ATTESTED, EXECUTION_REPLAYED -> between(ORCHESTRATOR, CONSOLE);
            case DEPLOYMENT_START, DEPLOYMENT_CANCEL -> between(ORCHESTRATOR, DEPLOYER);
            case DEPLOYMENT_PROGRESSED,
                    TRAFFIC_SHIFTED,
                    JOB_LOGGED,
                    CHANGES_PLANNED,
                    TESTS_REPORTED,
                    WORKLOADS_SETTLED,
                    DEPLOYMENT_SUCCEEDED,
                    DEPLOYMENT_FAILED,
                    DEPLOYMENT_CANCELLED -> between(DEPLOYER, ORCHESTRATOR, CONSOLE);
            case ANALYSIS_START, ANALYSIS_HOLD, ANALYSIS_RESUME, ANALYSIS_CANCEL -> between(ORCHESTRATOR, ANALYSIS);
            case ANALYSIS_PROGRESSED,
                    TRAFFIC_CONFIRMED,
                    TRAFFIC_UNCONFIRMED,
                    ANALYSIS_COMPLETED,
                    ANALYSIS_FAILED,
                    ANALYSIS_CANCELLED -> between(ANALYSIS, ORCHESTRATOR, CONSOLE);
            case ANALYSIS_REPORTED -> between(ANALYSIS, CONSOLE);
            case GRAPH_WATCH -> between(CONSOLE, ANALYSIS);
            case GRAPH_OBSERVED, GRAPH_UNAVAILABLE -> between(ANALYSIS, CONSOLE);
            case JUDGEMENT_OPEN, JUDGEMENT_CANCEL -> between(ORCHESTRATOR, JUDGEMENT);
            case JUDGEMENT_DECIDE, JUDGEMENT_REVOKE, JUDGEMENT_DELEGATE, JUDGEMENT_COMMENT ->
                between(CONSOLE, JUDGEMENT);
            case JUDGEMENT_OPENED,
                    DECISION_RECORDED,
                    DECISION_REFUSED,
                    JUDGEMENT_REVOKED,
                    JUDGEMENT_DELEGATED,
                    JUDGEMENT_COMMENTED,
                    JUDGEMENT_REMINDED,
                    JUDGEMENT_CONCLUDED,
                    JUDGEMENT_CANCELLED -> between(JUDGEMENT, ORCHESTRATOR, JUDGEMENT, CONSOLE);
            case CALLOUT_START, CALLOUT_CANCEL -> between(ORCHESTRATOR, JUDGEMENT);
            case CALLOUT_PROGRESSED, CALLOUT_SUCCEEDED, FILE_FETCHED, CALLOUT_FAILED, CALLOUT_CANCELLED ->
                between(JUDGEMENT, ORCHESTRATOR, CONSOLE);
            case NOTICE_SENT, NOTICE_FAILED -> between(JUDGEMENT, CONSOLE);
            case HEALTH_LOOKED ->
                new Participants(
                        List.of(TRIGGER, ORCHESTRATOR, DEPLOYER, ANALYSIS, JUDGEMENT, CONSOLE),
                        List.of(CONSOLE),
                        false);
            case PIPELINERUN_QUEUED,
                    PIPELINERUN_STARTED,
                    PIPELINERUN_FINISHED,
                    TASKRUN_STARTED,
                    TASKRUN_FINISHED,
                    SERVICE_DEPLOYED,
                    SERVICE_UPGRADED,
                    SERVICE_ROLLEDBACK -> between(ORCHESTRATOR);
        };
    }

    private static Participants between(Service writer, Service... readers) {
        return new Participants(List.of(writer), List.of(readers), false);
    }
}
