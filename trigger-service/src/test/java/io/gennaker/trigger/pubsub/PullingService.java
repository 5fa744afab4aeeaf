package io.gennaker.trigger.pubsub;

import io.gennaker.outbox.Outbox;
import io.gennaker.outbox.UnitOfWork;
import io.gennaker.outbox.engine.Backoff;
import io.gennaker.outbox.engine.Observer;
import io.gennaker.outbox.engine.OperationSettings;
import io.gennaker.outbox.engine.Tracing;
import io.gennaker.outbox.kafka.KafkaSettings;
import io.gennaker.outbox.runtime.Handlers;
import io.gennaker.outbox.runtime.OutboxRuntime;
import io.gennaker.outbox.runtime.OutboxSettings;
import io.gennaker.outbox.testing.FreshDatabase;
import io.gennaker.outbox.testing.StandaloneChannels;
import io.gennaker.trigger.postgres.PostgresArrivals;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The subscription over a real outbox, without a container: in the test's JVM, or in one of its own, to be killed.
final class PullingService implements AutoCloseable {
    private final OutboxRuntime outbox;
    private final StandaloneChannels channels;
    private final RegistrySubscription subscription;

    private PullingService(OutboxRuntime outbox, StandaloneChannels channels, RegistrySubscription subscription) {
        this.outbox = outbox;
        this.channels = channels;
        this.subscription = subscription;
    }

    /// Arguments: JDBC URL, user, password, broker, topic prefix, host of Pub/Sub.
    public static void main(String[] arguments) throws InterruptedException {
        start(
                FreshDatabase.at(arguments[0], arguments[1], arguments[2]),
                arguments[3],
                arguments[4],
                arguments[5],
                UnaryOperator.identity());
        // until it is killed
        Thread.currentThread().join();
    }

    /// @param around what the test puts around each transaction
    static PullingService start(
            FreshDatabase database, String broker, String prefix, String host, UnaryOperator<UnitOfWork> around) {
        return start(database, broker, prefix, new Emulated(host, List.of(PubSubClient.PROJECT)), around);
    }

    /// With a subscription in each project.
    static PullingService startWith(
            List<String> projects, FreshDatabase database, String broker, String prefix, String host) {
        return start(database, broker, prefix, new Emulated(host, projects), UnaryOperator.identity());
    }

    private static PullingService start(
            FreshDatabase database,
            String broker,
            String prefix,
            PubSubConfig config,
            UnaryOperator<UnitOfWork> around) {
        var kafka = new KafkaSettings(
                "trigger", Map.of("bootstrap.servers", broker), prefix, 2, (short) 1, true, 50, Duration.ofSeconds(6));
        var backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1));
        var transactions = database.transactions();
        var outbox = new OutboxRuntime(
                new OutboxSettings(
                        kafka,
                        3,
                        backoff,
                        new OperationSettings(1, Duration.ofSeconds(2), backoff),
                        Duration.ofDays(1),
                        Duration.ofDays(1)),
                transactions,
                transactions,
                Tracing.none(),
                Observer.none(),
                Clock.systemUTC());
        var channels = new StandaloneChannels(kafka, Set.of());
        outbox.start(new Handlers(null, null, null), channels.channels());
        var subscription = new RegistrySubscription(
                config,
                new PostgresArrivals(transactions),
                around.apply(outbox.unitOfWork()),
                new SimpleMeterRegistry());
        subscription.start(new StartupEvent());
        return new PullingService(outbox, channels, subscription);
    }

    String state() {
        return subscription.state();
    }

    @Override
    public void close() {
        subscription.stop(new ShutdownEvent());
        outbox.close();
        channels.close();
    }

    private record Emulated(String host, List<String> projects) implements PubSubConfig {
        @Override
        public boolean enabled() {
            return true;
        }

        @Override
        public Optional<List<String>> project() {
            return Optional.of(projects);
        }

        @Override
        public Optional<String> subscription() {
            return Optional.of(PubSubClient.SUBSCRIPTION);
        }

        @Override
        public String topic() {
            return PubSubClient.TOPIC;
        }

        @Override
        public Optional<String> emulatorHost() {
            return Optional.of(host);
        }
    }

    /// Does the work of each transaction and then lets the first ones fail, so that all they wrote is rolled back.
    static final class FailingAtFirst implements UnitOfWork {
        private final UnitOfWork real;
        private int failures;

        FailingAtFirst(UnitOfWork real, int failures) {
            this.real = real;
            this.failures = failures;
        }

        @Override
        public synchronized <T extends @Nullable Object> T call(Function<Outbox, T> work) {
            return real.call(outbox -> {
                T result = work.apply(outbox);
                if (failures > 0) {
                    failures--;
                    throw new IllegalStateException("the test lets this transaction fail");
                }
                return result;
            });
        }
    }
}
