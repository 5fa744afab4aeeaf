package io.gennaker.judges;

import java.util.Arrays;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// An immutable list of measured values in order of time. NaN stands for a value that is missing.
public final class Samples {

    private final double[] values;

    /// Sorted once, on first use, as most steps of a judgement need the order. A race only sorts twice.
    private double @Nullable [] ascending;

    private Samples(double[] values) {
        this.values = values;
    }

    public static Samples of(double... values) {
        return new Samples(values.clone());
    }

    /// Values of which none was measured.
    public static Samples missing(int count) {
        var values = new double[count];
        Arrays.fill(values, Double.NaN);
        return new Samples(values);
    }

    public int size() {
        return values.length;
    }

    public boolean isEmpty() {
        return values.length == 0;
    }

    public double[] toArray() {
        return values.clone();
    }

    /// The values in ascending order, -0.0 before 0.0.
    public double[] sorted() {
        return ascending().clone();
    }

    /// As [#sorted], shared: not to be changed.
    double[] ascending() {
        var sorted = ascending;
        if (sorted == null) {
            sorted = values.clone();
            Arrays.sort(sorted);
            ascending = sorted;
        }
        return sorted;
    }

    /// The values themselves, shared: not to be changed.
    double[] values() {
        return values;
    }

    public Samples keep(DoublePredicate condition) {
        var kept = new double[values.length];
        var count = 0;
        for (var value : values) {
            if (condition.test(value)) {
                kept[count++] = value;
            }
        }
        return count == values.length ? this : new Samples(Arrays.copyOf(kept, count));
    }

    public Samples map(DoubleUnaryOperator change) {
        return new Samples(Arrays.stream(values).map(change).toArray());
    }

    /// How many values meet the condition.
    public int count(DoublePredicate condition) {
        var count = 0;
        for (var value : values) {
            if (condition.test(value)) {
                count++;
            }
        }
        return count;
    }

    /// Whether there is exactly one distinct value; 0.0 and -0.0 are the same.
    public boolean isConstant() {
        return !isEmpty() && hasOnly(values[0]);
    }

    /// Whether the two together repeat one value.
    boolean isConstantWith(Samples other) {
        return !isEmpty() && hasOnly(values[0]) && other.hasOnly(values[0]);
    }

    private boolean hasOnly(double wanted) {
        for (var value : values) {
            if (value != wanted) {
                return false;
            }
        }
        return true;
    }

    /// Whether both hold the same values, in whatever order; 0.0 and -0.0 are the same.
    public boolean sameValuesAs(Samples other) {
        if (size() != other.size()) {
            return false;
        }
        var mine = ascending();
        var theirs = other.ascending();
        for (var index = 0; index < mine.length; index++) {
            if (mine[index] != theirs[index]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Samples samples && Arrays.equals(values, samples.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
