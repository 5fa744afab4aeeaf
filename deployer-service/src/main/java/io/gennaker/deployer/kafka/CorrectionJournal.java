package io.gennaker.deployer.kafka;

import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.DeploymentEvent.Progressed;
import io.gennaker.deployer.drift.DriftRecords;
import io.gennaker.deployer.task.Journal;
import io.gennaker.deployer.task.TaskState;
import io.gennaker.outbox.RunningOperation;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// A journal in the row of a correction. The shift it corrects ended long ago: all that is told is progress of it, and
/// when it is no longer in force, nothing is written or told any more.
record CorrectionJournal(RunningOperation operation, CorrectionId correction, DriftRecords records, InstantSource clock)
        implements Journal {

    /// A newer shift of the route has begun.
    static final class Overtaken extends RuntimeException {
        private static final long serialVersionUID = 1;

        Overtaken(CorrectionId correction) {
            super(correction + " is overtaken by a newer shift");
        }
    }

    @Override
    public boolean cancelRequested() {
        return operation.cancelRequested();
    }

    @Override
    public void onCancel(Runnable told) {
        operation.onCancel(told);
    }

    @Override
    public void record(TaskState state, List<? extends DeploymentEvent> reports, Runnable work) {
        operation.checkpoint(TaskJson.state(state), outbox -> {
            if (!records.holds(correction.shift())) {
                throw new Overtaken(correction);
            }
            work.run();
            reports.forEach(report -> progress(report).ifPresent(outbox::send));
        });
    }

    @Override
    public void end(List<? extends DeploymentEvent> reports, Runnable work) {
        operation.complete(outbox -> {
            if (records.holds(correction.shift())) {
                work.run();
                reports.forEach(report -> progress(report).ifPresent(outbox::send));
            }
            records.ended(correction.shift(), correction.number(), clock.instant());
        });
    }

    /// Gives the operation up without a word.
    void abandon() {
        operation.complete(_ -> records.ended(correction.shift(), correction.number(), clock.instant()));
    }

    private static Optional<Progressed> progress(DeploymentEvent report) {
        return switch (report) {
            case Progressed progressed -> Optional.of(said(report, "correcting: " + progressed.message()));
            case DeploymentEvent.TrafficShifted shifted ->
                Optional.of(said(
                        report,
                        "corrected: the weights of " + shifted.route().title() + " are " + shifted.split() + " again"));
            case DeploymentEvent.Failed failed -> Optional.of(said(report, "not corrected: " + failed.reason()));
            case DeploymentEvent.Cancelled _ -> Optional.of(said(report, "not corrected: it was asked to end"));
            case DeploymentEvent.Succeeded _,
                    DeploymentEvent.JobLogged _,
                    DeploymentEvent.ChangesPlanned _,
                    DeploymentEvent.WorkloadsSettled _,
                    DeploymentEvent.TestsReported _ -> Optional.empty();
        };
    }

    private static Progressed said(DeploymentEvent report, String text) {
        return new Progressed(report.executionId(), report.operationId(), text, report.at());
    }
}
