package io.gennaker.deployer.readiness;

import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What else explains an object: its pods, the ReplicaSets between, warnings about any of them, and of a routing object
/// what it routes to.
///
/// @param routing Services, ServiceEntries and DestinationRules of the namespace
/// @param since warnings from before are not about this time
public record Surroundings(
        List<Resource> pods, List<Resource> replicaSets, List<Resource> events, List<Resource> routing, Instant since) {
    public static final Surroundings NONE = new Surroundings(List.of(), List.of(), List.of(), Instant.EPOCH);

    /// Of what routes nothing.
    public Surroundings(List<Resource> pods, List<Resource> replicaSets, List<Resource> events, Instant since) {
        this(pods, replicaSets, events, List.of(), since);
    }

    public Surroundings {
        pods = List.copyOf(pods);
        replicaSets = List.copyOf(replicaSets);
        events = List.copyOf(events);
        routing = List.copyOf(routing);
    }

    List<Resource> podsOf(Resource owner) {
        return pods.stream().filter(pod -> pod.isOwnedBy(owner.uid())).toList();
    }

    /// Messages of warnings about the object with this reason.
    Stream<String> warnings(Resource about, String reason) {
        return events.stream()
                .filter(event -> event.at("reason").is(reason))
                .filter(event -> event.at("involvedObject", "uid").is(about.uid()))
                .filter(event -> !time(event).isBefore(since))
                .map(event -> event.at("message").textOr(""));
    }

    /// The newest warning about one of some objects: "event FailedScheduling: no node has room".
    public Optional<String> newestWarning(List<Resource> about) {
        return events.stream()
                .filter(event -> about.stream()
                        .anyMatch(object -> event.at("involvedObject", "uid").is(object.uid())))
                .filter(event -> !time(event).isBefore(since))
                .max(Comparator.comparing(Surroundings::time))
                .map(event -> "event " + event.at("reason").textOr("Warning") + ": "
                        + PodTrouble.shortened(event.at("message").textOr("")));
    }

    private static Instant time(Resource event) {
        return Stream.of("lastTimestamp", "eventTime", "firstTimestamp")
                .map(field -> event.at(field))
                .filter(Value::isPresent)
                .findFirst()
                .flatMap(value -> parsed(value.textOr("")))
                .orElse(Instant.EPOCH);
    }

    private static Optional<Instant> parsed(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException unreadable) {
            return Optional.empty();
        }
    }
}
