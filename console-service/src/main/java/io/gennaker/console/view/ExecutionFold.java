package io.gennaker.console.view;

import io.gennaker.contracts.AnalysisEvent;
import io.gennaker.contracts.CalloutEvent;
import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.JudgementEvent;
import io.gennaker.contracts.OperationEvent;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.StepStatus;

/// Builds the view of an execution from its events. Pure.
///
/// Events of one topic come in order; between topics there is no order. So each fact is kept under its operation id,
/// whatever else is known, and the same set of events gives the same view.
public final class ExecutionFold {
    private ExecutionFold() {}

    public static ExecutionView apply(ExecutionView view, ExecutionEvent event) {
        var next = new ViewBuilder(view);
        // What was refused moved nothing.
        if (!(event instanceof ExecutionEvent.InterventionRefused)) {
            next.moved();
        }
        switch (event) {
            case ExecutionEvent.Stalled stalled -> next.stalled(new StallView(stalled.waitsFor(), stalled.since()));
            case ExecutionEvent.Accepted accepted -> next.accepted(accepted);
            case ExecutionEvent.Refused refused -> {
                next.asked(refused.pipeline(), refused.application(), refused.trigger(), refused.at());
                next.ended(ExecutionStatus.FAILED, "refused: " + refused.reason(), refused.at());
            }
            case ExecutionEvent.FilesAwaited awaited -> {
                next.asked(awaited.pipeline(), awaited.application(), awaited.trigger(), awaited.at());
                next.waits(awaited.words());
            }
            case ExecutionEvent.Started started -> next.started(started.at());
            case ExecutionEvent.Frozen frozen -> next.waits(frozen.words());
            case ExecutionEvent.Thawed _ -> next.waits(null);
            case ExecutionEvent.StageChanged changed ->
                next.stage(
                        changed.stage(),
                        stage -> stage.changed(changed.status(), changed.reason(), changed.outputs(), changed.at()));
            case ExecutionEvent.StepChanged changed ->
                next.stage(
                        changed.stage(),
                        stage -> stage.withStep(
                                plannedStep(changed),
                                step -> step.changed(
                                        changed.status(),
                                        changed.operationId() == null
                                                ? null
                                                : changed.operationId().value(),
                                        changed.reason(),
                                        changed.at())));
            case ExecutionEvent.CancelRequested cancel ->
                next.cancelRequested(cancel.by().user());
            case ExecutionEvent.Intervened intervened -> next.intervened(intervened);
            case ExecutionEvent.InterventionRefused refused -> next.intervention(InterventionView.of(refused));
            case ExecutionEvent.Finished finished -> next.ended(finished.status(), finished.reason(), finished.at());
        }
        return next.build();
    }

    private static StepView plannedStep(ExecutionEvent.StepChanged changed) {
        return new StepView(
                changed.step(), changed.title(), changed.compensation(), null, StepStatus.WAITING, null, null, null);
    }

    public static ExecutionView apply(ExecutionView view, OperationEvent event) {
        var next = new ViewBuilder(view);
        switch (event) {
            case DeploymentEvent deployment -> apply(next, deployment);
            case AnalysisEvent analysis -> apply(next, analysis);
            case JudgementEvent judgement -> apply(next, judgement);
            case CalloutEvent callout -> apply(next, callout);
        }
        return next.build();
    }

