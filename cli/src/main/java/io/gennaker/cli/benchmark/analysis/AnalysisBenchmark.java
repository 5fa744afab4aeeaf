package io.gennaker.cli.benchmark.analysis;

import io.gennaker.analysis.canary.AnalysisPlanner;
import io.gennaker.analysis.canary.AnalysisReport;
import io.gennaker.analysis.canary.Measurement;
import io.gennaker.analysis.canary.MetricSources;
import io.gennaker.analysis.canary.Retrospect;
import io.gennaker.analysis.canary.Sampling;
import io.gennaker.analysis.exchange.Access;
import io.gennaker.analysis.metrics.BoundedSource;
import io.gennaker.analysis.metrics.IstioPresets;
import io.gennaker.analysis.metrics.MetricQueries;
import io.gennaker.analysis.prometheus.PrometheusSource;
import io.gennaker.contracts.AnalysisSpec;
import io.gennaker.contracts.AnalysisTask.AnalyseCanary;
import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.MetricSpec;
import io.gennaker.contracts.OperationId;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// Judges many canaries at once through one bounded source, as replicas of the analysis service do: measured is what
/// the bound, the turns, HTTP and the judge take, with the store in the same process.
public final class AnalysisBenchmark {
    private static final Instant FROM = Instant.parse("2026-11-26T12:00:00Z");
    private static final Duration STEP = Duration.ofSeconds(10);
    private static final double NANOS = 1e9;

    /// @param analyses at once, each of an execution of its own
    /// @param metrics of each
    /// @param points of each metric on each side
    /// @param atOnce queries that the store is asked at once
    /// @param takes how long the store thinks about each
    public record Load(int analyses, int metrics, int points, int atOnce, Duration takes) {}

    /// @param lost queries that should have been asked and were not, or analyses without a report
    /// @param firstSeconds when the first analysis had ended
    public record Result(
            Load load,
            long queries,
            double seconds,
            double queriesPerSecond,
            int mostAtOnce,
            long lost,
            double firstSeconds,
            long heapPeakMebibytes) {}

    private AnalysisBenchmark() {}

    public static Result run(Load load) throws IOException, InterruptedException {
        try (var store = new StubStore(load.takes())) {
            pools().forEach(MemoryPoolMXBean::resetPeakUsage);
            var begun = System.nanoTime();
            var ended = new ArrayList<Long>();
            var reports = judgeAll(load, store, ended);
            var seconds = (System.nanoTime() - begun) / NANOS;
            var expected = 2L * load.analyses() * load.metrics();
            return new Result(
                    load,
                    store.asked(),
                    seconds,
                    store.asked() / seconds,
                    store.mostAtOnce(),
                    expected - store.asked() + load.analyses() - reports,
                    (ended.getFirst() - begun) / NANOS,
                    pools().stream()
                                    .mapToLong(pool -> pool.getPeakUsage().getUsed())
                                    .sum()
                            / 1024
                            / 1024);
        }
    }

    private static List<MemoryPoolMXBean> pools() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
    }

    private static int judgeAll(Load load, StubStore store, List<Long> ended) throws InterruptedException {
        var sources = MetricSources.prometheus(
                new BoundedSource(
                        new PrometheusSource(store.address(), Access.NONE, Duration.ofMinutes(1), 8 * 1024 * 1024),
                        load.atOnce()),
                new Sampling(Duration.ofSeconds(1)));
        var spec = spec(load);
        var judged = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<AnalysisReport>>();
            for (var number = 0; number < load.analyses(); number++) {
                var execution = ExecutionId.of("bench", "number-" + number);
                running.add(threads.submit(() -> {
                    var report = judge(execution, spec, sources);
                    synchronized (ended) {
                        ended.add(System.nanoTime());
                    }
                    return report;
                }));
            }
            for (var analysis : running) {
                judged += analysis.get().metrics().size() == load.metrics() ? 1 : 0;
            }
        } catch (ExecutionException failed) {
            throw new IllegalStateException("an analysis failed", failed.getCause());
        }
        return judged;
    }

    private static AnalysisReport judge(ExecutionId execution, AnalysisSpec spec, MetricSources sources)
            throws Exception {
        var asked = sources.askedBy(execution.value());
        var task = new AnalyseCanary(new ClusterTarget("bench", "bench"), "bench", "bench", spec);
        var plan = new AnalysisPlanner(new MetricQueries(new IstioPresets("")), asked).plan(execution, task, FROM);
        return new Retrospect(new Measurement(asked))
                .judge(plan, OperationId.of(execution, "canary", "analyse", 1), FROM);
    }

    private static AnalysisSpec spec(Load load) {
        return new AnalysisSpec(
                "mann-whitney",
                Duration.ZERO,
                STEP.multipliedBy(load.points()),
                STEP,
                5,
                IntStream.range(0, load.metrics())
                        .mapToObj(AnalysisBenchmark::metric)
                        .toList(),
                Map.of(),
                90,
                75,
                null,
                null);
    }

    private static MetricSpec metric(int number) {
        return new MetricSpec(
                "m" + number,
                null,
                "m" + number + "{workload=\"${workload}\"}",
                "bench",
                MetricSpec.Direction.INCREASE,
                false,
                true,
                MetricSpec.NanStrategy.REMOVE,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
