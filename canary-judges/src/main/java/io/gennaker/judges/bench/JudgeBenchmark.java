package io.gennaker.judges.bench;

import io.gennaker.judges.CanaryConfig;
import io.gennaker.judges.Direction;
import io.gennaker.judges.JudgePolicy;
import io.gennaker.judges.MannWhitneyJudge;
import io.gennaker.judges.MetricConfig;
import io.gennaker.judges.MetricPair;
import io.gennaker.judges.Samples;
import io.gennaker.judges.ScoreThresholds;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/// Measures the `mann-whitney` judge in Kayenta's mode: CPU time and allocation of the calling thread, so other
/// load on the machine counts little. A call judges samples in memory; reading JSON is not part of it.
public final class JudgeBenchmark {
    private static final long SEED = 7;
    private static final double NANOS = 1e9;
    private static final ScoreThresholds THRESHOLDS = new ScoreThresholds(95, 75);

    private final com.sun.management.ThreadMXBean thread =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final MannWhitneyJudge judge = new MannWhitneyJudge(JudgePolicy.likeKayenta());
    private final CanaryConfig config;
    private final double[][] control;
    private final double[][] experiment;

    /// @param metrics judged in one call
    /// @param points of each metric on each side
    public record Shape(int metrics, int points) {}

    /// What one shape took.
    public record Result(
            int metrics,
            int points,
            long calls,
            double cpuSeconds,
            double callsPerCpuSecond,
            long allocatedBytesPerCall) {}

    private JudgeBenchmark(Shape shape) {
        var random = new Random(SEED);
        config = new CanaryConfig(
                IntStream.range(0, shape.metrics())
                        .mapToObj(index -> MetricConfig.named("m" + index, "g", Direction.EITHER))
                        .toList(),
                Map.of());
        control = samples(shape, random, 100);
        experiment = samples(shape, random, 101);
    }

    private static double[][] samples(Shape shape, Random random, double mean) {
        return IntStream.range(0, shape.metrics())
                .mapToObj(_ -> random.doubles(shape.points())
                        .map(uniform -> mean + 20 * uniform)
                        .toArray())
                .toArray(double[][]::new);
    }

    /// Warms up for as long as it then measures, at least one call each.
    public static Result measure(Shape shape, int seconds) {
        var benchmark = new JudgeBenchmark(shape);
        benchmark.run(shape, seconds);
        return benchmark.run(shape, seconds);
    }

    private Result run(Shape shape, int seconds) {
        var allocatedBefore = thread.getCurrentThreadAllocatedBytes();
        var begun = thread.getCurrentThreadCpuTime();
        var calls = 0L;
        var taken = 0L;
        do {
            // Samples keep their order once sorted: new ones each time, so that every call pays for its sorting.
            if (judge.judge(config, THRESHOLDS, pairs()).metrics().size() != shape.metrics()) {
                throw new IllegalStateException("a metric was not judged");
            }
            calls++;
            taken = thread.getCurrentThreadCpuTime() - begun;
        } while (taken < seconds * NANOS);
        var allocated = thread.getCurrentThreadAllocatedBytes() - allocatedBefore;
        return new Result(
                shape.metrics(), shape.points(), calls, taken / NANOS, calls * NANOS / taken, allocated / calls);
    }

    private List<MetricPair> pairs() {
        return IntStream.range(0, control.length)
                .mapToObj(index -> new MetricPair(
                        "m" + index, "", Map.of(), Samples.of(control[index]), Samples.of(experiment[index])))
                .toList();
    }
}
