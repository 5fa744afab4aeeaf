package io.gennaker.deployer.task;

import io.gennaker.contracts.DeploymentTask.StartBaseline;
import io.gennaker.contracts.DeploymentTask.StartCanary;
import io.gennaker.contracts.Track;
import io.gennaker.deployer.plan.Variants;
import io.gennaker.deployer.resource.Resource;
import java.util.List;
import java.util.Map;

/// The first step of [StartBaseline] and [StartCanary].
final class VariantSteps {
    private final TaskContext context;

    VariantSteps(TaskContext context) {
        this.context = context;
    }

    StepOutcome startBaseline(StartBaseline task) {
        Resource release = context.cluster()
                .read(context.deployment(task.workload()))
                .orElseThrow(() -> Variants.missing(task.workload(), task.namespace()));
        Resource baseline = Variants.baseline(release, context.execution(), task.replicas());
        return start(List.of(baseline), Track.BASELINE, task.workload());
    }

    StepOutcome startCanary(StartCanary task) {
        List<Resource> objects = Variants.canary(
                context.manifests(task.manifests().text()), task.workload(), context.execution(), task.replicas());
        return start(objects, Track.CANARY, task.workload());
    }

    /// Their names are of this execution alone: there is nobody to conflict with.
    private StepOutcome start(List<Resource> objects, Track track, String workload) {
        Cluster cluster = context.cluster();
        context.fence().run();
        objects.forEach(object -> cluster.apply(object, true));
        String name = track.workload(workload, context.execution());
        return StepOutcome.done(Map.of("workload", name), "started Deployment " + name);
    }
}
