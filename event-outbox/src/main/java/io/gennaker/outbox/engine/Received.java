package io.gennaker.outbox.engine;

import io.gennaker.contracts.MalformedMessage;
import io.gennaker.contracts.PackedMessages;
import io.gennaker.outbox.store.Header;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A record as it came off the bus, or one message of a record that holds several.
///
/// @param topic full name, with the prefix of this deployment
/// @param part number of the message in its record; 0 for the first and for one that is alone
/// @param timestamp milliseconds since the epoch
@SuppressWarnings("ArrayRecordComponent") // handed through from socket to socket, never compared
public record Received(
        String topic,
        int partition,
        long offset,
        int part,
        long timestamp,
        byte @Nullable [] key,
        List<Header> headers,
        byte @Nullable [] value) {
    // written out: the class file of a short one loses which parameters may be null
    public Received(
            String topic,
            int partition,
            long offset,
            int part,
            long timestamp,
            byte @Nullable [] key,
            List<Header> headers,
            byte @Nullable [] value) {
        this.topic = topic;
        this.partition = partition;
        this.offset = offset;
        this.part = part;
        this.timestamp = timestamp;
        this.key = key;
        this.headers = List.copyOf(headers);
        this.value = value;
    }

    /// Where it is on the bus, for people.
    String place() {
        return topic + "/" + partition + "@" + offset + (part == 0 ? "" : "." + part);
    }

    /// Its messages, each as if it had come alone.
    List<Received> messages() throws MalformedMessage {
        if (headers.stream().noneMatch(Received::saysPacked)) {
            return List.of(this);
        }
        var singles = PackedMessages.unpack(value == null ? new byte[0] : value);
        return IntStream.range(0, singles.size())
                .mapToObj(place -> single(place, singles.get(place)))
                .toList();
    }

    private static boolean saysPacked(Header header) {
        return PackedMessages.isPacked(Map.of(header.name().toLowerCase(Locale.ROOT), header.text()));
    }

    private Received single(int place, PackedMessages.Single message) {
        var own = message.headers().entrySet().stream()
                .map(header -> Header.of(header.getKey(), header.getValue()))
                .toList();
        return new Received(topic, partition, offset, place, timestamp, key, own, message.value());
    }
}
