package io.gennaker.deployer.kafka;

import io.gennaker.contracts.DeploymentCommand;
import io.gennaker.deployer.task.Assignment;
import io.gennaker.deployer.task.Ports;
import io.gennaker.deployer.task.TaskRunner;
import io.gennaker.outbox.OperationHandler;
import io.gennaker.outbox.RunningOperation;
import org.jboss.logging.Logger;

/// Runs a task as a leased operation, from its recorded state on.
public final class DeploymentOperations implements OperationHandler {
    private static final Logger LOG = Logger.getLogger(DeploymentOperations.class);

    private final Ports ports;

    public DeploymentOperations(Ports ports) {
        this.ports = ports;
    }

    @Override
    public void run(RunningOperation operation) throws InterruptedException {
        DeploymentCommand.Start start = TaskJson.command(operation.command());
        String recorded = operation.state();
        LOG.infof(
                "running execution=%s operation=%s task=%s attempt=%d state=%s",
                start.executionId(),
                start.operationId(),
                start.task().getClass().getSimpleName(),
                operation.attempt(),
                recorded);
        var assignment = new Assignment(start.executionId(), start.operationId(), start.task(), start.deadline());
        new TaskRunner(
                        assignment,
                        recorded == null ? null : TaskJson.state(recorded),
                        ports,
                        new OperationJournal(operation))
                .run();
        LOG.infof("ended execution=%s operation=%s", start.executionId(), start.operationId());
    }
}
