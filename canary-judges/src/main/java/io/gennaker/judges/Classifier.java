package io.gennaker.judges;

import io.gennaker.judges.Classification.Comparison;
import java.util.Optional;

/// Labels one metric from its prepared samples. The first rule that applies decides.
final class Classifier {

    /// Share of the estimated shift that the confidence interval must clear. Relative to the shift itself, so it asks
    /// for a clear signal, not for a large one; size is the matter of [EffectSize].
    private static final double TOLERANCE = 0.25;

    /// Relative standard deviation of the noise that Kayenta adds to constant sides.
    private static final double NOISE = 1e-5;

    private final JudgePolicy policy;

    Classifier(JudgePolicy policy) {
        this.policy = policy;
    }

    Classification classify(MetricConfig metric, Samples control, Samples experiment) {
        if (control.isEmpty() || experiment.isEmpty()) {
            return missing(metric);
        }
        if (Math.min(control.size(), experiment.size()) < policy.minimumSamples()) {
            return Classification.unknown(
                    Label.TOO_FEW,
                    "canary has %d samples and baseline %d, at least %d each are needed"
                            .formatted(experiment.size(), control.size(), policy.minimumSamples()));
        }
        if (policy.infinityIsError() && hasInfinity(control, experiment)) {
            return Classification.unknown(
                    Label.ERROR,
                    "%d canary samples and %d baseline samples are infinite"
                            .formatted(experiment.count(Double::isInfinite), control.count(Double::isInfinite)));
        }
        if (control.sameValuesAs(experiment)) {
            return Classification.decided(Label.PASS, "The Canary and Baseline data are identical", false);
        }
        if (experiment.isConstantWith(control)) {
            return Classification.decided(Label.PASS, null, false);
        }
        return compare(metric, control, experiment);
    }

    private static Classification missing(MetricConfig metric) {
        return switch (metric.nanStrategy()) {
            case REPLACE -> Classification.decided(Label.PASS, null, false);
            case REMOVE -> {
                var reason = "Missing data for " + metric.name();
                yield metric.mustHaveData() && !metric.critical()
                        ? Classification.decided(Label.NODATA_FAIL_METRIC, reason, false)
                        : Classification.decided(Label.NODATA, reason, metric.critical());
            }
        };
    }

    private static boolean hasInfinity(Samples control, Samples experiment) {
        return control.count(Double::isInfinite) + experiment.count(Double::isInfinite) > 0;
    }

    private Classification compare(MetricConfig metric, Samples control, Samples experiment) {
        if (!control.isConstant() || !experiment.isConstant()) {
            return label(metric, control, experiment, MannWhitney.shift(experiment, control));
        }
        return switch (policy.constantSides()) {
            case JudgePolicy.ConstantSides.AddNoise noise -> {
                var noisyExperiment = withNoise(experiment, noise);
                var noisyControl = withNoise(control, noise);
                yield label(metric, noisyControl, noisyExperiment, MannWhitney.shift(noisyExperiment, noisyControl));
            }
            case JudgePolicy.ConstantSides.TestAtNoShift _ ->
                label(metric, control, experiment, Optional.of(shiftOfConstants(control, experiment)));
        };
    }

    private static Samples withNoise(Samples samples, JudgePolicy.ConstantSides.AddNoise noise) {
        // A mean of 0.0 is added to the noise, which makes 0.0 of -0.0.
        return samples.map(
                value -> MannWhitney.ranked(value + (noise.random().nextGaussian() * (value * NOISE) + 0.0)));
    }

    private static MannWhitney.Shift shiftOfConstants(Samples control, Samples experiment) {
        var difference = experiment.values()[0] - control.values()[0];
        return MannWhitney.differ(experiment, control)
                ? new MannWhitney.Shift(difference, difference, difference)
                : new MannWhitney.Shift(Math.min(0.0, difference), Math.max(0.0, difference), difference);
    }

    private static Classification label(
            MetricConfig metric, Samples control, Samples experiment, Optional<MannWhitney.Shift> measured) {
        if (measured.isEmpty()) {
            return Classification.unknown(Label.ERROR, "Metric Classification Failed");
        }
        var shift = measured.get();
        var ratio = Effects.meanRatio(experiment, control);
        var effect = Effects.size(metric.effectSize().measure(), experiment, control);
        var comparison = new Comparison(
                shift.lower(), shift.upper(), shift.estimate(), TOLERANCE * Math.abs(shift.estimate()), effect);
        if (isHigh(metric, comparison)) {
            var critical = metric.critical() && metric.effectSize().isIncreaseCritical(effect);
            return new Classification(Label.HIGH, reason(metric, Label.HIGH, critical), critical, ratio, comparison);
        }
        if (isLow(metric, comparison)) {
            var critical = metric.critical() && metric.effectSize().isDecreaseCritical(effect);
            return new Classification(Label.LOW, reason(metric, Label.LOW, critical), critical, ratio, comparison);
        }
        return new Classification(Label.PASS, null, false, ratio, comparison);
    }

    private static boolean isHigh(MetricConfig metric, Comparison comparison) {
        return metric.direction().minds(Direction.INCREASE)
                && comparison.lower() > comparison.tolerance()
                && metric.effectSize().isIncreaseBeyondAllowed(comparison.effect());
    }

    private static boolean isLow(MetricConfig metric, Comparison comparison) {
        return metric.direction().minds(Direction.DECREASE)
                && comparison.upper() < -comparison.tolerance()
                && metric.effectSize().isDecreaseBeyondAllowed(comparison.effect());
    }

    private static String reason(MetricConfig metric, Label label, boolean critical) {
        return critical
                ? "The metric %s was classified as %s (Critical)".formatted(metric.name(), label.text())
                : "%s was classified as %s".formatted(metric.name(), label.text());
    }
}
