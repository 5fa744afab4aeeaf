package io.gennaker.outbox;

import io.gennaker.contracts.Envelope;
import io.gennaker.contracts.Message;
import io.gennaker.contracts.Topic;
import java.util.List;
import java.util.Set;

/// What a service does with a message. A service has exactly one bean of this type.
///
/// Called inside the transaction of the polled batch, once per message id, in the order of the key. All that the
/// handler writes through the service's data source and all that it sends commits together, or not at all.
public interface MessageHandler {
    /// The streams this service reads.
    Set<Topic> topics();

    /// Told of the messages of a transaction before the first is handled, to read together what they need.
    default void expect(List<Message> messages) {}

    /// Whether a batch of such messages may be handled while one before, of other keys, is written or tried again,
    /// as if another replica did: what handling reads without a lock is then as it was before that one, and either
    /// may commit first. Who says so of no messages at all has two threads.
    default boolean besides(List<Message> messages) {
        return false;
    }

    /// Handles one message.
    ///
    /// @throws RejectedMessage when no retry can help: the message goes to the dead letters with this reason
    /// @throws RuntimeException anything else rolls back and is tried again with backoff, then dead-lettered
    void handle(Envelope envelope, Outbox outbox);
}
