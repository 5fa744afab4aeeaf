package io.gennaker.outbox.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A record as it goes onto the bus.
///
/// @param topic name without the prefix of this deployment
/// @param key records of one topic and key keep their order; null: no order
@SuppressWarnings("ArrayRecordComponent") // handed through from socket to socket, never compared
public record BusRecord(String topic, byte @Nullable [] key, List<Header> headers, byte @Nullable [] value) {
    // written out: the class file of a short one loses which parameters may be null
    public BusRecord(String topic, byte @Nullable [] key, List<Header> headers, byte @Nullable [] value) {
        this.topic = topic;
        this.key = key;
        this.headers = List.copyOf(headers);
        this.value = value;
    }
}
