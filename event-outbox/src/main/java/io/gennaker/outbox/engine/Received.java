package io.gennaker.outbox.engine;

import io.gennaker.outbox.store.Header;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A record as it came off the bus.
///
/// @param topic full name, with the prefix of this deployment
/// @param timestamp milliseconds since the epoch
@SuppressWarnings("ArrayRecordComponent") // handed through from socket to socket, never compared
public record Received(
        String topic,
        int partition,
        long offset,
        long timestamp,
        byte @Nullable [] key,
        List<Header> headers,
        byte @Nullable [] value) {
    public Received {
        headers = List.copyOf(headers);
    }

    /// Where it is on the bus, for people.
    String place() {
        return topic + "/" + partition + "@" + offset;
    }
}
