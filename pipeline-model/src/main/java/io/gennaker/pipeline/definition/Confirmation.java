package io.gennaker.pipeline.definition;

import io.gennaker.contracts.AnalysisTask.Certainty;
import java.time.Duration;

/// When a shift of traffic counts as seen.
///
/// @param tolerance allowed difference of each share, in percentage points
/// @param minimumRequests requests that must have been seen for the shares to count
/// @param timeout time after which an unseen shift is a failure, or too little traffic is what the certainty says
public record Confirmation(int tolerance, int minimumRequests, Duration timeout, Certainty certainty) {}
