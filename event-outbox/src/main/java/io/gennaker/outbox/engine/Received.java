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
    // written out: the class file of a short one loses which parameters may be null
    public Received(
            String topic,
            int partition,
            long offset,
            long timestamp,
            byte @Nullable [] key,
            List<Header> headers,
            byte @Nullable [] value) {
        this.topic = topic;
        this.partition = partition;
        this.offset = offset;
        this.timestamp = timestamp;
        this.key = key;
        this.headers = List.copyOf(headers);
        this.value = value;
    }

    /// Where it is on the bus, for people.
    String place() {
        return topic + "/" + partition + "@" + offset;
    }
}
