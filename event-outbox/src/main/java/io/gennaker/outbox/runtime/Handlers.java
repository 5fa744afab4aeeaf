package io.gennaker.outbox.runtime;

import io.gennaker.outbox.HealthProbe;
import io.gennaker.outbox.MessageHandler;
import io.gennaker.outbox.OperationHandler;
import io.gennaker.outbox.TimerHandler;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a service brings; what is null is not run.
public record Handlers(
        @Nullable MessageHandler messages,
        @Nullable OperationHandler operations,
        @Nullable TimerHandler timers,
        @Nullable List<HealthProbe> health) {

    /// Without health.
    public Handlers(
            @Nullable MessageHandler messages, @Nullable OperationHandler operations, @Nullable TimerHandler timers) {
        this(messages, operations, timers, null);
    }
}
