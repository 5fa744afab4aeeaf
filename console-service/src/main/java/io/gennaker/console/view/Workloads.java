package io.gennaker.console.view;

import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.access.Applications;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What runs where, as deliveries left it.
public interface Workloads {
    /// What is older than what is known is passed over.
    void store(DeploymentEvent.WorkloadsSettled settled);

    /// Forgets workloads that are removed.
    void store(DeploymentEvent.ChangesPlanned planned);

    /// By application, namespace, name and cluster.
    List<WorkloadView> list(Applications visible);

    /// @param executionId of the delivery that left it so
    /// @param at when it was ready
    record WorkloadView(
            String cluster,
            String namespace,
            String kind,
            String name,
            List<String> images,
            String executionId,
            @Nullable String application,
            @Nullable String pipeline,
            Instant at) {
        public WorkloadView {
            images = List.copyOf(images);
        }
    }
}
