package io.gennaker.analysis.judge;

import java.util.Arrays;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;

/// An immutable list of measured values in order of time. NaN stands for a value that is missing.
public final class Samples {

    private final double[] values;

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
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    public Samples keep(DoublePredicate condition) {
        return new Samples(Arrays.stream(values).filter(condition).toArray());
    }

    public Samples map(DoubleUnaryOperator change) {
        return new Samples(Arrays.stream(values).map(change).toArray());
    }

    /// How many values meet the condition.
    public int count(DoublePredicate condition) {
        return (int) Arrays.stream(values).filter(condition).count();
    }

    /// Whether there is exactly one distinct value; 0.0 and -0.0 are the same.
    public boolean isConstant() {
        return !isEmpty() && count(value -> value == values[0]) == values.length;
    }

    /// Whether both hold the same values, in whatever order; 0.0 and -0.0 are the same.
    public boolean sameValuesAs(Samples other) {
        if (size() != other.size()) {
            return false;
        }
        var mine = sorted();
        var theirs = other.sorted();
        for (var index = 0; index < mine.length; index++) {
            if (mine[index] != theirs[index]) {
                return false;
            }
        }
        return true;
    }

    /// These values followed by the others.
    public Samples followedBy(Samples other) {
        var all = Arrays.copyOf(values, values.length + other.values.length);
        System.arraycopy(other.values, 0, all, values.length, other.values.length);
        return new Samples(all);
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
