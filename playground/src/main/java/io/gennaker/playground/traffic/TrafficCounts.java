package io.gennaker.playground.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/// How the requests to one target went. Adding up is safe from many threads.
final class TrafficCounts {

    private final LongAdder sent = new LongAdder();
    private final LongAdder notSent = new LongAdder();
    private final LongAdder meshFailures = new LongAdder();
    private final LongAdder applicationErrors = new LongAdder();
    private final LongAdder connectionErrors = new LongAdder();
    private final Map<String, LongAdder> byStatus = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> byFlags = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> byWorkload = new ConcurrentSkipListMap<>();

    void sent() {
        sent.increment();
    }

    /// A request was due while too many others were under way.
    void notSent() {
        notSent.increment();
    }

    void answered(GatewayClient.Answer answer) {
        add(byStatus, Integer.toString(answer.status()), 1);
        if (!answer.workload().isEmpty()) {
            add(byWorkload, answer.workload(), 1);
        }
        if (!answer.flags().isEmpty()) {
            meshFailures.increment();
            add(byFlags, answer.flags(), 1);
        } else if (answer.status() >= 500) {
            applicationErrors.increment();
        }
    }

    /// There was no answer at all, which is the mesh's failure too.
    void connectionFailed() {
        meshFailures.increment();
        connectionErrors.increment();
    }

    void writeTo(ObjectNode node) {
        node.put("sent", sent.sum());
        node.put("notSent", notSent.sum());
        node.put("meshFailures", meshFailures.sum());
        node.put("applicationErrors", applicationErrors.sum());
        node.put("connectionErrors", connectionErrors.sum());
        write(node.putObject("byStatus"), byStatus);
        write(node.putObject("byFlags"), byFlags);
        write(node.putObject("byWorkload"), byWorkload);
    }

    /// Goes on from counts that were written before.
    static TrafficCounts read(JsonNode node) {
        var counts = new TrafficCounts();
        counts.sent.add(node.path("sent").asLong());
        counts.notSent.add(node.path("notSent").asLong());
        counts.meshFailures.add(node.path("meshFailures").asLong());
        counts.applicationErrors.add(node.path("applicationErrors").asLong());
        counts.connectionErrors.add(node.path("connectionErrors").asLong());
        read(node.path("byStatus"), counts.byStatus);
        read(node.path("byFlags"), counts.byFlags);
        read(node.path("byWorkload"), counts.byWorkload);
        return counts;
    }

    private static void write(ObjectNode node, Map<String, LongAdder> counts) {
        counts.forEach((name, count) -> node.put(name, count.sum()));
    }

    private static void read(JsonNode node, Map<String, LongAdder> counts) {
        node.properties()
                .forEach(entry -> add(counts, entry.getKey(), entry.getValue().asLong()));
    }

    private static void add(Map<String, LongAdder> counts, String name, long amount) {
        counts.computeIfAbsent(name, _ -> new LongAdder()).add(amount);
    }
}
