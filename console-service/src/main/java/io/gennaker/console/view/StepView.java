package io.gennaker.console.view;

import io.gennaker.contracts.StepOutline;
import io.gennaker.contracts.StepStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One step of a stage.
///
/// @param compensation whether it takes another step back
public record StepView(
        String id,
        String title,
        boolean compensation,
        @Nullable String operationId,
        StepStatus status,
        @Nullable String reason,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {

    static StepView planned(StepOutline outline) {
        return new StepView(outline.id(), outline.title(), false, null, StepStatus.WAITING, null, null, null);
    }

    StepView toBeginning() {
        return new StepView(id, title, compensation, null, StepStatus.WAITING, null, null, null);
    }

    StepView changed(StepStatus to, @Nullable String operation, @Nullable String why, Instant at) {
        return switch (to) {
            case WAITING -> new StepView(id, title, compensation, operation, to, why, null, null);
            case RUNNING -> new StepView(id, title, compensation, operation, to, why, at, null);
            case SUCCEEDED, FAILED, CANCELLED, TIMED_OUT ->
                new StepView(
                        id,
                        title,
                        compensation,
                        operation == null ? operationId : operation,
                        to,
                        why,
                        startedAt == null ? at : startedAt,
                        at);
        };
    }
}
