package io.gennaker.deployer.kafka;

import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.deployer.task.Journal;
import io.gennaker.deployer.task.TaskState;
import io.gennaker.outbox.RunningOperation;
import java.util.List;

/// A journal in the row of a leased operation.
record OperationJournal(RunningOperation operation) implements Journal {

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
            work.run();
            reports.forEach(outbox::send);
        });
    }

    @Override
    public void end(List<? extends DeploymentEvent> reports, Runnable work) {
        operation.complete(outbox -> {
            work.run();
            reports.forEach(outbox::send);
        });
    }
}
