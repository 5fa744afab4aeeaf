package io.gennaker.console.view;

import io.gennaker.contracts.ObjectChange;
import java.time.Instant;
import java.util.List;

/// What a step was about to change, as a dry run found it before anything was written.
public record ChangesView(
        String operationId,
        String stage,
        String step,
        String cluster,
        String namespace,
        List<ObjectChange> objects,
        int moreObjects,
        Instant at) {
    public ChangesView {
        objects = List.copyOf(objects);
    }
}
