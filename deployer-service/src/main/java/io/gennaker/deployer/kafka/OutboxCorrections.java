package io.gennaker.deployer.kafka;

import io.gennaker.contracts.DeploymentCommand;
import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.deployer.drift.Corrections;
import io.gennaker.deployer.task.IntendedWeights.Intention;
import io.gennaker.outbox.Operations;
import io.gennaker.outbox.Outbox;
import io.gennaker.outbox.UnitOfWork;
import java.time.Instant;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/// Corrections as leased operations of their own.
public final class OutboxCorrections implements Corrections {
    private static final Logger LOG = Logger.getLogger(OutboxCorrections.class);

    private final UnitOfWork transactions;
    private final Operations operations;

    public OutboxCorrections(UnitOfWork transactions, Operations operations) {
        this.transactions = transactions;
        this.operations = operations;
    }

    @Override
    public void within(Consumer<Transaction> work) {
        transactions.run(outbox -> work.accept(new Running(outbox)));
    }

    private final class Running implements Transaction {
        private final Outbox outbox;

        private Running(Outbox outbox) {
            this.outbox = outbox;
        }

        @Override
        public void say(DeploymentEvent.Progressed progressed) {
            LOG.warnf(
                    "a route was changed by somebody else execution=%s operation=%s: %s",
                    progressed.executionId(), progressed.operationId(), progressed.message());
            outbox.send(progressed);
        }

        @Override
        public void correct(Intention intention, int number, Instant deadline) {
            var again = new DeploymentCommand.Start(
                    intention.execution(), intention.operation(), intention.shift(), deadline);
            boolean _ = operations.submit(
                    new CorrectionId(intention.operation(), number).toString(),
                    intention.execution().value(),
                    TaskJson.command(again));
        }
    }
}
