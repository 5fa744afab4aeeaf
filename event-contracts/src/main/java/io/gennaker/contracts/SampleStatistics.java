package io.gennaker.contracts;

import org.jspecify.annotations.Nullable;

/// Statistics of one side's samples; all null but the count when there are none. A number that is not finite becomes
/// null: JSON cannot carry it.
public record SampleStatistics(
        int count,
        @Nullable Double mean,
        @Nullable Double minimum,
        @Nullable Double maximum,
        @Nullable Double standardDeviation) {
    public SampleStatistics {
        Check.between("count", count, 0, Integer.MAX_VALUE);
        mean = Check.finiteOrNull(mean);
        minimum = Check.finiteOrNull(minimum);
        maximum = Check.finiteOrNull(maximum);
        standardDeviation = Check.finiteOrNull(standardDeviation);
    }
}
