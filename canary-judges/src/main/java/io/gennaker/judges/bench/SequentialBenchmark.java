package io.gennaker.judges.bench;

import io.gennaker.judges.CanaryConfig;
import io.gennaker.judges.Direction;
import io.gennaker.judges.JudgePolicy;
import io.gennaker.judges.Label;
import io.gennaker.judges.MannWhitneyJudge;
import io.gennaker.judges.MetricConfig;
import io.gennaker.judges.MetricPair;
import io.gennaker.judges.Samples;
import io.gennaker.judges.ScoreThresholds;
import io.gennaker.judges.sequential.Look.Finding;
import io.gennaker.judges.sequential.SequentialTest;
import io.gennaker.judges.sequential.TailTest;
import io.gennaker.judges.sequential.Terms;
import io.gennaker.judges.sequential.Window;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Simulates canaries, watches them with the sequential test after every point, and gives the same data to the
/// `mann-whitney` judge once, at the end of fixed windows. Seeds are fixed: the same runs each time.
public final class SequentialBenchmark {
    private static final double P99 = 0.99;
    private static final List<Integer> FIXED_MINUTES = List.of(1, 2, 5, 10);
    private static final CanaryConfig CONFIG =
            new CanaryConfig(List.of(MetricConfig.named("m", "g", Direction.INCREASE)), Map.of());
    private static final MannWhitneyJudge MANN_WHITNEY =
            new MannWhitneyJudge(JudgePolicy.strict(JudgePolicy.LEAST_MINIMUM_SAMPLES));

    /// How much is seen.
    ///
    /// @param requests of each side between two looks
    /// @param secondsBetween two looks
    /// @param looks until the horizon
    public record Plan(int requests, int secondsBetween, int looks, int runs) {}

    /// What is compared.
    public enum Metric {
        /// Share of failed requests.
        ERROR_RATE,
        /// 99th percentile of the latencies.
        LATENCY_P99
    }

    /// How the same canaries fare with the `mann-whitney` judge at the end of a window.
    ///
    /// @param detected share of the runs that it calls High
    public record FixedWindow(int minutes, double detected) {}

    /// @param detected share of the runs in which the canary was found to be worse before the horizon
    /// @param medianSeconds until it was found; null where half of the runs did not find it
    public record Result(
            String canary,
            double alpha,
            int runs,
            double detected,
            @Nullable Integer medianSeconds,
            List<FixedWindow> mannWhitney) {}

    private final Metric metric;
    private final Traffic control;
    private final Traffic experiment;
    private final Plan plan;

    private SequentialBenchmark(Metric metric, double change, Plan plan) {
        this.metric = metric;
        this.plan = plan;
        control = metric == Metric.ERROR_RATE ? Traffic.errors(0.01) : Traffic.latency(1);
        experiment = metric == Metric.ERROR_RATE ? Traffic.errors(0.01 * change) : Traffic.latency(change);
    }

    /// @param change factor on the canary's error rate of 1 %, or on its latencies; 1 for no change
    public static Result measure(String canary, Metric metric, double change, double alpha, Plan plan) {
        var benchmark = new SequentialBenchmark(metric, change, plan);
        var looksNeeded = IntStream.range(0, plan.runs())
                .map(run -> benchmark.looksUntilFound(run, alpha))
                .sorted()
                .toArray();
        var detected = Arrays.stream(looksNeeded)
                .filter(looks -> looks <= plan.looks())
                .count();
        var median = looksNeeded[plan.runs() / 2];
        return new Result(
                canary,
                alpha,
                plan.runs(),
                (double) detected / plan.runs(),
                median <= plan.looks() ? median * plan.secondsBetween() : null,
                FIXED_MINUTES.stream().map(benchmark::fixedWindow).toList());
    }

    /// Share of the runs without a difference that are called worse before the horizon.
    public static double falseAlarms(Metric metric, double alpha, Plan plan) {
        var benchmark = new SequentialBenchmark(metric, 1, plan);
        return IntStream.range(0, plan.runs())
                        .filter(run -> benchmark.looksUntilFound(run, alpha) <= plan.looks())
                        .count()
                / (double) plan.runs();
    }

    /// One more than there are when it was not found.
    private int looksUntilFound(int run, double alpha) {
        var random = new SplittableRandom(run);
        var terms = Terms.of(alpha, Direction.INCREASE);
        var rate = new SequentialTest(terms);
        var tail = new TailTest(P99, terms);
        for (var look = 1; look <= plan.looks(); look++) {
            var finding =
                    switch (metric) {
                        case ERROR_RATE ->
                            rate.add(new Window(
                                    control.failures(plan.requests(), random),
                                    plan.requests(),
                                    experiment.failures(plan.requests(), random),
                                    plan.requests()));
                        case LATENCY_P99 ->
                            tail.add(
                                    control.latencies(plan.requests(), random),
                                    experiment.latencies(plan.requests(), random));
                    };
            if (finding == Finding.HIGHER) {
                return look;
            }
        }
        return plan.looks() + 1;
    }

    private FixedWindow fixedWindow(int minutes) {
        var points = minutes * 60 / plan.secondsBetween();
        var found = IntStream.range(0, plan.runs())
                .filter(run -> isFoundByMannWhitney(run, points))
                .count();
        return new FixedWindow(minutes, (double) found / plan.runs());
    }

    private boolean isFoundByMannWhitney(int run, int points) {
        var random = new SplittableRandom(run);
        var controlPoints = new double[points];
        var experimentPoints = new double[points];
        for (var point = 0; point < points; point++) {
            controlPoints[point] = point(control, random);
            experimentPoints[point] = point(experiment, random);
        }
        var pair = new MetricPair("m", "", Map.of(), Samples.of(controlPoints), Samples.of(experimentPoints));
        return MANN_WHITNEY
                        .judge(CONFIG, new ScoreThresholds(95, 75), List.of(pair))
                        .metrics()
                        .getFirst()
                        .label()
                == Label.HIGH;
    }

    private double point(Traffic side, SplittableRandom random) {
        return switch (metric) {
            case ERROR_RATE -> 100.0 * side.failures(plan.requests(), random) / plan.requests();
            case LATENCY_P99 -> side.latencies(plan.requests(), random).quantile(P99);
        };
    }
}
