package io.gennaker.analysis.canary;

import io.gennaker.contracts.ExecutionId;
import java.time.Instant;
import java.util.Map;

/// What the last analysis of a release found that passed.
///
/// @param means of the canary, by metric; those without data are not there
public record EarlierRelease(ExecutionId executionId, Instant judgedAt, double score, Map<String, Double> means) {
    public EarlierRelease {
        means = Map.copyOf(means);
    }
}
