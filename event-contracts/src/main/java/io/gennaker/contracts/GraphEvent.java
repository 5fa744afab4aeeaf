package io.gennaker.contracts;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Who calls whom, as the mesh counts it.
public sealed interface GraphEvent extends Message {
    String cluster();

    String namespace();

    Instant at();

    @Override
    default String key() {
        return cluster() + "/" + namespace();
    }

    /// The requests and connections to and from the services of a namespace.
    ///
    /// @param window time before `at` over which they were counted
    /// @param edges the busiest first
    /// @param moreEdges how many were left out
    record Observed(String cluster, String namespace, Instant at, Duration window, List<GraphEdge> edges, int moreEdges)
            implements GraphEvent {
        public static final int MOST_EDGES = 500;

        public Observed {
            Check.text("cluster", cluster, 60);
            Check.text("namespace", namespace, 63);
            Check.positive("window", window);
            edges = List.copyOf(edges);
            Check.atMost("edges", edges.size(), MOST_EDGES);
            Check.between("more edges", moreEdges, 0, Integer.MAX_VALUE);
        }
    }

    /// It cannot be told now.
    record Unavailable(String cluster, String namespace, String reason, Instant at) implements GraphEvent {
        public Unavailable {
            Check.text("cluster", cluster, 60);
            Check.text("namespace", namespace, 63);
        }
    }
}
