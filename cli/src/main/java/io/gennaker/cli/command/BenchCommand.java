package io.gennaker.cli.command;

import io.gennaker.cli.Gennaker;
import io.gennaker.cli.Session;
import io.gennaker.cli.benchmark.TriggersBenchmark;
import io.gennaker.judges.bench.JudgeBenchmark;
import io.gennaker.judges.bench.JudgeBenchmark.Shape;
import io.gennaker.judges.bench.SequentialBenchmark;
import io.gennaker.judges.bench.SequentialBenchmark.Metric;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// Measurements that anyone can repeat.
@Command(
        name = "bench",
        description = "Measure on this machine; needs no server.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            BenchCommand.Judge.class,
            BenchCommand.Sequential.class,
            BenchCommand.Triggers.class,
            BenchEngineCommand.class,
            BenchDeployerCommand.class,
            BenchExecutionsCommand.class,
            BenchAnalysisCommand.class,
        })
public final class BenchCommand {
    @ParentCommand
    private Gennaker gennaker;

    Session session() {
        return gennaker.session();
    }

    /// Simulates canaries under the sequential judge.
    @Command(
            name = "sequential",
            description = {
                "Simulate canaries: how often the sequential judge is wrong when nothing differs, and how soon it finds what"
                        + " does, beside mann-whitney at the end of fixed windows on the same data.",
                "50 requests a second on each side, a look every 10 seconds, at most 30 minutes. Seeds are fixed."
            },
            mixinStandardHelpOptions = true)
    static final class Sequential implements Callable<Integer> {
        private static final int REQUESTS = 500;
        private static final int SECONDS = 10;
        private static final int LOOKS = 180;

        @ParentCommand
        private BenchCommand parent;

        @Option(names = "--runs", paramLabel = "N", description = "runs of each canary (default: 2000)")
        private int runs = 2000;

        @Override
        public Integer call() {
            if (runs < 1 || runs > 100_000) {
                throw new IllegalArgumentException("--runs: found " + runs + ", must be 1 to 100000");
            }
            var session = parent.gennaker.session();
            var plan = new SequentialBenchmark.Plan(REQUESTS, SECONDS, LOOKS, runs);
            var results = Stream.of(0.05, 0.01)
                    .flatMap(alpha -> Stream.of(
                            SequentialBenchmark.measure("errors 1 % to 1 %", Metric.ERROR_RATE, 1, alpha, plan),
                            SequentialBenchmark.measure("errors 1 % to 2 %", Metric.ERROR_RATE, 2, alpha, plan),
                            SequentialBenchmark.measure("errors 1 % to 5 %", Metric.ERROR_RATE, 5, alpha, plan),
                            SequentialBenchmark.measure("p99 the same", Metric.LATENCY_P99, 1, alpha, plan),
                            SequentialBenchmark.measure("p99 +10 %", Metric.LATENCY_P99, 1.1, alpha, plan),
                            SequentialBenchmark.measure("p99 +50 %", Metric.LATENCY_P99, 1.5, alpha, plan)))
                    .toList();
            if (session.json()) {
                session.printJson(Map.of("plan", plan, "canaries", results));
            } else {
                results.forEach(result -> session.print(String.format(
                        Locale.ROOT,
                        "%s, alpha %s: found in %.1f %% of %d runs, median %s; mann-whitney finds it in %s",
                        result.canary(),
                        result.alpha(),
                        100 * result.detected(),
                        result.runs(),
                        result.medianSeconds() == null ? "-" : result.medianSeconds() + " s",
                        result.mannWhitney().stream()
                                .map(window -> String.format(
                                        Locale.ROOT, "%.1f %% after %d min", 100 * window.detected(), window.minutes()))
                                .collect(Collectors.joining(", ")))));
            }
            return 0;
        }
    }

