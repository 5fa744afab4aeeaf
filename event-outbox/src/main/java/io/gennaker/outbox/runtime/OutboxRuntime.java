package io.gennaker.outbox.runtime;

import io.gennaker.outbox.HealthProbe;
import io.gennaker.outbox.MessageHandler;
import io.gennaker.outbox.OperationHandler;
import io.gennaker.outbox.Operations;
import io.gennaker.outbox.TimerHandler;
import io.gennaker.outbox.Timers;
import io.gennaker.outbox.UnitOfWork;
import io.gennaker.outbox.engine.Backoff;
import io.gennaker.outbox.engine.BatchProcessor;
import io.gennaker.outbox.engine.HealthReporter;
import io.gennaker.outbox.engine.Housekeeping;
import io.gennaker.outbox.engine.Loop;
import io.gennaker.outbox.engine.Observer;
import io.gennaker.outbox.engine.OperationRunner;
import io.gennaker.outbox.engine.Relay;
import io.gennaker.outbox.engine.Signal;
import io.gennaker.outbox.engine.StoredOperations;
import io.gennaker.outbox.engine.StoredTimers;
import io.gennaker.outbox.engine.TimerRunner;
import io.gennaker.outbox.engine.Tracing;
import io.gennaker.outbox.engine.Units;
import io.gennaker.outbox.engine.Wakeups;
import io.gennaker.outbox.kafka.InputGauges;
import io.gennaker.outbox.kafka.KafkaBus;
import io.gennaker.outbox.kafka.KafkaChannels;
import io.gennaker.outbox.kafka.KafkaInput;
import io.gennaker.outbox.kafka.KafkaTopics;
import io.gennaker.outbox.postgres.PostgresStore;
import io.gennaker.outbox.postgres.Replica;
import io.gennaker.outbox.store.OutboxBacklog;
import io.gennaker.outbox.store.Store;
import io.gennaker.outbox.store.Transactions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The outbox of one process of a service: the parts that services call, and the threads behind them.
///
/// [#start] and [#close] are called once each, by one thread.
public final class OutboxRuntime implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(OutboxRuntime.class);
    /// Of the loops themselves, when a turn fails: mostly because the database or the broker is away.
    private static final Backoff LOOP_BACKOFF = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));
    private static final String LEASES = "leases";

    private final OutboxSettings settings;
    private final Observer observer;
    private final InstantSource clock;
    private final Wakeups wakeups = new Wakeups();
    private final Replica replica;
    private final Store store;
    private final Units units;
    private final Operations operations;
    private final Timers timers;
    private final KafkaTopics topics;
    private final String owner;
    private final List<Loop> loops = new ArrayList<>();
    private @Nullable KafkaInput input;
    private volatile @Nullable OperationRunner operationRunner;

    /// @param dataSource inside a transaction of `transactions` it gives the connection of that transaction
    public OutboxRuntime(
            OutboxSettings settings,
            DataSource dataSource,
            Transactions transactions,
            Tracing tracing,
            Observer observer,
            InstantSource clock) {
        this.settings = settings;
        this.observer = observer;
        this.clock = clock;
        this.owner = settings.service() + "-" + ProcessHandle.current().pid() + "-" + UUID.randomUUID();
        this.replica = new Replica(dataSource, wakeups.relay()::give, this::cancelledHere);
        this.store = PostgresStore.over(dataSource, transactions, replica);
        this.units = new Units("/" + settings.service(), store, wakeups, tracing, clock);
        this.operations = new StoredOperations(store, wakeups.operations(), owner, this::cancelledHere);
        this.timers = new StoredTimers(wakeups.timers());
        this.topics = new KafkaTopics(settings.kafka());
    }

    public UnitOfWork unitOfWork() {
        return units;
    }

    public Operations operations() {
        return operations;
    }

    public Timers timers() {
        return timers;
    }

    public OutboxBacklog backlog() {
        return store.outbox().backlog();
    }

    public int runningOperations() {
        var runner = operationRunner;
        return runner == null ? 0 : runner.running();
    }

    /// Empty when the service reads no messages.
    public Optional<InputGauges> input() {
        return Optional.ofNullable(input).map(KafkaInput::gauges);
    }

    private void cancelledHere(String operation) {
        var runner = operationRunner;
        if (runner != null) {
            runner.cancelled(operation);
        }
    }

    /// @param channels of the bus; the incoming one is subscribed to if there is a handler of messages
    public void start(Handlers handlers, KafkaChannels channels) {
        var bus = new KafkaBus(settings.kafka(), topics, channels);
        var relay = new Relay(store.outbox(), bus, replica::relaying);
        var housekeeping = new Housekeeping(store, settings.inboxRetention(), settings.operationRetention());
        loop("replica", new Signal(), replica::listen);
        loop("relay", wakeups.relay(), relay::turn);
        loop("housekeeping", new Signal(), housekeeping::turn);
        if (handlers.operations() != null) {
            runOperations(handlers.operations());
        }
        if (handlers.timers() != null) {
            fireTimers(handlers.timers());
        }
        if (handlers.messages() != null) {
            consume(handlers.messages(), channels);
        }
        if (handlers.health() != null) {
            tellHealth(handlers.health());
        }
        loops.forEach(Loop::start);
        LOG.infof("Outbox started service=%s owner=%s", settings.service(), owner);
    }

    private void runOperations(OperationHandler handler) {
        var runner = new OperationRunner(units, handler, owner, settings.operations());
        operationRunner = runner;
        loop("operations", wakeups.operations(), runner::turn);
        loop(LEASES, runner.renewal(), runner::renew);
        loop(LEASES + "-watch", new Signal(), runner::watch);
    }

    private void fireTimers(TimerHandler handler) {
        var runner = new TimerRunner(units, handler, settings.operations().backoff());
        loop("timers", wakeups.timers(), runner::turn);
    }

    private void consume(MessageHandler handler, KafkaChannels channels) {
        var processor = new BatchProcessor(
                units, handler, settings.service(), observer, settings.backoff(), settings.attempts());
        var consumer =
                new KafkaInput(channels, topics, processor, settings.kafka().batch());
        input = consumer;
        int hands = handler.besides(List.of()) ? 2 : 1;
        for (int i = 1; i <= hands; i++) {
            loop("consumer-" + i, new Signal(), consumer.hand()::consume);
        }
        loop("consumer-gauges", new Signal(), consumer::measure);
    }

    private void tellHealth(List<HealthProbe> probes) {
        var all = new ArrayList<HealthProbe>(probes);
        all.add(new OwnHealth(settings.service(), this));
        var reporter = new HealthReporter(settings.service(), replicaName(), all, units, clock);
        loop("health", new Signal(), reporter::turn);
    }

    /// The host's name is the pod's; where several replicas share a host, their processes differ.
    private static String replicaName() {
        String host = System.getenv().getOrDefault("HOSTNAME", "local");
        return host + "/" + ProcessHandle.current().pid();
    }

    private void loop(String name, Signal signal, Loop.Turn turn) {
        loops.add(new Loop(name, LOOP_BACKOFF, signal, turn));
    }

    /// Takes no more work, gives back what it holds, ends. Leases are renewed and watched until the operations have
    /// stopped.
    @Override
    public void close() {
        if (input != null) {
            input.end();
        }
        loops.stream().filter(loop -> !loop.name().startsWith(LEASES)).forEach(Loop::end);
        var runner = operationRunner;
        if (runner != null) {
            runner.stop();
        }
        loops.forEach(Loop::end);
        loops.forEach(Loop::close);
        replica.close();
        LOG.infof("Outbox stopped service=%s", settings.service());
    }
}
