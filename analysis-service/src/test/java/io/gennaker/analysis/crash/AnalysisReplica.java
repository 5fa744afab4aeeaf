package io.gennaker.analysis.crash;

import io.gennaker.analysis.canary.AnalysisPlanner;
import io.gennaker.analysis.canary.MetricSources;
import io.gennaker.analysis.canary.Sampling;
import io.gennaker.analysis.exchange.Access;
import io.gennaker.analysis.graph.ServiceGraphs;
import io.gennaker.analysis.kafka.AnalysisMessages;
import io.gennaker.analysis.kafka.AnalysisOperations;
import io.gennaker.analysis.metrics.IstioPresets;
import io.gennaker.analysis.metrics.MetricQueries;
import io.gennaker.analysis.postgres.PostgresReportStore;
import io.gennaker.analysis.postgres.PostgresStandstills;
import io.gennaker.analysis.prometheus.PrometheusSource;
import io.gennaker.analysis.traffic.TrafficQueries;
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
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The analysis service without a container, in a JVM of its own, to be killed. It takes three operations at once.
final class AnalysisReplica implements AutoCloseable {

    static final int AT_ONCE = 3;

    private final Process process;

    private AnalysisReplica(Process process) {
        this.process = process;
    }

    /// @param arguments broker, topic prefix, JDBC URL, user, password, address of Prometheus
    static AnalysisReplica start(String name, List<String> arguments) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                AnalysisReplica.class.getName()));
        command.addAll(arguments);
        return new AnalysisReplica(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Path.of("target", "replica-" + name + ".log").toFile())
                .start());
    }

    long pid() {
        return process.pid();
    }

    /// SIGKILL.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] arguments) throws InterruptedException {
        var database = FreshDatabase.at(arguments[2], arguments[3], arguments[4]);
        var kafka = new KafkaSettings(
                "analysis",
                Map.of("bootstrap.servers", arguments[0]),
                arguments[1],
                2,
                (short) 1,
                true,
                50,
                Duration.ofSeconds(6));
        var backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1));
        var settings = new OutboxSettings(
                kafka,
                5,
                backoff,
                new OperationSettings(AT_ONCE, Duration.ofSeconds(2), backoff),
                Duration.ofDays(1),
                Duration.ofDays(1));
        var transactions = database.transactions();
        var runtime = new OutboxRuntime(
                settings, transactions, transactions, Tracing.none(), Observer.none(), Clock.systemUTC());
        var source = new PrometheusSource(URI.create(arguments[5]), Access.NONE, Duration.ofSeconds(10), 1_000_000);
        var sampling = new Sampling(Duration.ofMillis(100));
        var sources = MetricSources.prometheus(source, sampling);
        var planner = new AnalysisPlanner(new MetricQueries(new IstioPresets("cluster")), sources);
        var standstills = new PostgresStandstills(transactions);
        var messages = new AnalysisMessages(runtime.operations(), planner, standstills, InstantSource.system());
        var operations = new AnalysisOperations(
                InstantSource.system(),
                source,
                sampling,
                new TrafficQueries("cluster"),
                planner,
                sources,
                new PostgresReportStore(transactions),
                standstills,
                new ServiceGraphs(source, "cluster"));
        runtime.start(
                new Handlers(messages, operations, null), new StandaloneChannels(kafka, messages.topics()).channels());
        // until it is killed
        Thread.currentThread().join();
    }
}
