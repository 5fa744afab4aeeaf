package io.gennaker.outbox.crash;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.Envelope;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.Message;
import io.gennaker.contracts.Topic;
import io.gennaker.outbox.MessageHandler;
import io.gennaker.outbox.OperationHandler;
import io.gennaker.outbox.Operations;
import io.gennaker.outbox.Outbox;
import io.gennaker.outbox.RunningOperation;
import io.gennaker.outbox.TimerHandler;
import io.gennaker.outbox.Timers;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/// Writes each numbered message down and forwards it. Every tenth also starts an operation, every tenth sets a timer,
/// which write down and send what they do.
final class CountingHandlers implements MessageHandler, OperationHandler, TimerHandler {
    static final String TABLE = "create table applied (id bigint generated always as identity primary key,"
            + " key text not null, what text not null)";
    static final int OPERATION_EVERY = 10;
    static final int TIMER_EVERY = 10;
    private static final int TIMER_AT = 5;
    private static final Actor SELF = new Actor("counting", List.of());

    private final DataSource dataSource;
    private final Operations operations;
    private final Timers timers;

    CountingHandlers(DataSource dataSource, Operations operations, Timers timers) {
        this.dataSource = dataSource;
        this.operations = operations;
        this.timers = timers;
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.EXECUTION_COMMANDS);
    }

    @Override
    public boolean besides(List<Message> messages) {
        return true;
    }

    @Override
    public void handle(Envelope envelope, Outbox outbox) {
        var message = (ExecutionCommand.Cancel) envelope.message();
        String key = message.key();
        int number = Integer.parseInt(message.reason());
        apply(key, message.reason());
        outbox.send(event(key, message.reason()));
        if (number % OPERATION_EVERY == 0) {
            operations.submit(key + "/" + number, key, message.reason());
        }
        if (number % TIMER_EVERY == TIMER_AT) {
            timers.set(key + "/" + number, key, Instant.now().plusMillis(50), message.reason());
        }
    }

    /// Three steps: begun, resumed after a pause, ended.
    @Override
    public void run(RunningOperation operation) throws InterruptedException {
        if (operation.state() == null) {
            operation.checkpoint("begun", outbox -> note(operation, "begun", outbox));
        }
        operation.sleep(Duration.ofMillis(20));
        if ("begun".equals(operation.state())) {
            operation.pause("paused", Instant.now().plusMillis(20));
            return;
        }
        operation.complete(outbox -> note(operation, "ended", outbox));
    }

    private void note(RunningOperation operation, String what, Outbox outbox) {
        apply(operation.key(), "operation " + operation.command() + " " + what);
        outbox.send(event(operation.key(), "operation " + operation.command() + " " + what));
    }

    @Override
    public void fired(String id, String key, String payload, Instant due, Outbox outbox) {
        apply(key, "timer " + payload);
        outbox.send(event(key, "timer " + payload));
    }

    private void apply(String key, String what) {
        try (var connection = dataSource.getConnection();
                var insert = connection.prepareStatement("insert into applied (key, what) values (?, ?)")) {
            insert.setString(1, key);
            insert.setString(2, what);
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("not written", e);
        }
    }

    private static ExecutionEvent event(String key, String what) {
        return new ExecutionEvent.CancelRequested(new ExecutionId(key), SELF, what, Instant.now());
    }
}
