package io.gennaker.console.deadletter;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A record of the dead-letter topic as it came off the bus.
///
/// @param partition of the dead-letter topic
/// @param offset in that partition
/// @param timestamp milliseconds since the epoch, as its writer says
@SuppressWarnings("ArrayRecordComponent") // handed through, never compared
public record DeadRecord(
        int partition,
        long offset,
        long timestamp,
        byte @Nullable [] key,
        List<RecordHeader> headers,
        byte @Nullable [] value) {
    // What a database can hold as a time and a person would read as one.
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    public DeadRecord {
        headers = List.copyOf(headers);
    }

    Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(RecordHeader::text)
                .findFirst();
    }

    /// The record's own time, for want of a better one.
    Instant written() {
        return sensible(Instant.ofEpochMilli(timestamp));
    }

    /// `time`, or the nearest that can be kept.
    static Instant sensible(Instant time) {
        return time.isBefore(EARLIEST) ? EARLIEST : time.isAfter(LATEST) ? LATEST : time;
    }
}
