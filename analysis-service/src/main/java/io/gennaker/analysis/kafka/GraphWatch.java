package io.gennaker.analysis.kafka;

import io.gennaker.contracts.GraphCommand;
import io.gennaker.contracts.StoredJson;
import io.gennaker.outbox.RunningOperation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// Telling the graph of a namespace for a while, as an operation. Time is cut into slices, and each has one operation
/// however often it is asked for: many who look cost as much as one.
///
/// @param from begin of the slice
/// @param until its end
record GraphWatch(String cluster, String namespace, Instant from, Instant until) {

    static final Duration SLICE = Duration.ofMinutes(1);

    /// What is asked for longer is cut.
    private static final int MOST_SLICES = 3;

    private static final String PREFIX = "graph/";

    /// The slices that a command covers.
    static List<GraphWatch> of(GraphCommand.Watch asked, Instant now) {
        var first = Instant.ofEpochSecond(Math.floorDiv(now.getEpochSecond(), SLICE.toSeconds()) * SLICE.toSeconds());
        return Stream.iterate(first, from -> from.plus(SLICE))
                .limit(MOST_SLICES)
                .takeWhile(from -> from.isBefore(asked.until()))
                .map(from -> new GraphWatch(asked.cluster(), asked.namespace(), from, from.plus(SLICE)))
                .toList();
    }

    String id() {
        return PREFIX + cluster + "/" + namespace + "/" + from.getEpochSecond();
    }

    static boolean isOne(RunningOperation operation) {
        return operation.id().startsWith(PREFIX);
    }

    static GraphWatch parse(String text) {
        return StoredJson.read(text, GraphWatch.class);
    }

    String format() {
        return StoredJson.write(this);
    }
}
