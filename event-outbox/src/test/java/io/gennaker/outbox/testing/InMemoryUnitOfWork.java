package io.gennaker.outbox.testing;

import io.gennaker.outbox.Outbox;
import io.gennaker.outbox.UnitOfWork;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Runs work at once; what it sent is taken back when it fails. Other state is not.
public final class InMemoryUnitOfWork implements UnitOfWork {
    private final InMemoryOutbox outbox;

    public InMemoryUnitOfWork(InMemoryOutbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public synchronized <T extends @Nullable Object> T call(Function<Outbox, T> work) {
        int before = outbox.sent().size();
        try {
            return work.apply(outbox);
        } catch (RuntimeException | Error e) {
            outbox.forgetAllAfter(before);
            throw e;
        }
    }
}
