package io.gennaker.console.view;

import io.gennaker.contracts.GraphEdge;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who calls whom in a namespace, as the mesh counted it last.
///
/// @param edges the busiest first; empty before the first look
/// @param moreEdges how many were left out
/// @param at end of the time over which they were counted
/// @param problem why the last look found nothing out; null: it did
/// @param canaries executions that started workloads there and have not ended
public record GraphView(
        String cluster,
        String namespace,
        List<GraphEdge> edges,
        int moreEdges,
        @Nullable Instant at,
        @Nullable String problem,
        List<Canary> canaries) {
    public GraphView {
        edges = List.copyOf(edges);
        canaries = List.copyOf(canaries);
    }

    /// @param revision by which the names of its workloads end
    public record Canary(String execution, String pipeline, String revision) {}

    /// A namespace to which was delivered.
    public record Place(String cluster, String namespace) {}
}
