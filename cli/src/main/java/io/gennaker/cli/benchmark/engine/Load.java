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
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jspecify.annotations.Nullable;

/// Keeps so many executions under way, and notes how long each takes.
final class Load implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final BenchBus bus;
    private final int pipelines;
    private final int concurrency;
    private final KafkaConsumer<byte[], byte[]> events;
    private final Map<ExecutionId, Long> submitted = new ConcurrentHashMap<>();
    private final Thread reading = Thread.ofPlatform().name("bench-load").unstarted(this::read);
    private final Semaphore places = new Semaphore(0);
    private @Nullable Thread submitting;
    private volatile boolean open;
    private Samples took = new Samples();
    private int number;
    private int finished;
    private @Nullable String problem;
    private volatile boolean ended;

    /// @param pipelines named `bench-1` and so on
    /// @param concurrency executions under way at once, between [#begin] and [#drain]
    Load(BenchBus bus, int pipelines, int concurrency) {
        this.bus = bus;
        this.pipelines = pipelines;
        this.concurrency = concurrency;
        this.events = bus.reader(Topic.EXECUTION_EVENTS);
        reading.start();
    }

    /// Starts as many as may be under way, and another for each that ends.
    void begin() {
        open = true;
        places.release(concurrency);
        submitting = Thread.ofPlatform().name("bench-submit").start(this::submit);
    }

    /// Starts no more, and waits until those under way have ended.
    void drain() throws InterruptedException {
        stop();
        awaitFinished(number);
        places.drainPermits();
    }

    private void stop() throws InterruptedException {
        if (submitting != null) {
            open = false;
            places.release();
            submitting.join();
            submitting = null;
        }
    }

    /// Executions that have ended so far.
    ///
    /// @throws CliFailure one of them did not succeed
    synchronized int finished() {
        if (problem != null) {
            throw new CliFailure(ExitCode.NEGATIVE, problem);
        }
        return finished;
    }

    /// Waits until so many have ended, or a few more. It looks now and then: to be woken by each would cost something.
    void awaitFinished(int count) throws InterruptedException {
        long since = System.nanoTime();
        for (int seen = finished(); seen < count; ) {
            Thread.sleep(LOOK);
            int now = finished();
            if (now > seen) {
                seen = now;
                since = System.nanoTime();
            } else if (System.nanoTime() - since > PATIENCE.toNanos()) {
                throw new CliFailure(
                        ExitCode.TIMEOUT,
                        "no execution ended for " + PATIENCE.toSeconds() + " s; " + submitted.size() + " of "
                                + concurrency
                                + " are under way, for example "
                                + submitted.keySet().stream().findFirst().orElse(null));
            }
        }
    }

    /// From submit to finish, of those that ended since the last call.
    synchronized Samples takeDurations() {
        Samples taken = took;
        took = new Samples();
        return taken;
    }

    private void submit() {
        try {
            places.acquireUninterruptibly();
            while (open) {
                for (int now = 1 + places.drainPermits(); now > 0; now--) {
                    start();
                }
                bus.flush();
                places.acquireUninterruptibly();
            }
        } catch (RuntimeException failure) {
            fail("executions could not be started: " + failure);
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

    private void read() {
        while (!ended) {
            for (var record : events.poll(POLL)) {
                BenchBus.messages(record).forEach(this::take);
            }
        }
    }

    private void take(PackedMessages.Single message) {
        if (BenchBus.is(MessageType.EXECUTION_FINISHED, message)) {
            var end = (ExecutionEvent.Finished) BenchBus.read(message).message();
            note(end.executionId());
            if (end.status() != ExecutionStatus.SUCCEEDED) {
                fail(end.executionId() + " ended as " + end.status() + ": " + end.reason());
            }
        } else if (BenchBus.is(MessageType.EXECUTION_REFUSED, message)) {
            var refused = (ExecutionEvent.Refused) BenchBus.read(message).message();
            fail(refused.executionId() + " was refused: " + refused.reason());
        }
    }

    private synchronized void note(ExecutionId execution) {
        Long since = submitted.remove(execution);
        if (since != null) {
            took.add(System.nanoTime() - since);
            finished++;
            places.release();
        }
    }

    private synchronized void fail(String problem) {
        this.problem = problem;
    }

    @Override
    public void close() throws InterruptedException {
        stop();
        ended = true;
        reading.join();
        events.close();
    }
}
