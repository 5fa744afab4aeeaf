package io.gennaker.console.view;

import io.gennaker.contracts.ObservedSplit;
import io.gennaker.contracts.TrafficSplit;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Weights that were written and read back, and whether the requests were seen to follow them.
///
/// @param confirmedAt when the observed shares matched; null when they never did or nobody looked
/// @param doubt why nobody knows whether they follow, where the delivery went on without knowing; else null
public record ShiftView(
        String operationId,
        String stage,
        String cluster,
        String namespace,
        String route,
        TrafficSplit split,
        Instant appliedAt,
        @Nullable Instant confirmedAt,
        @Nullable ObservedSplit observed,
        @Nullable String doubt) {

    ShiftView seen(ConfirmationView confirmation) {
        var when = confirmation.doubt() == null ? confirmation.at() : null;
        return with(when, confirmation.observed(), confirmation.doubt());
    }

    ShiftView unseen() {
        return with(null, null, null);
    }

    private ShiftView with(@Nullable Instant when, @Nullable ObservedSplit shares, @Nullable String why) {
        return new ShiftView(operationId, stage, cluster, namespace, route, split, appliedAt, when, shares, why);
    }
}
