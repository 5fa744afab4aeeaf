package io.gennaker.outbox.crash;

import io.gennaker.outbox.engine.Backoff;
import io.gennaker.outbox.engine.Observer;
import io.gennaker.outbox.engine.OperationSettings;
import io.gennaker.outbox.engine.Tracing;
import io.gennaker.outbox.kafka.InputGauges;
import io.gennaker.outbox.kafka.KafkaSettings;
import io.gennaker.outbox.runtime.Handlers;
import io.gennaker.outbox.runtime.OutboxRuntime;
import io.gennaker.outbox.runtime.OutboxSettings;
import io.gennaker.outbox.testing.FreshDatabase;
import io.gennaker.outbox.testing.StandaloneChannels;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A service in a JVM of its own, to be killed. Arguments: broker, topic prefix, JDBC URL, user, password, name of
/// the replica.
public final class CountingService implements AutoCloseable {
    private final OutboxRuntime runtime;
    private final StandaloneChannels channels;

    private CountingService(OutboxRuntime runtime, StandaloneChannels channels) {
        this.runtime = runtime;
        this.channels = channels;
    }

    public static void main(String[] arguments) throws InterruptedException {
        var database = FreshDatabase.at(arguments[2], arguments[3], arguments[4]);
        start(database, connection(arguments[0], arguments[5]), arguments[1]);
        // until it is killed
        Thread.currentThread().join();
    }

    /// A member of the group that is known by name: started again, it goes on at once, not after the session timeout.
    private static Map<String, Object> connection(String broker, String replica) {
        return Map.of("bootstrap.servers", broker, "group.instance.id", replica);
    }

    static CountingService start(FreshDatabase database, Map<String, Object> connection, String topicPrefix) {
        var kafka = new KafkaSettings(
                "counting", new HashMap<>(connection), topicPrefix, 2, (short) 1, true, 50, Duration.ofSeconds(6));
        var backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1));
        var settings = new OutboxSettings(
                kafka,
                5,
                backoff,
                new OperationSettings(16, Duration.ofSeconds(2), backoff),
                Duration.ofDays(1),
                Duration.ofDays(1));
        var transactions = database.transactions();
        var runtime = new OutboxRuntime(
                settings, transactions, transactions, Tracing.none(), Observer.none(), Clock.systemUTC());
        var handlers = new CountingHandlers(transactions, runtime.operations(), runtime.timers());
        var channels = new StandaloneChannels(kafka, handlers.topics());
        runtime.start(new Handlers(handlers, handlers, handlers), channels.channels());
        return new CountingService(runtime, channels);
    }

    Optional<InputGauges> input() {
        return runtime.input();
    }

    @Override
    public void close() {
        runtime.close();
        channels.close();
    }
}
