package io.gennaker.outbox.engine;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.Envelope;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.MalformedMessage;
import io.gennaker.contracts.MessageCodec;
import io.gennaker.outbox.store.BusRecord;
import io.gennaker.outbox.store.Header;
import io.gennaker.outbox.store.OperationTable;
import io.gennaker.outbox.store.Store;
import io.gennaker.outbox.store.StoreFailure;
import io.gennaker.outbox.store.Transactions;
import io.gennaker.outbox.testing.InMemoryStore;
import io.gennaker.outbox.testing.SettableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A service's engine in memory, whose database a test can take away.
final class EngineFixture {
    static final Actor TESTER = new Actor("tester", List.of());
    static final String TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    static final Backoff BACKOFF = new Backoff(Duration.ofMillis(10), Duration.ofMillis(40));

    final SettableClock clock = new SettableClock();
    final AtomicInteger outages = new AtomicInteger();
    final AtomicReference<String> outageState = new AtomicReference<>("08006");
    final Wakeups wakeups = new Wakeups();
    final Store store;
    final Units units;

    EngineFixture() {
        var memory = InMemoryStore.create(clock);
        store = new Store(
                new Failing(memory.transactions(), outages, outageState),
                memory.inbox(),
                memory.outbox(),
                memory.operations(),
                memory.timers(),
                memory.announcements());
        units = new Units("/test-service", store, wakeups, Tracing.none(), clock);
    }

    /// Units of work like [#units], but for another table of operations.
    Units unitsOn(OperationTable operations) {
        var other = new Store(
                store.transactions(), store.inbox(), store.outbox(), operations, store.timers(), store.announcements());
        return new Units("/test-service", other, wakeups, Tracing.none(), clock);
    }

    /// Fails as often as it was told to, as a database does that is away.
    private record Failing(Transactions transactions, AtomicInteger outages, AtomicReference<String> state)
            implements Transactions {
        @Override
        public <T extends @Nullable Object> T call(Supplier<T> work) {
            return transactions.call(() -> {
                T result = work.get();
                if (outages.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    throw new StoreFailure("commit", new SQLException("connection is gone", state.get()));
                }
                return result;
            });
        }
    }

    static ExecutionCommand.Cancel command(String execution, String reason) {
        return new ExecutionCommand.Cancel(
                new ExecutionId(execution), TESTER, reason, Instant.parse("2019-10-21T13:00:00Z"));
    }

    static ExecutionEvent event(String execution, String reason) {
        return new ExecutionEvent.CancelRequested(
                new ExecutionId(execution), TESTER, reason, Instant.parse("2019-10-21T13:00:00Z"));
    }

    static Received received(long offset, String id, ExecutionCommand.Cancel message) {
        var envelope = new Envelope(id, "/sender", Instant.parse("2019-10-21T13:00:00Z"), null, TRACEPARENT, message);
        return new Received(
                "prefix.gennaker.execution-commands",
                3,
                offset,
                0,
                0,
                message.key().getBytes(StandardCharsets.UTF_8),
                MessageCodec.headers(envelope).entrySet().stream()
                        .map(header -> Header.of(header.getKey(), header.getValue()))
                        .toList(),
                MessageCodec.value(message));
    }

    List<BusRecord> sent() {
        return store.outbox().oldest(100_000_000).stream()
                .flatMap(row -> row.records().stream())
                .toList();
    }

    /// Reasons of the events sent so far.
    List<String> sentReasons() {
        return sent().stream()
                .filter(record -> record.topic().equals("gennaker.execution-events"))
                .flatMap(record -> values(record).stream())
                .map(EngineFixture::reason)
                .toList();
    }

    List<BusRecord> deadLetters() {
        return sent().stream()
                .filter(record -> record.topic().equals("gennaker.dead-letters"))
                .toList();
    }

    static String header(BusRecord record, String name) {
        return record.headers().stream()
                .filter(header -> header.name().equals(name))
                .map(Header::text)
                .findFirst()
                .orElse("");
    }

    /// Of the messages in a record.
    private static List<byte[]> values(BusRecord record) {
        try {
            return new Received("", 0, 0, 0, 0, record.key(), record.headers(), record.value())
                    .messages().stream().map(Received::value).toList();
        } catch (MalformedMessage impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String reason(byte[] value) {
        try {
            return MessageCodec.json()
                    .readValue(value, ExecutionEvent.CancelRequested.class)
                    .reason();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
