package io.gennaker.outbox.testing;

import io.gennaker.outbox.store.InboxTable;
import io.gennaker.outbox.store.MessageIdentity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

final class InMemoryInbox extends InMemoryTable<MessageIdentity, Instant> implements InboxTable {
    private final Clock clock;

    InMemoryInbox(ReentrantLock lock, Clock clock) {
        super(lock);
        this.clock = clock;
    }

    @Override
    public Set<MessageIdentity> remember(Collection<MessageIdentity> messages) {
        return alone(() -> {
            var fresh = new LinkedHashSet<MessageIdentity>();
            for (MessageIdentity message : messages) {
                if (rows().putIfAbsent(message, clock.instant()) == null) {
                    fresh.add(message);
                }
            }
            return fresh;
        });
    }

    @Override
    public int forget(Duration age, int limit) {
        return alone(() -> {
            Instant before = clock.instant().minus(age);
            var old = rows().entrySet().stream()
                    .filter(row -> row.getValue().isBefore(before))
                    .limit(limit)
                    .map(Map.Entry::getKey)
                    .toList();
            rows().keySet().removeAll(old);
            return old.size();
        });
    }
}
