package io.gennaker.console.deadletter;

import io.gennaker.contracts.Digest;
import io.gennaker.contracts.MessageCodec;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A record that a service could not handle, with what happened to it. Everything is bounded: anybody can write to the
/// topic.
///
/// @param id the same for the same dead letter, however often the bus delivers it
/// @param at when it was given up
/// @param service that gave it up; null when the record does not say
/// @param origin where it was received; null when the record does not say
/// @param type of the message, as its sender named it; null when it was none
/// @param headers as received, without those that tell of its end
/// @param value as received, or its beginning
/// @param bytes length of the whole value
/// @param complete whether all of it is kept, so that it can be sent again
@SuppressWarnings("ArrayRecordComponent") // handed through, never compared
public record DeadLetter(
        String id,
        Instant at,
        @Nullable String service,
        @Nullable Origin origin,
        String reason,
        @Nullable String type,
        byte @Nullable [] key,
        List<RecordHeader> headers,
        byte @Nullable [] value,
        int bytes,
        boolean complete) {
    private static final String STORY = "gennaker-dead-letter-";
    private static final int LONGEST_REASON = 2_000;
    private static final int LONGEST_NAME = 300;
    private static final int LONGEST_KEY = 65_536;
    private static final int LARGEST_HEADERS = 65_536;
    private static final int ID_DIGITS = 16;

    public DeadLetter {
        headers = List.copyOf(headers);
    }

    /// Where a record was received.
    ///
    /// @param topic full name, with the prefix of its deployment
    public record Origin(String topic, int partition, long offset) {}

    /// Reads a record of the dead-letter topic; one that no service of ours wrote is read as far as it goes.
    public static DeadLetter of(DeadRecord record) {
        Optional<Origin> origin = origin(record);
        Optional<String> service = name(record, STORY + "service");
        Optional<Instant> told = time(record);
        List<RecordHeader> received = record.headers().stream()
                .filter(header -> !header.name().startsWith(STORY))
                .toList();
        List<RecordHeader> headers = within(received, LARGEST_HEADERS);
        byte[] key = beginning(record.key(), LONGEST_KEY);
        byte[] value = beginning(record.value(), MessageCodec.LARGEST);
        return new DeadLetter(
                id(record, origin, service, told),
                told.orElseGet(record::written),
                service.orElse(null),
                origin.orElse(null),
                cut(record.header(STORY + "reason").orElse("the record does not say why"), LONGEST_REASON),
                name(record, "ce_type").orElse(null),
                key,
                headers,
                value,
                length(record.value()),
                headers.size() == received.size()
                        && length(key) == length(record.key())
                        && length(value) == length(record.value()));
    }

    /// A dead letter may reach the bus twice, when its writer dies in between: it is told by what it is about. A
    /// record of another writer is told by its place.
    private static String id(
            DeadRecord record, Optional<Origin> origin, Optional<String> service, Optional<Instant> at) {
        String identity = origin.isPresent() && service.isPresent() && at.isPresent()
                ? service.get() + "\n" + origin.get() + "\n" + at.get()
                : record.partition() + "\n" + record.offset() + "\n" + record.timestamp();
        return Digest.of(identity).hex().substring(0, ID_DIGITS);
    }

    private static Optional<Origin> origin(DeadRecord record) {
        try {
            Optional<String> topic = name(record, STORY + "topic");
            Optional<Integer> partition = record.header(STORY + "partition").map(Integer::valueOf);
            Optional<Long> offset = record.header(STORY + "offset").map(Long::valueOf);
            return topic.isPresent() && partition.isPresent() && offset.isPresent()
                    ? Optional.of(new Origin(topic.get(), partition.get(), offset.get()))
                    : Optional.empty();
        } catch (NumberFormatException notOurs) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> time(DeadRecord record) {
        try {
            return record.header(STORY + "at").map(Instant::parse).map(DeadRecord::sensible);
        } catch (DateTimeParseException notOurs) {
            return Optional.empty();
        }
    }

    private static Optional<String> name(DeadRecord record, String header) {
        return record.header(header).map(text -> cut(text, LONGEST_NAME)).filter(text -> !text.isBlank());
    }

    /// Without NUL, which the database does not hold.
    private static String cut(String text, int longest) {
        return text.substring(0, Math.min(text.length(), longest)).replace('\0', '\uFFFD');
    }

    private static List<RecordHeader> within(List<RecordHeader> headers, int bytes) {
        var kept = new ArrayList<RecordHeader>();
        int left = bytes;
        for (RecordHeader header : headers) {
            left -= header.bytes();
            if (left < 0) {
                return kept;
            }
            kept.add(header);
        }
        return kept;
    }

    private static byte @Nullable [] beginning(byte @Nullable [] bytes, int longest) {
        return bytes == null || bytes.length <= longest ? bytes : Arrays.copyOf(bytes, longest);
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
