package io.gennaker.cli.benchmark.deployer;

import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import io.gennaker.cli.benchmark.engine.BenchBus;
import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DeploymentCommand;
import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.PackedMessages;
import io.gennaker.contracts.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jspecify.annotations.Nullable;

/// Plays the orchestrator: commands deployments and notes when each is answered.
final class Deliveries implements AutoCloseable {
    static final String NAMESPACE = "default";
    static final String IMAGE = "registry.example/bench/app:1";
    private static final ClusterTarget CLUSTER =
            new ClusterTarget(SimulatedCluster.CONTEXT, SimulatedCluster.CONTEXT, 10_000);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String MANIFEST = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: %1$s}
            spec:
              replicas: 1
              selector: {matchLabels: {app: %1$s}}
              template:
                metadata: {labels: {app: %1$s}}
                spec: {containers: [{name: app, image: "%2$s"}]}
            """;

    /// A deployment, by the clock of [System#nanoTime].
    record Took(long commanded, long answered) {}

    private final BenchBus bus;
    private final KafkaConsumer<byte[], byte[]> events;
    private final Map<String, Long> commanded = new ConcurrentHashMap<>();
    private final Map<String, Took> took = new ConcurrentHashMap<>();
    private final Semaphore answers = new Semaphore(0);
    private final Thread thread = Thread.ofPlatform().name("bench-answers").unstarted(this::read);
    private volatile @Nullable String problem;
    private volatile boolean ended;
    private volatile int mostUnderWay;

    Deliveries(BenchBus bus) {
        this.bus = bus;
        this.events = bus.reader(Topic.DEPLOYMENT_EVENTS);
        thread.start();
    }

    /// Commands deployments and returns when all are answered.
    ///
    /// @param name of the Deployments, before their number
    /// @param perSecond 0 for all in one instant
    void run(String name, int deployments, int perSecond) throws InterruptedException {
        long begin = System.nanoTime();
        for (int number = 1; number <= deployments; number++) {
            if (perSecond > 0) {
                long due = begin + (number - 1) * (TimeUnit.SECONDS.toNanos(1) / perSecond);
                LockSupport.parkNanos(due - System.nanoTime());
            }
            command(name + "-" + number);
            if (perSecond > 0) {
                bus.flush();
            }
        }
        bus.flush();
        if (!answers.tryAcquire(deployments, PATIENCE.toSeconds(), TimeUnit.SECONDS) || problem != null) {
            throw new CliFailure(
                    ExitCode.NEGATIVE,
                    problem != null ? problem : commanded.size() - took.size() + " deployments were not answered");
        }
    }

    private void command(String name) {
        var execution = new ExecutionId(name);
        var task = new DeploymentTask.ApplyManifests(
                CLUSTER, NAMESPACE, CompressedText.of(MANIFEST.formatted(name, IMAGE)));
        commanded.put(name, System.nanoTime());
        mostUnderWay = Math.max(mostUnderWay, commanded.size() - took.size());
        bus.publish(
                new DeploymentCommand.Start(
                        execution,
                        new OperationId(name + "/deploy/1"),
                        task,
                        Instant.now().plus(PATIENCE)),
                null);
    }

    private void read() {
        while (!ended) {
            events.poll(POLL).forEach(record -> BenchBus.messages(record).forEach(this::take));
        }
    }

    private void take(PackedMessages.Single message) {
        switch (BenchBus.read(message).message()) {
            case DeploymentEvent.Succeeded succeeded -> answered(succeeded.executionId());
            case DeploymentEvent.Failed failed -> {
                problem = failed.executionId() + " failed: " + failed.reason();
                answered(failed.executionId());
            }
            default -> {
                // on its way
            }
        }
    }

    private void answered(ExecutionId execution) {
        long now = System.nanoTime();
        Long since = commanded.get(execution.value());
        if (since != null && took.putIfAbsent(execution.value(), new Took(since, now)) == null) {
            answers.release();
        }
    }

    Map<String, Took> took() {
        return took;
    }

    int mostUnderWay() {
        return mostUnderWay;
    }

    @Override
    public void close() throws InterruptedException {
        ended = true;
        thread.join();
        events.close();
    }
}
