package io.gennaker.pipeline.plan;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One step: an action of one service.
///
/// @param id unique in its stage
/// @param title for people, for example "shift traffic to 80/10/10"
/// @param compensation how to take the step back, once it was begun
public record PlannedStep(
        String id,
        String title,
        StepAction action,
        Duration timeout,
        @Nullable Compensation compensation) {}
