package io.gennaker.pipeline.definition;

import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.DefinitionKind;

/// A cluster under the name by which pipelines know it.
///
/// @param context of the kubeconfig that reaches it
public record ClusterDefinition(String name, String context) implements Definition {
    @Override
    public DefinitionKind kind() {
        return DefinitionKind.CLUSTER;
    }

    public ClusterTarget target() {
        return new ClusterTarget(name, context);
    }
}