    private static void apply(ViewBuilder next, DeploymentEvent event) {
        switch (event) {
            case DeploymentEvent.Progressed progressed -> next.progress(event.operationId(), progressed.message());
            case DeploymentEvent.TrafficShifted shifted ->
                next.shift(new ShiftView(
                        shifted.operationId().value(),
                        stageOf(shifted.operationId()),
                        shifted.cluster().name(),
                        shifted.namespace(),
                        shifted.route().title(),
                        shifted.split(),
                        shifted.at(),
                        null,
                        null,
                        null));
            case DeploymentEvent.JobLogged logged ->
                next.log(new LogView(
                        logged.operationId().value(),
                        stageOf(logged.operationId()),
                        stepOf(logged.operationId()),
                        logged.pod(),
                        logged.container(),
                        logged.exitCode(),
                        logged.log(),
                        logged.at()));
            case DeploymentEvent.ChangesPlanned planned ->
                next.changes(new ChangesView(
                        planned.operationId().value(),
                        stageOf(planned.operationId()),
                        stepOf(planned.operationId()),
                        planned.cluster().name(),
                        planned.namespace(),
                        planned.objects(),
                        planned.moreObjects(),
                        planned.at()));
            case DeploymentEvent.TestsReported reported ->
                next.tests(new TestsView(
                        reported.operationId().value(),
                        stageOf(reported.operationId()),
                        stepOf(reported.operationId()),
                        reported.pod(),
                        reported.container(),
                        reported.passed(),
                        reported.failed(),
                        reported.skipped(),
                        reported.tests(),
                        reported.at()));
            // Of the places, not of the execution.
            case DeploymentEvent.WorkloadsSettled _ -> {}
            case DeploymentEvent.Succeeded _, DeploymentEvent.Failed _, DeploymentEvent.Cancelled _ ->
                next.silent(event.operationId());
        }
    }

    private static void apply(ViewBuilder next, CalloutEvent event) {
        switch (event) {
            case CalloutEvent.Progressed progressed -> next.progress(event.operationId(), progressed.message());
            case CalloutEvent.Succeeded _, CalloutEvent.Fetched _, CalloutEvent.Failed _, CalloutEvent.Cancelled _ ->
                next.silent(event.operationId());
        }
    }

    private static void apply(ViewBuilder next, AnalysisEvent event) {
        switch (event) {
            case AnalysisEvent.Progressed progressed -> next.progress(event.operationId(), progressed.message());
            case AnalysisEvent.TrafficConfirmed confirmed -> {
                next.confirmation(new ConfirmationView(
                        confirmed.operationId().value(),
                        stageOf(confirmed.operationId()),
                        confirmed.expected(),
                        confirmed.observed(),
                        confirmed.at(),
                        null));
                next.silent(event.operationId());
            }
            case AnalysisEvent.TrafficUnconfirmed unconfirmed -> {
                next.confirmation(new ConfirmationView(
                        unconfirmed.operationId().value(),
                        stageOf(unconfirmed.operationId()),
                        unconfirmed.expected(),
                        unconfirmed.observed(),
                        unconfirmed.at(),
                        unconfirmed.reason()));
                next.silent(event.operationId());
            }
            case AnalysisEvent.Completed completed -> {
                next.verdict(new VerdictView(
                        completed.operationId().value(),
                        stageOf(completed.operationId()),
                        stepOf(completed.operationId()),
                        completed.verdict(),
                        completed.score(),
                        completed.reasons(),
                        completed.metrics(),
                        completed.from(),
                        completed.to(),
                        completed.at()));
                next.silent(event.operationId());
            }
            case AnalysisEvent.Failed _, AnalysisEvent.Cancelled _ -> next.silent(event.operationId());
        }
    }

    /// A refusal concerns its asker alone: of a judgement that never was, there is nothing to show.
    private static void apply(ViewBuilder next, JudgementEvent event) {
        if (!(event instanceof JudgementEvent.DecisionRefused)) {
            next.judgement(event.operationId().value(), known -> JudgementFold.apply(known, event));
        }
    }

    private static String stageOf(OperationId operation) {
        return part(operation, 1);
    }

    private static String stepOf(OperationId operation) {
        return part(operation, 2);
    }

    /// Operation ids read `execution/stage/step/attempt`.
    private static String part(OperationId operation, int index) {
        String[] parts = operation.value().split("/", -1);
        return parts.length > index ? parts[index] : "";
    }
}
