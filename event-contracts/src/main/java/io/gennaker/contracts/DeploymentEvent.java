package io.gennaker.contracts;

import java.time.Instant;
import java.util.Map;

/// What the deployer did.
public sealed interface DeploymentEvent extends OperationEvent {
    Instant at();

    /// Where the operation stands, in words for people: "2 of 5 available; pod shop-x: ImagePullBackOff".
    record Progressed(ExecutionId executionId, OperationId operationId, String message, Instant at)
            implements DeploymentEvent {}

    /// Weights were written and read back as intended.
    record TrafficShifted(
            ExecutionId executionId,
            OperationId operationId,
            ClusterTarget cluster,
            String namespace,
            Route route,
            TrafficSplit split,
            Instant at)
            implements DeploymentEvent {}

    /// A Job's pod ended; its log's last part is kept.
    record JobLogged(
            ExecutionId executionId,
            OperationId operationId,
            String pod,
            String container,
            int exitCode,
            String log,
            Instant at)
            implements DeploymentEvent {
        /// In characters.
        public static final int LONGEST_LOG = 64 * 1024;

        public JobLogged {
            if (log.length() > LONGEST_LOG) {
                throw new IllegalArgumentException(
                        "log has " + log.length() + " characters; at most " + LONGEST_LOG + " are allowed");
            }
        }
    }

    /// The operation reached its goal.
    ///
    /// @param outputs facts that later stages may read
    record Succeeded(ExecutionId executionId, OperationId operationId, Map<String, String> outputs, Instant at)
            implements DeploymentEvent {
        public Succeeded {
            outputs = Map.copyOf(outputs);
        }
    }

    /// The operation failed and will not be tried again by itself.
    record Failed(ExecutionId executionId, OperationId operationId, FailureCode code, String reason, Instant at)
            implements DeploymentEvent {}

    /// The operation ended early because it was asked to.
    record Cancelled(ExecutionId executionId, OperationId operationId, Instant at) implements DeploymentEvent {}
}
