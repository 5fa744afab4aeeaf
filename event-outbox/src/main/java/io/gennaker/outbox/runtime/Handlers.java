package io.gennaker.outbox.runtime;

import io.gennaker.outbox.MessageHandler;
import io.gennaker.outbox.OperationHandler;
import io.gennaker.outbox.TimerHandler;
import org.jspecify.annotations.Nullable;

/// What a service brings; what is null is not run.
public record Handlers(
        @Nullable MessageHandler messages,
        @Nullable OperationHandler operations,
        @Nullable TimerHandler timers) {}
