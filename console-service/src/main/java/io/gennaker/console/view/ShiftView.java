package io.gennaker.console.view;

import io.gennaker.contracts.ObservedSplit;
import io.gennaker.contracts.TrafficSplit;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Weights that were written and read back, and whether the requests were seen to follow them.
///
/// @param confirmedAt when the observed shares matched; null when they never did or nobody looked
public record ShiftView(
        String operationId,
        String stage,
        String cluster,
        String namespace,
        String route,
        TrafficSplit split,
        Instant appliedAt,
        @Nullable Instant confirmedAt,
        @Nullable ObservedSplit observed) {

    ShiftView confirmed(@Nullable Instant when, @Nullable ObservedSplit shares) {
        return new ShiftView(operationId, stage, cluster, namespace, route, split, appliedAt, when, shares);
    }
}
