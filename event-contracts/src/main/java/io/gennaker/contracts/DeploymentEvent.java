package io.gennaker.contracts;

import java.time.Instant;
import java.util.List;
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

    /// What the operation is about to change, found by a dry run of the API server before anything is written.
    ///
    /// @param objects the first [#MOST_OBJECTS], changed ones before unchanged ones
    /// @param moreObjects how many there are besides
    record ChangesPlanned(
            ExecutionId executionId,
            OperationId operationId,
            ClusterTarget cluster,
            String namespace,
            List<ObjectChange> objects,
            int moreObjects,
            Instant at)
            implements DeploymentEvent {
        public static final int MOST_OBJECTS = 100;

        public ChangesPlanned {
            Check.text("namespace", namespace, 63);
            Check.atMost("objects", objects.size(), MOST_OBJECTS);
            Check.between("moreObjects", moreObjects, 0, Integer.MAX_VALUE);
            objects = List.copyOf(objects);
        }
    }

    /// A Job's log holds a JUnit report: each test of it.
    ///
    /// @param tests the first [#MOST_TESTS], those that did not pass before those that did
    record TestsReported(
            ExecutionId executionId,
            OperationId operationId,
            String pod,
            String container,
            int passed,
            int failed,
            int skipped,
            List<TestRecord> tests,
            Instant at)
            implements DeploymentEvent {
        public static final int MOST_TESTS = 500;

        public TestsReported {
            Check.between("passed", passed, 0, Integer.MAX_VALUE);
            Check.between("failed", failed, 0, Integer.MAX_VALUE);
            Check.between("skipped", skipped, 0, Integer.MAX_VALUE);
            Check.atMost("tests", tests.size(), MOST_TESTS);
            tests = List.copyOf(tests);
        }
    }

    /// Workloads that the operation wrote are ready, or gone: what runs there from now on.
    ///
    /// @param workloads the first [#MOST_WORKLOADS]
    record WorkloadsSettled(
            ExecutionId executionId,
            OperationId operationId,
            ClusterTarget cluster,
            String namespace,
            List<RunningWorkload> workloads,
            Instant at)
            implements DeploymentEvent {
        public static final int MOST_WORKLOADS = 100;

        public WorkloadsSettled {
            Check.text("namespace", namespace, 63);
            Check.atMost("workloads", workloads.size(), MOST_WORKLOADS);
            workloads = List.copyOf(workloads);
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
