package io.gennaker.outbox.store;

import io.gennaker.outbox.testing.InMemoryStore;
import io.gennaker.outbox.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;

class InMemoryStoreTest extends StoreContract {
    private final SettableClock clock = new SettableClock();
    private final Store store = InMemoryStore.create(clock);

    @Override
    Store store() {
        return store;
    }

    @Override
    void pass(Duration time) {
        clock.advance(time.plusMillis(1));
    }

    @Override
    Instant now() {
        return clock.instant();
    }
}
