package io.gennaker.analysis.kafka;

import io.gennaker.analysis.graph.ServiceGraph;
import io.gennaker.analysis.graph.ServiceGraphs;
import io.gennaker.analysis.metrics.MetricSourceUnavailable;
import io.gennaker.analysis.metrics.QueryRefused;
import io.gennaker.contracts.GraphEdge;
import io.gennaker.contracts.GraphEdge.Workload;
import io.gennaker.contracts.GraphEvent;
import io.gennaker.outbox.RunningOperation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// Tells the graph of a namespace at once, and then again until nobody looks any more.
final class GraphWatchRun {

    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int LONGEST_REASON = 2000;

    private final ServiceGraphs graphs;
    private final InstantSource clock;

    GraphWatchRun(ServiceGraphs graphs, InstantSource clock) {
        this.graphs = graphs;
        this.clock = clock;
    }

    void run(RunningOperation operation) throws InterruptedException {
        var watch = GraphWatch.parse(operation.command());
        if (clock.instant().isBefore(watch.from())) {
            operation.pause("", watch.from());
            return;
        }
        while (clock.instant().isBefore(watch.until()) && !operation.cancelRequested()) {
            var event = look(watch, clock.instant());
            operation.checkpoint("", outbox -> outbox.send(event));
            operation.sleep(EVERY);
        }
        operation.complete(_ -> {});
    }

    private GraphEvent look(GraphWatch watch, Instant now) throws InterruptedException {
        try {
            return observed(graphs.askedBy(watch.id()).graph(watch.cluster(), watch.namespace(), WINDOW, now));
        } catch (IllegalArgumentException | QueryRefused | MetricSourceUnavailable failed) {
            var reason = String.valueOf(failed.getMessage());
            return new GraphEvent.Unavailable(
                    watch.cluster(),
                    watch.namespace(),
                    reason.substring(0, Math.min(reason.length(), LONGEST_REASON)),
                    now);
        }
    }

    private static GraphEvent observed(ServiceGraph graph) {
        var edges = graph.edges().stream()
                .sorted(Comparator.comparingDouble(ServiceGraph.Edge::busyness).reversed())
                .limit(GraphEvent.Observed.MOST_EDGES)
                .map(GraphWatchRun::edge)
                .toList();
        return new GraphEvent.Observed(
                graph.cluster(),
                graph.namespace(),
                graph.at(),
                graph.window(),
                edges,
                graph.edges().size() - edges.size());
    }

    private static GraphEdge edge(ServiceGraph.Edge edge) {
        var to = edge.destination();
        return new GraphEdge(
                new Workload(edge.source().namespace(), edge.source().workload()),
                to.namespace(),
                to.service(),
                new Workload(to.namespace(), to.workload()),
                to.version(),
                edge.protocol(),
                edge.rate(),
                edge.errorShare(),
                edge.p50(),
                edge.p95(),
                edge.p99(),
                edge.source().version(),
                connections(edge.connections()));
    }

    private static GraphEdge.@Nullable Connections connections(ServiceGraph.@Nullable Connections counted) {
        return counted == null ? null : new GraphEdge.Connections(counted.opened(), counted.sent(), counted.received());
    }
}
