package io.gennaker.deployer.task;

import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.OperationId;
import io.gennaker.deployer.plan.Manifests;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import java.time.Instant;
import java.util.List;

/// What every step of one task knows.
///
/// @param wakeup raised by watches
/// @param fence throws when another replica has taken the task over
record TaskContext(Assignment assignment, Ports ports, Wakeup wakeup, Runnable fence) {
    static final String PODS = "Pod";
    static final String CORE = "v1";
    static final String APPS = "apps/v1";

    DeploymentTask task() {
        return assignment.task();
    }

    ExecutionId execution() {
        return assignment.execution();
    }

    OperationId operation() {
        return assignment.operation();
    }

    String namespace() {
        return task().namespace();
    }

    Settings settings() {
        return ports.settings();
    }

    Instant now() {
        return ports.clock().instant();
    }

    Cluster cluster() {
        return ports.clusters().reach(task().cluster());
    }

    Manifests manifests(String text) {
        return Manifests.of(ports.reader().manifests(text), namespace(), cluster());
    }

    ResourceKey deployment(String name) {
        return new ResourceKey(APPS, "Deployment", namespace(), name);
    }

    static List<ResourceKey> keys(List<Resource> resources) {
        return resources.stream().map(Resource::key).toList();
    }
}
