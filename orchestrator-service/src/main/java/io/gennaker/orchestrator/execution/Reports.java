package io.gennaker.orchestrator.execution;

import io.gennaker.contracts.AnalysisEvent;
import io.gennaker.contracts.CalloutEvent;
import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.JudgementEvent;
import io.gennaker.contracts.JudgementOutcome;
import io.gennaker.contracts.OperationEvent;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Translates what the services report into what it means for a step.
public final class Reports {
    private Reports() {}

    /// The meaning of an event; empty for mere progress, which moves nothing.
    public static Optional<Report> of(OperationEvent event) {
        return switch (event) {
            case DeploymentEvent deployment -> of(deployment);
            case AnalysisEvent analysis -> of(analysis);
            case JudgementEvent judgement -> of(judgement);
            case CalloutEvent callout -> of(callout);
        };
    }

    /// The meaning of the end of an execution that a step began.
    public static Report of(ExecutionCommand.ReportNested ended) {
        return switch (ended.status()) {
            case SUCCEEDED -> new Report.Succeeded(outputs(ended, "Succeeded"));
            case FAILED -> nestedFailed(ended, "Failed", "failed");
            case CANCELLED -> nestedFailed(ended, "Cancelled", "was cancelled");
            case TIMED_OUT -> nestedFailed(ended, "TimedOut", "timed out");
            case QUEUED, RUNNING, PAUSED, COMPENSATING ->
                throw new IllegalArgumentException(ended.nested() + " is " + ended.status() + ", which is no end");
        };
    }

    private static Report nestedFailed(ExecutionCommand.ReportNested ended, String status, String verb) {
        String reason = ended.reason() == null ? "" : ": " + ended.reason();
        return new Report.Failed("execution " + ended.nested() + " " + verb + reason, outputs(ended, status));
    }

    private static Map<String, String> outputs(ExecutionCommand.ReportNested ended, String status) {
        var own = Map.of("execution", ended.nested().value(), "status", status);
        var outputs = new TreeMap<String, String>();
        ended.outputs().entrySet().stream()
                .limit((long) Bounded.MOST_OUTPUTS - own.size())
                .forEach(output -> outputs.put(output.getKey(), output.getValue()));
        outputs.putAll(own);
        return outputs;
    }

    private static Optional<Report> of(CalloutEvent event) {
        return switch (event) {
            case CalloutEvent.Progressed _, CalloutEvent.Fetched _ -> Optional.empty();
            case CalloutEvent.Succeeded succeeded -> Optional.of(new Report.Succeeded(succeeded.outputs()));
            case CalloutEvent.Failed failed
            when failed.code() == FailureCode.TIMED_OUT -> Optional.of(new Report.TimedOut(failed.reason()));
            case CalloutEvent.Failed failed -> Optional.of(new Report.Failed(failed.reason(), failed.outputs()));
            case CalloutEvent.Cancelled cancelled -> Optional.of(new Report.Cancelled());
        };
    }

    private static Optional<Report> of(DeploymentEvent event) {
        return switch (event) {
            case DeploymentEvent.Progressed progressed -> Optional.empty();
            case DeploymentEvent.TrafficShifted shifted -> Optional.empty();
            case DeploymentEvent.ChangesPlanned planned -> Optional.empty();
            case DeploymentEvent.WorkloadsSettled settled -> Optional.empty();
            case DeploymentEvent.TestsReported reported ->
                Optional.of(new Report.Noted(Map.of(
                        "testsPassed", Integer.toString(reported.passed()),
                        "testsFailed", Integer.toString(reported.failed()),
                        "testsSkipped", Integer.toString(reported.skipped()))));
            case DeploymentEvent.JobLogged logged ->
                Optional.of(new Report.Noted(Map.of("exitCode", Integer.toString(logged.exitCode()))));
            case DeploymentEvent.Succeeded succeeded -> Optional.of(new Report.Succeeded(succeeded.outputs()));
            case DeploymentEvent.Failed failed -> Optional.of(failed(failed.code(), failed.reason()));
            case DeploymentEvent.Cancelled cancelled -> Optional.of(new Report.Cancelled());
        };
    }

    private static Optional<Report> of(AnalysisEvent event) {
        return switch (event) {
            case AnalysisEvent.Progressed progressed -> Optional.empty();
            case AnalysisEvent.TrafficConfirmed confirmed -> Optional.of(new Report.Succeeded(Map.of()));
            case AnalysisEvent.TrafficUnconfirmed unconfirmed -> Optional.of(new Report.Succeeded(Map.of()));
            case AnalysisEvent.Completed completed -> Optional.of(verdict(completed));
            case AnalysisEvent.Failed failed -> Optional.of(failed(failed.code(), failed.reason()));
            case AnalysisEvent.Cancelled cancelled -> Optional.of(new Report.Cancelled());
        };
    }

    private static Optional<Report> of(JudgementEvent event) {
        return switch (event) {
            case JudgementEvent.Opened _,
                    JudgementEvent.DecisionRecorded _,
                    JudgementEvent.DecisionRefused _,
                    JudgementEvent.Revoked _,
                    JudgementEvent.Delegated _,
                    JudgementEvent.Commented _,
                    JudgementEvent.Reminded _ -> Optional.empty();
            case JudgementEvent.Concluded concluded -> Optional.of(decision(concluded));
            case JudgementEvent.Cancelled cancelled -> Optional.of(new Report.Cancelled());
        };
    }

    private static Report verdict(AnalysisEvent.Completed completed) {
        String reasons = String.join("; ", completed.reasons());
        return switch (completed.verdict()) {
            case PASS -> new Report.Succeeded(outputs(completed, "Pass"));
            case FAIL -> new Report.Failed(reasons, outputs(completed, "Fail"));
            case INCONCLUSIVE ->
                new Report.Inconclusive("inconclusive: " + reasons, outputs(completed, "Inconclusive"));
        };
    }

    private static Map<String, String> outputs(AnalysisEvent.Completed completed, String verdict) {
        return Map.of("verdict", verdict, "score", Double.toString(completed.score()));
    }

    private static Report decision(JudgementEvent.Concluded concluded) {
        String people = String.join(", ", concluded.decidedBy());
        var outputs = new TreeMap<>(concluded.outputsOrNone());
        outputs.put("decidedBy", people);
        return switch (concluded.decision()) {
            case APPROVE -> new Report.Succeeded(outputs);
            case REJECT -> new Report.Failed(rejection(concluded, people), outputs);
        };
    }

    private static String rejection(JudgementEvent.Concluded concluded, String people) {
        String who = concluded.outcome() == JudgementOutcome.EXPIRED
                ? "rejected: nobody decided in time"
                : "rejected by " + people;
        return concluded.comment() == null ? who : who + ": " + concluded.comment();
    }

    private static Report failed(FailureCode code, String reason) {
        return code == FailureCode.TIMED_OUT ? new Report.TimedOut(reason) : new Report.Failed(reason, Map.of());
    }
}
