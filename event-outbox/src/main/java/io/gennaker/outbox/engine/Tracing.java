package io.gennaker.outbox.engine;

import io.gennaker.contracts.MessageType;
import org.jspecify.annotations.Nullable;

/// Spans around what the engine does.
public interface Tracing {
    /// Handles a received message inside a span that continues `traceparent`.
    void receiving(MessageType type, String messageId, @Nullable String traceparent, Runnable work);

    /// Runs an operation or a timer inside a span that continues `traceparent`.
    void running(String what, String id, @Nullable String traceparent, RunnableWork work) throws InterruptedException;

    /// The trace context that a message sent now carries.
    ///
    /// @param inherited that of the cause, for when there is no span
    @Nullable
    String sending(MessageType type, @Nullable String inherited);

    /// Work that may be interrupted.
    interface RunnableWork {
        void run() throws InterruptedException;
    }

    /// Carries trace contexts on, makes no spans.
    static Tracing none() {
        return new Tracing() {
            @Override
            public void receiving(MessageType type, String messageId, @Nullable String traceparent, Runnable work) {
                work.run();
            }

            @Override
            public void running(String what, String id, @Nullable String traceparent, RunnableWork work)
                    throws InterruptedException {
                work.run();
            }

            @Override
            public @Nullable String sending(MessageType type, @Nullable String inherited) {
                return inherited;
            }
        };
    }
}
