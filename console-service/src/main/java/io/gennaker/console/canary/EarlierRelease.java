package io.gennaker.console.canary;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What the last analysis of a release found that passed.
///
/// @param images what it delivered; empty where that is not known any more
/// @param means of its canary, by metric; those without data are not there
public record EarlierRelease(
        String executionId, List<String> images, double score, Instant judgedAt, Map<String, Double> means) {
    public EarlierRelease {
        images = List.copyOf(images);
        means = Map.copyOf(means);
    }
}
