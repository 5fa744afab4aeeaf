package io.gennaker.outbox.engine;

import io.gennaker.outbox.store.Header;
import java.util.Optional;

/// What makes a record a replay: for whom it is, and an id that tells it from the message that it repeats.
///
/// A service remembers also the messages that it has given up, so a replay counts as a message of its own there. For
/// all other readers of the topic it is a message that they have had, perhaps so long ago that they have forgotten it.
final class ReplayHeaders {
    static final String PREFIX = "gennaker-replay-";
    static final String SERVICE = PREFIX + "service";
    static final String ID = PREFIX + "id";
    private static final int LONGEST_ID = 200;

    private ReplayHeaders() {}

    /// Whether a record is for this service: every one that is no replay, and the replays of what it gave up.
    static boolean concern(Received record, String service) {
        return text(record, SERVICE).map(service::equals).orElse(true);
    }

    /// Id of a message, told from the ids of the same message's earlier appearances.
    ///
    /// @throws IllegalArgumentException when the record's replay id cannot be kept
    static String messageId(Received record, String id) {
        return text(record, ID).map(replay -> id + "#" + checked(replay)).orElse(id);
    }

    private static String checked(String replay) {
        if (replay.length() > LONGEST_ID) {
            throw new IllegalArgumentException(
                    "header " + ID + " has " + replay.length() + " characters; at most " + LONGEST_ID + " are allowed");
        }
        return replay;
    }

    private static Optional<String> text(Received record, String name) {
        return record.headers().stream()
                .filter(header -> header.name().equals(name))
                .map(Header::text)
                .findFirst();
    }
}
