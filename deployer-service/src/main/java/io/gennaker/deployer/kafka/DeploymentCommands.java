package io.gennaker.deployer.kafka;

import io.gennaker.contracts.DeploymentCommand;
import io.gennaker.contracts.Envelope;
import io.gennaker.contracts.MessageType;
import io.gennaker.contracts.Topic;
import io.gennaker.outbox.MessageHandler;
import io.gennaker.outbox.Operations;
import io.gennaker.outbox.Outbox;
import io.gennaker.outbox.RejectedMessage;
import java.util.Set;
import org.jboss.logging.Logger;

/// Turns commands into operations. The work itself begins after the message is acknowledged.
public final class DeploymentCommands implements MessageHandler {
    private static final Logger LOG = Logger.getLogger(DeploymentCommands.class);

    private final Operations operations;

    public DeploymentCommands(Operations operations) {
        this.operations = operations;
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.DEPLOYMENT_COMMANDS);
    }

    @Override
    public void handle(Envelope envelope, Outbox outbox) {
        if (!(envelope.message() instanceof DeploymentCommand command)) {
            throw new RejectedMessage(MessageType.of(envelope.message()).type() + " is no command for the deployer");
        }
        switch (command) {
            case DeploymentCommand.Start start -> {
                boolean fresh = operations.submit(
                        start.operationId().value(), start.executionId().value(), TaskJson.command(start));
                LOG.infof(
                        "accepted execution=%s operation=%s task=%s new=%s",
                        start.executionId(),
                        start.operationId(),
                        start.task().getClass().getSimpleName(),
                        fresh);
            }
            case DeploymentCommand.Cancel cancel -> {
                boolean alive = operations.cancel(cancel.operationId().value());
                LOG.infof(
                        "asked to cancel execution=%s operation=%s reason=%s alive=%s",
                        cancel.executionId(), cancel.operationId(), cancel.reason(), alive);
            }
        }
    }
}
