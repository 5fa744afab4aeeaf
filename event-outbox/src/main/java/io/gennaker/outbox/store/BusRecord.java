package io.gennaker.outbox.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A record as it goes onto the bus.
///
/// @param topic name without the prefix of this deployment
/// @param key records of one topic and key keep their order; null: no order
@SuppressWarnings("ArrayRecordComponent") // handed through from socket to socket, never compared
public record BusRecord(String topic, byte @Nullable [] key, List<Header> headers, byte @Nullable [] value) {
    public BusRecord {
        headers = List.copyOf(headers);
    }
}
