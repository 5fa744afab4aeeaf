package io.gennaker.outbox.quarkus;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.Envelope;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.Topic;
import io.gennaker.outbox.MessageHandler;
import io.gennaker.outbox.OperationHandler;
import io.gennaker.outbox.Operations;
import io.gennaker.outbox.Outbox;
import io.gennaker.outbox.RejectedMessage;
import io.gennaker.outbox.RunningOperation;
import io.gennaker.outbox.TimerHandler;
import io.gennaker.outbox.Timers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/// Does what the reason of a cancel command says, and answers with an event.
@ApplicationScoped
class EchoService implements MessageHandler, OperationHandler, TimerHandler {
    private static final Actor SELF = new Actor("echo", List.of());

    private final DataSource dataSource;
    private final Operations operations;
    private final Timers timers;
    private final TransactionManager transactions;

    @Inject
    EchoService(DataSource dataSource, Operations operations, Timers timers, TransactionManager transactions) {
        this.dataSource = dataSource;
        this.operations = operations;
        this.timers = timers;
        this.transactions = transactions;
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.EXECUTION_COMMANDS);
    }

    @Override
    public void handle(Envelope envelope, Outbox outbox) {
        if (!(envelope.message() instanceof ExecutionCommand.Cancel cancel)) {
            throw new RejectedMessage("only cancel commands are understood");
        }
        String execution = cancel.executionId().value();
        note(execution + " " + cancel.reason());
        switch (cancel.reason()) {
            case "reject" -> throw new RejectedMessage("asked to reject");
            case "fail" -> throw new IllegalStateException("asked to fail");
            case "operation" -> operations.submit(execution, execution, "work");
            case "cancel-operation" -> operations.cancel(execution);
            case "timer" -> timers.set(execution, execution, Instant.now().plusMillis(300), "rings");
            case "overdue" -> endTransaction();
            default -> outbox.send(event(execution, "echo " + cancel.reason()));
        }
    }

    /// As what watches over transactions does with one that takes too long; then goes on.
    private void endTransaction() {
        try {
            transactions.getTransaction().rollback();
        } catch (SystemException e) {
            throw new IllegalStateException(e);
        }
        note("too late");
    }

    /// State of the service, written by its own SQL in the same transaction.
    private void note(String text) {
        try (var connection = dataSource.getConnection();
                var insert = connection.prepareStatement("insert into note (text) values (?)")) {
            insert.setString(1, text);
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void run(RunningOperation operation) throws InterruptedException {
        if (operation.state() == null) {
            operation.checkpoint("begun", outbox -> outbox.send(event(operation.key(), "operation begun")));
        }
        operation.sleep(Duration.ofSeconds(operation.key().contains("long") ? 60 : 0));
        operation.complete(outbox -> outbox.send(
                event(operation.key(), operation.cancelRequested() ? "operation cancelled" : "operation done")));
    }

    @Override
    public void fired(String id, String key, String payload, Instant due, Outbox outbox) {
        outbox.send(event(
                key,
                "timer " + payload + " " + Duration.between(due, Instant.now()).toMillis()));
    }

    private static ExecutionEvent event(String execution, String text) {
        return new ExecutionEvent.CancelRequested(new ExecutionId(execution), SELF, text, Instant.now());
    }
}
