package io.gennaker.console.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gennaker.console.canary.CanaryReport;
import io.gennaker.console.canary.CanaryReport.Distribution;
import io.gennaker.console.canary.CanaryReport.Group;
import io.gennaker.console.canary.CanaryReport.Metric;
import io.gennaker.console.canary.CanaryReport.ScorePoint;
import io.gennaker.console.canary.CanaryReport.Shift;
import io.gennaker.console.canary.CanaryReport.TrailPoint;
import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.EvidenceEvent;
import io.gennaker.contracts.MessageCodec;
import io.gennaker.contracts.MetricResult;
import io.gennaker.contracts.MetricSpec;
import io.gennaker.contracts.SampleStatistics;
import io.gennaker.contracts.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Reports of analyses of `shop` with numbers as they might have been: ten minutes of data, a value each ten seconds.
public final class Reports {
    private static final int VALUES = 60;
    private static final int BUCKETS = 20;
    private static final Duration STEP = Duration.ofSeconds(10);

    private final Random random = new Random(7);
    private final Instant from;

    private Reports(Instant until) {
        this.from = until.minus(STEP.multipliedBy(VALUES));
    }

    /// @param errors share of failed requests of the canary, in percent
    /// @param latency of the canary, in milliseconds
    public static EvidenceEvent of(
            Delivery delivery, String step, Verdict verdict, double score, double errors, double latency, Instant at) {
        return new Reports(at).event(delivery, step, verdict, score, errors, latency, at);
    }

    private EvidenceEvent event(
            Delivery delivery, String step, Verdict verdict, double score, double errors, double latency, Instant at) {
        var operation = delivery.operation("canary", step);
        var bad = verdict == Verdict.FAIL;
        var errorRate = metric(
                "error-rate", "errors", " %", bad ? "High" : "Pass", samples(0.1, 0.06), samples(errors, 0.6), null);
        var p95 = metric(
                "latency-p95",
                "latency",
                " ms",
                "Pass",
                samples(21, 1.5),
                samples(latency, 1.6),
                new Shift(latency - 22.1, latency - 20.2, latency - 21, 2.1, 1.02));
        var report = new CanaryReport(
                operation.value(),
                new ClusterTarget("production", "production"),
                "shop",
                "shop",
                "sequential",
                verdict,
                score,
                95,
                75,
                List.of(
                        bad
                                ? "error-rate failed and is critical; score 40.0 of 100, pass from 95.0, marginal from 75.0"
                                : "every metric passed; score 100 of 100, pass from 95.0, marginal from 75.0",
                        "latency-p95: canary %.1f ms against baseline 21.0 ms".formatted(latency)),
                List.of(new Group("errors", bad ? 0.0 : 100.0), new Group("latency", 100.0)),
                List.of(errorRate, p95),
                IntStream.range(1, 7)
                        .mapToObj(look -> new ScorePoint(
                                from.plus(Duration.ofSeconds(100L * look)),
                                bad ? List.of(100, 92, 80, 66, 55, 40).get(look - 1) : 100 - 3 * (look % 2),
                                look < 6 ? Verdict.INCONCLUSIVE : verdict))
                        .toList(),
                from,
                at,
                Duration.ofMinutes(1),
                STEP,
                at,
                List.of(),
                null);
        return new EvidenceEvent.Reported(
                delivery.execution(),
                operation,
                "production",
                "shop",
                "shop",
                verdict,
                score,
                CompressedText.of(json(report)),
                at);
    }

    private Metric metric(
            String name,
            String group,
            String unit,
            String label,
            double[] baseline,
            double[] canary,
            @Nullable Shift shift) {
        var ratio = mean(canary) / mean(baseline);
        var reason = label.equals("Pass")
                ? null
                : "canary %.2f%s against baseline %.2f%s, ratio %.1f"
                        .formatted(mean(canary), unit, mean(baseline), unit, ratio);
        var spec = new MetricSpec(
                name,
                "istio-" + name,
                null,
                group,
                MetricSpec.Direction.INCREASE,
                name.equals("error-rate"),
                true,
                MetricSpec.NanStrategy.REMOVE,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        return new Metric(
                new MetricResult(
                        name,
                        group,
                        label,
                        reason,
                        spec.critical(),
                        statistics(baseline),
                        statistics(canary),
                        ratio,
                        unit),
                spec,
                unit,
                shift,
                from.plus(STEP),
                "sum(rate(istio_requests_total{destination_workload=\"shop-baseline\"}[1m]))",
                "sum(rate(istio_requests_total{destination_workload=\"shop-canary\"}[1m]))",
                Arrays.stream(baseline).boxed().toList(),
                Arrays.stream(canary).boxed().toList(),
                distribution(baseline, canary),
                shift == null ? trail(ratio) : List.of());
    }

    private List<TrailPoint> trail(double ratio) {
        return IntStream.range(1, VALUES)
                .mapToObj(number -> {
                    var wide = 4.0 / Math.sqrt(number);
                    return new TrailPoint(
                            from.plus(STEP.multipliedBy(number)),
                            ratio * (1 + random.nextGaussian() / number),
                            ratio / (1 + wide),
                            ratio * (1 + wide),
                            number * 0.1);
                })
                .toList();
    }

    private double[] samples(double mean, double deviation) {
        return DoubleStream.generate(() -> Math.max(0, mean + deviation * random.nextGaussian()))
                .limit(VALUES)
                .toArray();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(0);
    }

    private static SampleStatistics statistics(double[] values) {
        var all = Arrays.stream(values).summaryStatistics();
        var squares = Arrays.stream(values)
                .map(value -> Math.pow(value - all.getAverage(), 2))
                .sum();
        return new SampleStatistics(
                values.length, all.getAverage(), all.getMin(), all.getMax(), Math.sqrt(squares / (values.length - 1)));
    }

    private static Distribution distribution(double[] baseline, double[] canary) {
        var all = DoubleStream.concat(Arrays.stream(baseline), Arrays.stream(canary))
                .summaryStatistics();
        var width = (all.getMax() - all.getMin()) / BUCKETS;
        return new Distribution(
                mean(baseline),
                mean(canary),
                IntStream.rangeClosed(0, BUCKETS)
                        .mapToObj(bucket -> all.getMin() + width * bucket)
                        .toList(),
                counts(baseline, all.getMin(), width),
                counts(canary, all.getMin(), width));
    }

    private static List<Integer> counts(double[] values, double least, double width) {
        var counts = new Integer[BUCKETS];
        Arrays.fill(counts, 0);
        for (var value : values) {
            counts[Math.min((int) ((value - least) / width), BUCKETS - 1)]++;
        }
        return List.of(counts);
    }

    private static String json(CanaryReport report) {
        try {
            return MessageCodec.json().writeValueAsString(report);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
