package io.gennaker.contracts;

import org.jspecify.annotations.Nullable;

/// What the judge said of one metric.
///
/// @param classification `Pass`, `High`, `Low`, `Nodata`, `NodataFailMetric`, `Error` or `Inconclusive`
/// @param reason in words, with the numbers; null for a plain pass
/// @param ratio canary mean over baseline mean; null where it has no meaning, as with a mean of zero
/// @param unit what follows the values, with the space before it: ` ms`; null where it is not known
public record MetricResult(
        String name,
        String group,
        String classification,
        @Nullable String reason,
        boolean critical,
        SampleStatistics baseline,
        SampleStatistics canary,
        @Nullable Double ratio,
        @Nullable String unit) {
    public MetricResult {
        ratio = Check.finiteOrNull(ratio);
        if (unit != null) {
            Check.text("metric unit", unit, 1 + MetricSpec.LONGEST_UNIT);
        }
    }
}
