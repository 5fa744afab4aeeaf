package io.gennaker.deployer.plan;

import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.OperationId;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;

/// What [io.gennaker.contracts.DeploymentTask.RunJob] writes: one Job under a name of its operation, so that the
/// operation, run again, finds its own Job and no other.
public final class JobRun {
    private static final int LONGEST_NAME = 63;
    private static final int SUFFIX = 10;

    private JobRun() {}

    public static Resource of(Manifests manifests, ExecutionId execution, OperationId operation) {
        Resource job = manifests.job();
        String suffix = suffix(operation);
        return Marks.mark(job, execution)
                .put(Value.of(name(job.name(), suffix)), "metadata", "name")
                .withLabel(Marks.OPERATION, suffix)
                // Gennaker removes the Job itself, after its logs are kept; nobody else may be quicker.
                .drop("spec", "ttlSecondsAfterFinished");
    }

    private static String name(String written, String suffix) {
        int room = LONGEST_NAME - suffix.length() - 1;
        String stem = written.length() <= room ? written : written.substring(0, room);
        return stem.replaceAll("[-.]+$", "") + "-" + suffix;
    }

    private static String suffix(OperationId operation) {
        return Digest.of(operation.value()).hex().substring(0, SUFFIX);
    }

    /// Whether a Job in the cluster was made for this operation.
    public static boolean isOf(Resource job, OperationId operation) {
        return suffix(operation).equals(job.label(Marks.OPERATION));
    }
}
