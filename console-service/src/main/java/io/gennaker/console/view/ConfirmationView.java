package io.gennaker.console.view;

import io.gennaker.contracts.ObservedSplit;
import io.gennaker.contracts.TrafficSplit;
import java.time.Instant;

/// Shares of requests that were seen to match expected weights.
public record ConfirmationView(
        String operationId, String stage, TrafficSplit expected, ObservedSplit observed, Instant at) {}
