package io.gennaker.outbox;

import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A transaction over state and outbox that does not begin with a message from the bus.
public interface UnitOfWork {
    /// Runs `work` in one new transaction and commits; an exception rolls everything back.
    <T extends @Nullable Object> T call(Function<Outbox, T> work);

    default void run(Consumer<Outbox> work) {
        call(outbox -> {
            work.accept(outbox);
            return null;
        });
    }
}
