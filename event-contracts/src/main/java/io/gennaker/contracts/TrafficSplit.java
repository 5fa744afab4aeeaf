package io.gennaker.contracts;

/// Shares of traffic in percent; they always sum to 100.
public record TrafficSplit(int release, int baseline, int canary) {
    public static final TrafficSplit ALL_RELEASE = new TrafficSplit(100, 0, 0);

    public TrafficSplit {
        Check.between("release weight", release, 0, 100);
        Check.between("baseline weight", baseline, 0, 100);
        Check.between("canary weight", canary, 0, 100);
        if (release + baseline + canary != 100) {
            throw new IllegalArgumentException(
                    "weights " + release + "/" + baseline + "/" + canary + " do not sum to 100");
        }
    }

    /// Baseline and canary get `weight` percent each, release the rest.
    public static TrafficSplit even(int weight) {
        return new TrafficSplit(100 - 2 * weight, weight, weight);
    }

    public int of(Track track) {
        return switch (track) {
            case RELEASE -> release;
            case BASELINE -> baseline;
            case CANARY -> canary;
        };
    }

    @Override
    public String toString() {
        return release + "/" + baseline + "/" + canary;
    }
}
