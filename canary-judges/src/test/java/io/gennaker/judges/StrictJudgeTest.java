package io.gennaker.judges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class StrictJudgeTest {

    private static final ScoreThresholds THRESHOLDS = new ScoreThresholds(95, 75);
    private static final MetricConfig METRIC = MetricConfig.named("latency", "istio", Direction.INCREASE);

    private final MannWhitneyJudge judge = new MannWhitneyJudge(JudgePolicy.strict(8));

    @Test
    void shouldBeHighWhenConstantCanaryExceedsConstantBaselineOnEnoughSamples() {
        // Given
        var baseline = constant(10, 12);
        var canary = constant(11, 12);

        // When
        var classification = classify(METRIC, baseline, canary);

        // Then
        assertThat(classification.label()).isEqualTo(Label.HIGH);
        assertThat(classification.ratio()).isEqualTo(1.1);
        assertThat(classification.comparison()).isEqualTo(new Classification.Comparison(1, 1, 1, 0.25, 1.1));
    }

    @Test
    void shouldPassWhenConstantSidesDifferButOneIsTooShortToTell() {
        // Given: fewer values than the judge's confidence can tell apart, under a policy that does not ask for more
        var lenient = new JudgePolicy(new JudgePolicy.ConstantSides.TestAtNoShift(), 1, true, GroupOrder.AS_NAMED);

        // When
        var result = new MannWhitneyJudge(lenient)
                .judge(config(METRIC), THRESHOLDS, pairs(constant(10, 3), constant(11, 3)));

        // Then
        assertThat(result.metrics().getFirst().label()).isEqualTo(Label.PASS);
        assertThat(result.metrics().getFirst().classification().comparison().lower())
                .isEqualTo(0.0);
    }

    @Test
    void shouldGiveTheSameResultWhenAskedAgain() {
        // Given
        var baseline = constant(10, 12);
        var canary = constant(10.000001, 12);
        var first = classify(METRIC, baseline, canary);

        // When
        var again = classify(METRIC, baseline, canary);

        // Then
        assertThat(again).isEqualTo(first);
    }

    @Test
    void shouldBeTooFewWhenASideHasLessThanTheMinimum() {
        // Given
        var baseline = random(20, 100, 1);
        var canary = random(7, 100, 2);

        // When
        var classification = classify(METRIC, baseline, canary);

        // Then
        assertThat(classification.label()).isEqualTo(Label.TOO_FEW);
        assertThat(classification.reason())
                .isEqualTo("canary has 7 samples and baseline 20, at least 8 each are needed");
    }

    @Test
    void shouldCountOnlyValuesThatAreThereAgainstTheMinimum() {
        // Given
        var baseline = random(20, 100, 1);
        var canary = joined(random(7, 100, 2), Samples.missing(13));

        // When
        var classification = classify(METRIC, baseline, canary);

        // Then
        assertThat(classification.label()).isEqualTo(Label.TOO_FEW);
    }

    @Test
    void shouldBeErrorWhenAValueIsInfinite() {
        // Given
        var baseline = random(20, 100, 1);
        var canary = joined(random(19, 100, 2), Samples.of(Double.POSITIVE_INFINITY));

        // When
        var classification = classify(METRIC, baseline, canary);

        // Then
        assertThat(classification.label()).isEqualTo(Label.ERROR);
        assertThat(classification.reason()).isEqualTo("1 canary samples and 0 baseline samples are infinite");
    }

    @Test
    void shouldBeCriticalWhenACriticalMetricExceedsTheCriticalEffect() {
        // Given
        var metric = METRIC.withCritical(true)
                .withEffectSize(new EffectSize(EffectSize.Measure.MEAN_RATIO, 1.2, 0.8, 1.5, 0.5));

        // When
        var mild = classify(metric, random(20, 100, 1), random(20, 130, 2));
        var severe = classify(metric, random(20, 100, 1), random(20, 180, 2));

        // Then
        assertThat(mild.label()).isEqualTo(Label.HIGH);
        assertThat(mild.critical()).isFalse();
        assertThat(severe.label()).isEqualTo(Label.HIGH);
        assertThat(severe.critical()).isTrue();
    }

    @Test
    void shouldPassWhenTheChangeIsInTheGoodDirection() {
        // Given
        var baseline = random(20, 100, 1);
        var canary = random(20, 50, 2);

        // When
        var classification = classify(METRIC, baseline, canary);

        // Then
        assertThat(classification.label()).isEqualTo(Label.PASS);
    }

    @Test
    void shouldSeldomCallEqualSidesDifferentWhenTheyVary() {
        // Given: the policy promises 98 % confidence; the tolerance makes false alarms rarer still
        var alarms = 0;

        // When
        for (var seed = 0; seed < 1_000; seed++) {
            var label = classify(METRIC, random(12, 100, 2 * seed), random(12, 100, 2 * seed + 1))
                    .label();
            alarms += label == Label.PASS ? 0 : 1;
        }

        // Then
        assertThat(alarms).isLessThan(20);
    }

    @Test
    void shouldRefuseAMinimumThatCannotShowADifference() {
        assertThatThrownBy(() -> JudgePolicy.strict(4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 4, must be at least 5");
    }

    @Test
    void shouldBeAbleToTellFiveFromFiveButNotFourFromFour() {
        // When
        var four = MannWhitney.differ(Samples.of(5, 6, 7, 8), Samples.of(1, 2, 3, 4));
        var five = MannWhitney.differ(Samples.of(6, 7, 8, 9, 10), Samples.of(1, 2, 3, 4, 5));

        // Then
        assertThat(four).isFalse();
        assertThat(five).isTrue();
    }

    @Test
    void shouldRefuseAPairOfAnUnknownMetric() {
        // Given
        var pair = new MetricPair("other", "1", Map.of(), constant(1, 9), constant(1, 9));

        // When, then
        assertThatThrownBy(() -> judge.judge(config(METRIC), THRESHOLDS, List.of(pair)))
                .hasMessage("metric pair: found name 'other', must be one of [latency]");
    }

    private Classification classify(MetricConfig metric, Samples baseline, Samples canary) {
        return judge.judge(config(metric), THRESHOLDS, pairs(baseline, canary))
                .metrics()
                .getFirst()
                .classification();
    }

    private static CanaryConfig config(MetricConfig metric) {
        return new CanaryConfig(List.of(metric), Map.of());
    }

    private static List<MetricPair> pairs(Samples baseline, Samples canary) {
        return List.of(new MetricPair("latency", "1", Map.of(), baseline, canary));
    }

    private static Samples constant(double value, int count) {
        return Samples.of(DoubleStream.generate(() -> value).limit(count).toArray());
    }

    private static Samples random(int count, double mean, long seed) {
        var random = new Random(seed);
        return Samples.of(DoubleStream.generate(() -> mean + 5 * random.nextGaussian())
                .limit(count)
                .toArray());
    }

    private static Samples joined(Samples first, Samples second) {
        return Samples.of(DoubleStream.concat(DoubleStream.of(first.toArray()), DoubleStream.of(second.toArray()))
                .toArray());
    }
}
