package io.gennaker.cli.benchmark.engine;

import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import io.gennaker.contracts.Actor;
import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DefinitionCommand;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.Topic;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jspecify.annotations.Nullable;

/// Runs no-op stages through the packaged orchestrator, over PostgreSQL with fsync and Kafka with acks=all.
///
/// Everything is on this machine and shares it: the load, the worker that answers, the broker, the database.
public final class EngineBenchmark {
    private static final Actor BENCH = new Actor("bench", List.of("admin"));
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /// Those that began together end together: so many times before the measurement.
    private static final int GENERATIONS = 2;

    private static final String CLUSTER = """
            apiVersion: gennaker/v1
            kind: Cluster
            metadata: {name: bench}
            """;
    private static final String MANIFEST = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: bench}
            data: {mode: fast}
            """;

    private final Workload workload;
    private final PrintStream progress;
    private final double loadBefore =
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();

    /// @param progress where it says what it does
    public EngineBenchmark(Workload workload, PrintStream progress) {
        this.workload = workload;
        this.progress = progress;
    }

    /// @param root the repository, with the built modules
    public EngineReport run(Path root, Map<String, String> environment) throws InterruptedException, SQLException {
        try (var platform = new BenchPlatform(root, environment, orchestrators(), progress);
                var bus = new BenchBus(platform.platform().bootstrapServers())) {
            prepare(platform);
            define(bus);
            store(platform);
            try (var worker = new NoOpWorker(bus);
                    var load = new Load(bus, workload.pipelines(), workload.concurrency())) {
                progress.println("warming up: " + workload.warmUp() + " executions");
                // The first look takes long, and the next one is in the midst of the load.
                Usage.of(platform.processes());
                DatabaseUsage.of(platform);
                load.begin();
                load.awaitFinished(workload.warmUp());
                var rest = gather(platform, bus, load);
                progress.println("measuring: " + workload.executions() + " executions");
                return measure(platform, worker, load, rest);
            }
        }
    }

    private EngineReport.@Nullable Rest gather(BenchPlatform platform, BenchBus bus, Load load)
            throws InterruptedException {
        if (workload.waiting() == 0) {
            return null;
        }
        load.drain();
        var before = Resting.of(platform);
        progress.println("starting: " + workload.waiting() + " executions that wait");
        Crowd.gather(workload.waiting(), bus);
        var rest = EngineReport.Rest.of(before, Resting.of(platform), workload.waiting());
        int ended = load.finished();
        load.begin();
        load.awaitFinished(ended + GENERATIONS * workload.concurrency());
        return rest;
    }

    private void prepare(BenchPlatform platform) throws SQLException {
        progress.println("preparing: the log of the database");
        long executions = (long) workload.warmUp() + workload.executions() + workload.waiting();
        try (var database = platform.databaseAsSuperuser()) {
            DatabaseLog.use(database, executions * workload.stages());
        }
    }

    private void store(BenchPlatform platform) throws SQLException {
        if (workload.definitions() > 0) {
            progress.println("storing: " + workload.definitions() + " definitions");
            try (var database = platform.database("orchestrator")) {
                Rows.definitions(database, workload.definitions());
            }
        }
    }

    private List<String> orchestrators() {
        return IntStream.rangeClosed(1, workload.orchestrators())
                .mapToObj(copy -> copy == 1 ? "orchestrator" : "orchestrator-" + copy)
                .toList();
    }

    /// In the midst of the load: what it takes to begin and to end is no part of it. The database knows of a commit up
    /// to a second later, before and after.
    private EngineReport measure(BenchPlatform platform, NoOpWorker worker, Load load, EngineReport.@Nullable Rest rest)
            throws InterruptedException, SQLException {
        var processes = platform.processes();
        worker.takeGaps();
        load.takeDurations();
        int endedBefore = load.finished();
        var databaseBefore = DatabaseUsage.of(platform);
        var before = Usage.of(processes);
        long began = System.nanoTime();
        load.awaitFinished(endedBefore + workload.executions());
        double seconds = (System.nanoTime() - began) / 1e9;
        var used = Usage.of(processes).since(before);
        var gaps = worker.takeGaps();
        int ended = load.finished() - endedBefore;
        var took = load.takeDurations();
        var database = DatabaseUsage.of(platform).since(databaseBefore);
        load.drain();
        if (worker.doubled() != null) {
            throw new CliFailure(ExitCode.NEGATIVE, worker.doubled() + " was commanded twice");
        }
        return report(seconds, ended, took, gaps, used, database, platform.residentMemory(), rest);
    }

    private EngineReport report(
            double seconds,
            int executions,
            Samples took,
            Samples gaps,
            Usage used,
            DatabaseUsage database,
            Map<String, Long> residentBytes,
            EngineReport.@Nullable Rest rest) {
        long stages = (long) executions * workload.stages();
        double thousands = stages / 1000.0;
        var cpu = used.cpu().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> rounded(entry.getValue().toMillis() / 1000.0 / thousands)));
        return new EngineReport(
                workload,
                rounded(seconds),
                rounded(stages / seconds),
                rounded(executions / seconds),
                took.summary(),
                gaps.summary(),
                rounded(cpu.values().stream().mapToDouble(Double::doubleValue).sum()),
                cpu,
                rounded(10.0 * database.commits() / stages),
                Math.round(database.walBytes() / thousands),
                Math.round(used.written() / thousands),
                residentBytes,
                rest,
                new EngineReport.Machine(
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("os.name") + " " + System.getProperty("os.version"),
                        System.getProperty("java.vm.version"),
                        rounded(loadBefore)));
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    private void define(BenchBus bus) {
        try (var definitions = bus.reader(Topic.DEFINITIONS)) {
            apply(bus, DefinitionKind.CLUSTER, "bench", CLUSTER, Map.of());
            for (int i = 1; i <= workload.pipelines(); i++) {
                String name = "bench-" + i;
                apply(bus, DefinitionKind.PIPELINE, name, pipeline(name), Map.of("config.yaml", MANIFEST));
            }
            Crowd.define(
                    workload.waiting(),
                    (name, document) -> apply(bus, DefinitionKind.PIPELINE, name, document, Map.of()));
            await(definitions, workload.pipelines() + Crowd.pipelines(workload.waiting()) + 1);
        }
    }

    private static void apply(
            BenchBus bus, DefinitionKind kind, String name, String document, Map<String, String> files) {
        var packed = files.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, file -> CompressedText.of(file.getValue())));
        bus.publish(
                new DefinitionCommand.Apply(kind, name, name + ".yaml", document, packed, BENCH, Instant.now()), null);
    }

    private static void await(KafkaConsumer<byte[], byte[]> definitions, int wanted) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int found = 0;
        while (found < wanted) {
            found += definitions.poll(Duration.ofMillis(100)).count();
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        found + " of " + wanted + " definitions in force after " + PATIENCE.toSeconds() + " s");
            }
        }
    }

    private String pipeline(String name) {
        return IntStream.rangeClosed(1, workload.stages())
                .mapToObj(stage -> "    - {id: s" + stage
                        + ", kind: deploy, cluster: bench, namespace: bench, manifests: [config.yaml]}\n")
                .collect(Collectors.joining("", """
                                apiVersion: gennaker/v1
                                kind: Pipeline
                                metadata: {name: %s}
                                spec:
                                  concurrency: {limit: 1000, whenFull: queue}
                                  stages:
                                """.formatted(name), ""));
    }
}
