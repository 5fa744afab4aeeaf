package io.gennaker.outbox.engine;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;

/// Makes message ids: UUIDs of version 7 (RFC 9562), whose order by time keeps the indexes of inboxes compact.
public final class MessageIds {
    private static final long VERSION = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    public MessageIds(InstantSource clock) {
        this.clock = clock;
    }

    public String next() {
        long high = clock.millis() << 16 | VERSION | random.nextLong() & 0x0FFF;
        long low = VARIANT | random.nextLong() >>> 2;
        return new UUID(high, low).toString();
    }
}
