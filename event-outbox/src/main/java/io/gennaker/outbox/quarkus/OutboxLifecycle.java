package io.gennaker.outbox.quarkus;

import io.gennaker.outbox.MessageHandler;
import io.gennaker.outbox.OperationHandler;
import io.gennaker.outbox.TimerHandler;
import io.gennaker.outbox.runtime.Handlers;
import io.gennaker.outbox.runtime.OutboxRuntime;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import org.jspecify.annotations.Nullable;

/// Starts the outbox after everything else of the service and stops it before.
@Singleton
class OutboxLifecycle {
    private final OutboxRuntime runtime;
    private final OutboxGauges gauges;
    private final Instance<MessageHandler> messages;
    private final Instance<OperationHandler> operations;
    private final Instance<TimerHandler> timers;

    @Inject
    OutboxLifecycle(
            OutboxRuntime runtime,
            OutboxGauges gauges,
            @Any Instance<MessageHandler> messages,
            @Any Instance<OperationHandler> operations,
            @Any Instance<TimerHandler> timers) {
        this.runtime = runtime;
        this.gauges = gauges;
        this.messages = messages;
        this.operations = operations;
        this.timers = timers;
    }

    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) StartupEvent event) {
        runtime.start(new Handlers(only(messages), only(operations), only(timers)));
        gauges.register(runtime);
    }

    void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) ShutdownEvent event) {
        runtime.close();
    }

    private static <T> @Nullable T only(Instance<T> handlers) {
        return handlers.isUnsatisfied() ? null : handlers.get();
    }
}
