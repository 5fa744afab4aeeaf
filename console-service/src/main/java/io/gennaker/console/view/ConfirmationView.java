package io.gennaker.console.view;

import io.gennaker.contracts.ObservedSplit;
import io.gennaker.contracts.TrafficSplit;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What was seen of the requests after a shift.
///
/// @param doubt why it does not tell that they follow the weights; null: they do
public record ConfirmationView(
        String operationId,
        String stage,
        TrafficSplit expected,
        ObservedSplit observed,
        Instant at,
        @Nullable String doubt) {}
