package io.gennaker.cli.benchmark.engine;

import io.gennaker.contracts.DeploymentCommand;
import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.Envelope;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.PackedMessages;
import io.gennaker.contracts.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jspecify.annotations.Nullable;

/// Plays the deployer: answers every command with success at once, and notes how long the next stage's takes to come
/// and whether an operation was commanded twice.
final class NoOpWorker implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final BenchBus bus;
    private final KafkaConsumer<byte[], byte[]> commands;
    private final Map<ExecutionId, Long> answered = new HashMap<>();
    private final Thread thread = Thread.ofPlatform().name("bench-worker").unstarted(this::run);
    private Samples gaps = new Samples();
    private final Map<OperationId, String> commanded = new HashMap<>();
    private volatile @Nullable String doubled;
    private volatile boolean ended;

    NoOpWorker(BenchBus bus) {
        this.bus = bus;
        this.commands = bus.reader(Topic.DEPLOYMENT_COMMANDS);
        thread.start();
    }

    private void run() {
        while (!ended) {
            var records = commands.poll(POLL);
            records.forEach(record -> BenchBus.messages(record).forEach(this::answer));
            if (!records.isEmpty()) {
                bus.flush();
            }
        }
    }

    private void answer(PackedMessages.Single message) {
        Envelope envelope = BenchBus.read(message);
        if (envelope.message() instanceof DeploymentCommand.Start start && isNew(start, envelope.id())) {
            noteGap(start.executionId());
            bus.publish(
                    new DeploymentEvent.Succeeded(start.executionId(), start.operationId(), Map.of(), Instant.now()),
                    envelope.id());
        }
    }

    /// A record that comes again is ignored, as every receiver does; another command for the same operation is a fault.
    private boolean isNew(DeploymentCommand.Start start, String id) {
        String before = commanded.putIfAbsent(start.operationId(), id);
        if (before != null && !before.equals(id)) {
            doubled = start.operationId().value();
        }
        return before == null;
    }

    /// An operation that was commanded twice; null if none was.
    @Nullable
    String doubled() {
        return doubled;
    }

    private synchronized void noteGap(ExecutionId execution) {
        long now = System.nanoTime();
        Long before = answered.put(execution, now);
        if (before != null) {
            gaps.add(now - before);
        }
    }

    /// From the answer about a stage to the command of the next, since the last call.
    synchronized Samples takeGaps() {
        Samples taken = gaps;
        gaps = new Samples();
        answered.clear();
        return taken;
    }

    @Override
    public void close() throws InterruptedException {
        ended = true;
        thread.join();
        commands.close();
    }
}
