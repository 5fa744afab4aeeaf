package io.gennaker.deployer.kafka;

import io.gennaker.contracts.DeploymentCommand;
import io.gennaker.deployer.drift.DriftRecords;
import io.gennaker.deployer.task.Assignment;
import io.gennaker.deployer.task.Ports;
import io.gennaker.deployer.task.Step;
import io.gennaker.deployer.task.TaskRunner;
import io.gennaker.deployer.task.TaskState;
import io.gennaker.outbox.OperationHandler;
import io.gennaker.outbox.RunningOperation;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Runs a task as a leased operation, from its recorded state on.
public final class DeploymentOperations implements OperationHandler {
    private static final Logger LOG = Logger.getLogger(DeploymentOperations.class);

    private final Ports ports;
    private final DriftRecords drifts;

    public DeploymentOperations(Ports ports, DriftRecords drifts) {
        this.ports = ports;
        this.drifts = drifts;
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
        TaskState state = recorded == null ? null : TaskJson.state(recorded);
        Optional<CorrectionId> correction = CorrectionId.parse(operation.id());
        if (correction.isPresent()) {
            correct(assignment, state, new CorrectionJournal(operation, correction.get(), drifts, ports.clock()));
        } else {
            new TaskRunner(assignment, state, ports, new OperationJournal(operation)).run();
        }
        LOG.infof("ended execution=%s operation=%s", start.executionId(), operation.id());
    }

    /// The shift again, from where pods are asked for: what is intended stands in the records already.
    private void correct(Assignment assignment, @Nullable TaskState recorded, CorrectionJournal journal)
            throws InterruptedException {
        TaskState state = recorded != null
                ? recorded
                : new TaskState.Working(Step.AWAIT_PODS, ports.clock().instant(), Map.of());
        try {
            new TaskRunner(assignment, state, ports, journal).run();
        } catch (CorrectionJournal.Overtaken overtaken) {
            LOG.infof("gave up: %s", overtaken.getMessage());
            journal.abandon();
        }
    }
}
