package io.gennaker.deployer.task;

import io.gennaker.contracts.DeploymentEvent;
import java.util.List;

/// The durable record of one running task. Every write is fenced: it throws, and writes nothing, after another replica
/// has taken the task over.
public interface Journal {
    /// Whether somebody asked to end the task.
    boolean cancelRequested();

    /// Has `told` called when somebody asks to end the task, by any thread; at once when somebody has.
    void onCancel(Runnable told);

    /// Records the state and reports, in one transaction with what `work` writes.
    void record(TaskState state, List<? extends DeploymentEvent> reports, Runnable work);

    /// Ends the task with its last reports, in one transaction with what `work` writes.
    void end(List<? extends DeploymentEvent> reports, Runnable work);
}
