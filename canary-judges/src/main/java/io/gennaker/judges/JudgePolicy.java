package io.gennaker.judges;

import java.util.Random;
import java.util.random.RandomGenerator;

/// The points in which the judge's two modes differ; all else is one algorithm.
///
/// @param constantSides what happens when each side repeats a single value
/// @param minimumSamples fewer values than this on a side make the metric [Label#TOO_FEW]; 0 asks for none
/// @param infinityIsError whether an infinite value makes the metric [Label#ERROR]; Kayenta computes with it
/// @param groupOrder the order in which groups are told and added up
public record JudgePolicy(
        ConstantSides constantSides, int minimumSamples, boolean infinityIsError, GroupOrder groupOrder) {

    /// With fewer than five values on each side even a complete separation is not significant at the judge's 98 %
    /// confidence, and the confidence bounds fall back to the extremes of the data. The judge would then call
    /// differences by chance.
    public static final int LEAST_MINIMUM_SAMPLES = 5;

    /// The one with which the answers of Kayenta that are replayed in the tests were measured.
    private static final long NOISE_SEED = 42;

    /// Two sides that each repeat one value are tied in every pairing once shifted onto each other, which leaves the
    /// test without a variance to measure by.
    public sealed interface ConstantSides {

        /// Kayenta's way: a little Gaussian noise is added to every value first. The outcome then depends on the
        /// generator.
        record AddNoise(RandomGenerator random) implements ConstantSides {}

        /// The rank test at no shift decides: when it is significant the interval is the difference itself, else it
        /// reaches to zero.
        record TestAtNoShift() implements ConstantSides {}
    }

    public JudgePolicy {
        if (minimumSamples < 0) {
            throw new IllegalArgumentException("minimum samples: found " + minimumSamples + ", must not be negative");
        }
    }

    /// Labels and scores as Kayenta gives them. Kayenta's own generator is unseeded; this one has a fixed seed, so that
    /// the same samples have the same answer. A policy is for one judgement, as its generator goes on.
    public static JudgePolicy likeKayenta() {
        return new JudgePolicy(new ConstantSides.AddNoise(new Random(NOISE_SEED)), 0, false, GroupOrder.LIKE_KAYENTA);
    }

    /// The service's own mode: the same samples always give the same result, and what cannot be known is said to be
    /// unknown.
    public static JudgePolicy strict(int minimumSamples) {
        if (minimumSamples < LEAST_MINIMUM_SAMPLES) {
            throw new IllegalArgumentException("minimum samples: found " + minimumSamples + ", must be at least "
                    + LEAST_MINIMUM_SAMPLES + " (fewer cannot show a difference at 98 % confidence)");
        }
        return new JudgePolicy(new ConstantSides.TestAtNoShift(), minimumSamples, true, GroupOrder.AS_NAMED);
    }
}
