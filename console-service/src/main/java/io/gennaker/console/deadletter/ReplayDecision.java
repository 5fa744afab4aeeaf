package io.gennaker.console.deadletter;

import io.gennaker.contracts.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Whether a dead letter may be sent back.
public sealed interface ReplayDecision {
    /// It is to be sent.
    ///
    /// @param service that handles it
    /// @param number of the replay that this will be
    record Granted(Topic topic, String service, int number) implements ReplayDecision {}

    /// This very request was granted before.
    record Done(Replay replay) implements ReplayDecision {}

    /// It was sent before; only who insists sends it again.
    record Repeated(Replay last) implements ReplayDecision {}

    /// It can never be sent.
    record Impossible(String reason) implements ReplayDecision {}

    /// @param earlier in order
    /// @param topicPrefix of this deployment
    /// @param force whether to send it although it was sent before
    static ReplayDecision decide(
            DeadLetter letter, List<Replay> earlier, String topicPrefix, String requestId, boolean force) {
        Optional<Replay> same = earlier.stream()
                .filter(replay -> replay.requestId().equals(requestId))
                .findFirst();
        if (same.isPresent()) {
            return new Done(same.get());
        }
        DeadLetter.Origin origin = letter.origin();
        if (origin == null || letter.service() == null) {
            return new Impossible("the record does not say which service received it from which topic");
        }
        if (!letter.complete()) {
            return new Impossible("the record of " + letter.bytes()
                    + " bytes is larger than what is kept of it, and than what a service accepts");
        }
        Optional<Topic> topic = topic(topicPrefix, origin.topic());
        if (topic.isEmpty()) {
            return new Impossible("it came from '" + origin.topic() + "', which is no topic of this deployment");
        }
        return switch (topic.get()) {
            case DEFINITIONS ->
                new Impossible("an old definition must not come after a newer one; apply the definition again");
            case DEAD_LETTERS -> new Impossible("it came from the dead letters themselves");
            default ->
                earlier.isEmpty() || force
                        ? new Granted(topic.get(), letter.service(), earlier.size() + 1)
                        : new Repeated(earlier.getLast());
        };
    }

    private static Optional<Topic> topic(String prefix, String fullName) {
        return Arrays.stream(Topic.values())
                .filter(topic -> fullName.equals(prefix + topic.topicName()))
                .findFirst();
    }
}
