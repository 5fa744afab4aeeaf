package io.gennaker.outbox.engine;

import io.gennaker.contracts.Envelope;
import io.gennaker.contracts.MalformedMessage;
import io.gennaker.contracts.MessageCodec;
import io.gennaker.outbox.store.Header;
import io.gennaker.outbox.store.MessageIdentity;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;

/// A received record, read or found unreadable.
sealed interface Incoming {
    Received record();

    /// What makes it the same when it comes again.
    MessageIdentity identity();

    record Readable(Received record, Envelope envelope, MessageIdentity identity) implements Incoming {}

    record Unreadable(Received record, String reason) implements Incoming {
        /// Its place on the bus, since it has no id to trust.
        @Override
        public MessageIdentity identity() {
            return new MessageIdentity(
                    "record:" + record.topic() + "/" + record.partition(),
                    record.offset() + (record.part() == 0 ? "" : "." + record.part()) + "@" + record.timestamp());
        }
    }

    /// The messages of a record; one that cannot be taken apart is unreadable as a whole.
    static List<Incoming> all(Received record) {
        try {
            return record.messages().stream().map(Incoming::of).toList();
        } catch (MalformedMessage | RuntimeException malformed) {
            return List.of(unreadable(record, malformed));
        }
    }

    private static Incoming of(Received record) {
        try {
            var headers = new HashMap<String, String>();
            for (Header header : record.headers()) {
                headers.put(header.name().toLowerCase(Locale.ROOT), header.text());
            }
            Envelope envelope = MessageCodec.read(headers, record.value());
            String id = ReplayHeaders.messageId(record, envelope.id());
            if (id.indexOf('\0') >= 0 || envelope.source().indexOf('\0') >= 0) {
                return new Unreadable(record, "id or source of the message holds a NUL character");
            }
            return new Readable(record, envelope, new MessageIdentity(envelope.source(), id));
        } catch (MalformedMessage | RuntimeException malformed) {
            return unreadable(record, malformed);
        }
    }

    /// Whatever reading it throws, also by a fault of ours: it is one dead letter, and those behind it are read.
    private static Incoming unreadable(Received record, Exception cause) {
        boolean worded = cause instanceof MalformedMessage || cause instanceof IllegalArgumentException;
        return new Unreadable(record, worded ? String.valueOf(cause.getMessage()) : "cannot be read: " + cause);
    }
}