    /// Measures the mann-whitney judge in its Kayenta-compatible mode.
    @Command(
            name = "judge",
            description = "Judgements per CPU second and bytes allocated per judgement, one thread, Kayenta's mode.",
            mixinStandardHelpOptions = true)
    static final class Judge implements Callable<Integer> {
        private static final List<Shape> SHAPES = List.of(new Shape(1, 60), new Shape(50, 60), new Shape(200, 1440));

        @ParentCommand
        private BenchCommand parent;

        @Option(names = "--seconds", paramLabel = "N", description = "CPU seconds to measure each shape (default: 3)")
        private int seconds = 3;

        @Override
        public Integer call() {
            if (seconds < 1 || seconds > 600) {
                throw new IllegalArgumentException("--seconds: found " + seconds + ", must be 1 to 600");
            }
            var session = parent.gennaker.session();
            var results = SHAPES.stream()
                    .map(shape -> JudgeBenchmark.measure(shape, seconds))
                    .toList();
            if (session.json()) {
                session.printJson(Map.of("judge", "mann-whitney", "mode", "kayenta", "threads", 1, "shapes", results));
            } else {
                results.forEach(result -> session.print(String.format(
                        Locale.ROOT,
                        "%d x %d: %.2f calls per CPU second, %d bytes allocated per call, %d calls in %.2f CPU s",
                        result.metrics(),
                        result.points(),
                        result.callsPerCpuSecond(),
                        result.allocatedBytesPerCall(),
                        result.calls(),
                        result.cpuSeconds())));
            }
            return 0;
        }
    }

    /// Measures the trigger service over real processes.
    @Command(
            name = "triggers",
            description = "Events per second that the trigger service accepts durably, time from an event to the start"
                    + " command, and time to match one event, with more and more pipelines. Starts PostgreSQL, Kafka and"
                    + " the service.",
            mixinStandardHelpOptions = true)
    static final class Triggers implements Callable<Integer> {
        @ParentCommand
        private BenchCommand parent;

        @Option(
                names = "--pipelines",
                paramLabel = "N",
                split = ",",
                description = "numbers of pipelines, growing (default: 1000,10000,100000)")
        private List<Integer> pipelines = List.of(1_000, 10_000, 100_000);

        @Option(names = "--events", paramLabel = "N", description = "events to measure with each (default: 5000)")
        private int events = 5_000;

        @Option(names = "--callers", paramLabel = "N", description = "callers at once (default: 8)")
        private int callers = 8;

        @Override
        public Integer call() throws Exception {
            if (events < 100
                    || callers < 1
                    || callers > 100
                    || pipelines.stream().anyMatch(number -> number < 1)) {
                throw new IllegalArgumentException(
                        "allowed are --events from 100, --callers 1 to 100, --pipelines from 1");
            }
            var session = parent.gennaker.session();
            var result = new TriggersBenchmark(session.root(), events, callers)
                    .run(pipelines.stream().sorted().toList());
            if (session.json()) {
                session.printJson(result);
                return 0;
            }
            result.match()
                    .forEach(match -> session.print(match.path("pipelines").asText() + " pipelines: match "
                            + match.path("medianMicros").asText() + " us, p99 "
                            + match.path("p99Micros").asText() + " us; read in "
                            + match.path("readMillis").asText() + " ms, indexed in "
                            + match.path("indexMillis").asText() + " ms"));
            result.loads()
                    .forEach(load -> session.print(String.format(
                            Locale.ROOT,
                            "%d pipelines: %.0f events/s accepted by %d callers; answer p50 %.1f ms, p99 %.1f ms; start"
                                    + " command p50 %.1f ms, p99 %.1f ms; loaded in %d ms",
                            load.pipelines(),
                            load.acceptedPerSecond(),
                            load.callers(),
                            load.answerP50Millis(),
                            load.answerP99Millis(),
                            load.startP50Millis(),
                            load.startP99Millis(),
                            load.loadedMillis())));
            return 0;
        }
    }
}
