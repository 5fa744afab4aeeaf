package io.gennaker.pipeline.definition;

import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.DefinitionKind;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A cluster under the name by which pipelines know it.
///
/// @param context of the kubeconfig that reaches it, or the name of a secret mounted in the deployer
/// @param namespaces that may be deployed to; empty for all
/// @param requestsPerSecond to its API server; null for the deployer's own setting
/// @param labels for people and tools, such as `role: replica`
public record ClusterDefinition(
        String name,
        String context,
        List<String> namespaces,
        @Nullable Integer requestsPerSecond,
        Map<String, String> labels)
        implements Definition {
    public ClusterDefinition {
        namespaces = List.copyOf(namespaces);
        labels = Map.copyOf(labels);
    }

    /// With no bounds of its own.
    public ClusterDefinition(String name, String context) {
        this(name, context, List.of(), null, Map.of());
    }

    @Override
    public DefinitionKind kind() {
        return DefinitionKind.CLUSTER;
    }

    public ClusterTarget target() {
        return new ClusterTarget(name, context, requestsPerSecond);
    }

    public boolean allows(String namespace) {
        return namespaces.isEmpty() || namespaces.contains(namespace);
    }
}
