package io.gennaker.cli.benchmark.engine;

import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import io.gennaker.contracts.Actor;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.MessageType;
import io.gennaker.contracts.PackedMessages;
import io.gennaker.contracts.Topic;
import io.gennaker.contracts.TriggerInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jspecify.annotations.Nullable;

/// Starts executions, so many at once, and notes when each ends.
final class Load implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final BenchBus bus;
    private final int pipelines;
    private final KafkaConsumer<byte[], byte[]> events;
    private final Map<ExecutionId, Long> submitted = new ConcurrentHashMap<>();
    private final Thread thread = Thread.ofPlatform().name("bench-load").unstarted(this::run);
    private final Semaphore places = new Semaphore(0);
    private Samples took = new Samples();
    private int number;
    private volatile @Nullable String problem;
    private volatile boolean ended;

    /// @param pipelines named `bench-1` and so on
    Load(BenchBus bus, int pipelines) {
        this.bus = bus;
        this.pipelines = pipelines;
        this.events = bus.reader(Topic.EXECUTION_EVENTS);
        thread.start();
    }

    /// Runs executions to their end.
    ///
    /// @return from submit to finish of each
    Samples run(int executions, int concurrency) throws InterruptedException {
        took = new Samples();
        places.drainPermits();
        places.release(concurrency);
        for (int started = 0; started < executions; ) {
            await(1, concurrency);
            int free = 1 + places.drainPermits();
            int now = Math.min(free, executions - started);
            places.release(free - now);
            for (int i = 0; i < now; i++) {
                start();
            }
            bus.flush();
            started += now;
        }
        await(concurrency, concurrency);
        return took;
    }

    private void await(int free, int concurrency) throws InterruptedException {
        if (!places.tryAcquire(free, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new CliFailure(
                    ExitCode.TIMEOUT,
                    "no execution ended for " + PATIENCE.toSeconds() + " s; " + submitted.size() + " of " + concurrency
                            + " are under way, for example "
                            + submitted.keySet().stream().findFirst().orElse(null));
        }
        if (problem != null) {
            throw new CliFailure(ExitCode.NEGATIVE, problem);
        }
    }

    private void start() {
        number++;
        String pipeline = "bench-" + (1 + number % pipelines);
        var id = ExecutionId.of(pipeline, Integer.toString(number));
        submitted.put(id, System.nanoTime());
        bus.publish(
                new ExecutionCommand.Start(
                        id,
                        pipeline,
                        new TriggerInfo("manual", "bench", Integer.toString(number), "bench", Map.of()),
                        Map.of(),
                        List.of(),
                        Instant.now(),
                        new Actor("bench", List.of("admin"))),
                null);
    }

    private void run() {
        while (!ended) {
            for (var record : events.poll(POLL)) {
                BenchBus.messages(record).forEach(this::take);
            }
        }
    }

    private void take(PackedMessages.Single message) {
        if (BenchBus.is(MessageType.EXECUTION_FINISHED, message)) {
            var finished = (ExecutionEvent.Finished) BenchBus.read(message).message();
            if (finished.status() != ExecutionStatus.SUCCEEDED) {
                problem = finished.executionId() + " ended as " + finished.status() + ": " + finished.reason();
            }
            Long since = submitted.remove(finished.executionId());
            if (since != null) {
                took.add(System.nanoTime() - since);
                places.release();
            }
        } else if (BenchBus.is(MessageType.EXECUTION_REFUSED, message)) {
            var refused = (ExecutionEvent.Refused) BenchBus.read(message).message();
            problem = refused.executionId() + " was refused: " + refused.reason();
            places.release();
        }
    }

    @Override
    public void close() throws InterruptedException {
        ended = true;
        thread.join();
        events.close();
    }
}
