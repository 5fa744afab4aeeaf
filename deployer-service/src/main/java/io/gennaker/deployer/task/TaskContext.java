package io.gennaker.deployer.task;

import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.ObjectReference;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.RunningWorkload;
import io.gennaker.deployer.plan.Manifests;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import io.gennaker.deployer.traffic.Write;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/// What every step of one task knows.
///
/// @param wakeup raised by watches
/// @param fence throws when another replica has taken the task over
/// @param record writes something at once, in one transaction with the state as it stands; throws as the fence does
record TaskContext(Assignment assignment, Ports ports, Wakeup wakeup, Runnable fence, Consumer<Runnable> record) {
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

    /// Tells what runs there from now on; nothing where that is not known of any workload.
    List<DeploymentEvent> settled(List<RunningWorkload> workloads) {
        return workloads.isEmpty()
                ? List.of()
                : List.of(new DeploymentEvent.WorkloadsSettled(
                        execution(), operation(), task().cluster(), namespace(), workloads, now()));
    }

    /// Writes to an object that was read here.
    ///
    /// @return false when it is no longer the version that was read: it is to be read again
    boolean write(Write write) {
        try {
            switch (write) {
                case Write.Patch(var read, var operations) -> cluster().patch(read.key(), operations);
                case Write.Apply(var resource) -> cluster().apply(resource, true);
                case Write.Delete(var key) -> cluster().delete(key);
            }
            return true;
        } catch (ClusterProblem.Changed readAgain) {
            return false;
        }
    }

    ResourceKey key(ObjectReference object) {
        return new ResourceKey(object.apiVersion(), object.kind(), namespace(), object.name());
    }

    /// @throws ClusterProblem.Refused when there is no such object
    Resource required(ObjectReference object) {
        return cluster()
                .read(key(object))
                .orElseThrow(() -> new ClusterProblem.Refused(
                        FailureCode.REFUSED, "there is no " + object + " in namespace " + namespace(), null));
    }

    static List<ResourceKey> keys(List<Resource> resources) {
        return resources.stream().map(Resource::key).toList();
    }
}
