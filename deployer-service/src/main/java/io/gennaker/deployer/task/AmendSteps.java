package io.gennaker.deployer.task;

import io.gennaker.contracts.DeploymentTask.PatchObject;
import io.gennaker.contracts.DeploymentTask.ScaleWorkload;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.ObjectReference;
import io.gennaker.contracts.PatchStyle;
import io.gennaker.deployer.plan.InvalidManifests;
import io.gennaker.deployer.plan.MergePatch;
import io.gennaker.deployer.plan.Restoration;
import io.gennaker.deployer.resource.LabelSelector;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import io.gennaker.deployer.resource.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The steps of [ScaleWorkload] and [PatchObject] before their wait: both patch one object.
final class AmendSteps {
    private static final String AUTOSCALER = "HorizontalPodAutoscaler";

    private final TaskContext context;
    private final ObjectReference object;
    private final PatchStyle style;
    private final Value patch;
    private final boolean scales;

    private AmendSteps(TaskContext context, ObjectReference object, PatchStyle style, Value patch, boolean scales) {
        this.context = context;
        this.object = object;
        this.style = style;
        this.patch = patch;
        this.scales = scales;
    }

    static AmendSteps scale(TaskContext context, ScaleWorkload task) {
        Value patch = Value.Fields.EMPTY.put(Value.of(task.replicas()), "spec", "replicas");
        return new AmendSteps(context, task.object(), PatchStyle.MERGE, patch, true);
    }

    static AmendSteps patch(TaskContext context, PatchObject task) {
        Value patch = context.ports().reader().value(task.patch().text());
        return new AmendSteps(context, task.object(), task.style(), patch, false);
    }

    ResourceKey key() {
        return context.key(object);
    }

    StepOutcome recordPrevious() {
        Resource before = context.required(object);
        if (scales) {
            checkScalable(before);
        }
        Optional<Restoration.Previous> earlier = alreadyPatched(before);
        // A JSON patch may have another effect the second time.
        boolean isMade = earlier.isPresent() && style == PatchStyle.JSON;
        var planned = new PlannedChanges(context);
        Optional<Resource> after =
                planned.add(before, () -> isMade ? before : context.cluster().amend(key(), style, patch, true));
        if (planned.refusal().isPresent()) {
            return planned.refusal().get();
        }
        // Where nothing is left to change, it is that attempt that is to be taken back.
        var previous = after.map(found -> amendment(before, found))
                .map(now -> earlier.filter(_ -> now.applied().fields().isEmpty())
                        .orElseGet(() -> new Restoration.Previous(key(), before, now)));
        return new StepOutcome(
                Happening.done(),
                List.of(planned.report()),
                () -> context.ports()
                        .previousObjects()
                        .record(context.operation(), previous.map(List::of).orElse(List.of())));
    }

    private static Restoration.Amendment amendment(Resource before, Resource after) {
        return new Restoration.Amendment(MergePatch.between(before, after), MergePatch.between(after, before));
    }

    /// What an earlier attempt found whose patch is in force.
    private Optional<Restoration.Previous> alreadyPatched(Resource live) {
        return EarlierAttempts.found(context.operation(), context.ports().previousObjects()).stream()
                .filter(previous -> isAmended(previous, live))
                .findFirst();
    }

    private void checkScalable(Resource workload) {
        if (!workload.at("spec", "replicas").isPresent()) {
            throw new InvalidManifests(object + " has no spec.replicas, so that it cannot be scaled");
        }
        autoscaler().ifPresent(name -> {
            throw new ClusterProblem.Refused(
                    FailureCode.CONFLICT,
                    AUTOSCALER + " " + name + " sets the replicas of " + object
                            + " and would set them again; patch its spec.minReplicas and spec.maxReplicas",
                    null);
        });
    }

    private Optional<String> autoscaler() {
        return context
                .cluster()
                .list("autoscaling/v2", AUTOSCALER, context.namespace(), LabelSelector.equal(Map.of()))
                .stream()
                .filter(scaler -> scaler.at("spec", "scaleTargetRef", "kind").is(object.kind())
                        && scaler.at("spec", "scaleTargetRef", "name").is(object.name()))
                .map(Resource::name)
                .findFirst();
    }

    /// A JSON patch may have another effect the second time, and the answer to the first may have been lost.
    StepOutcome amend() {
        context.fence().run();
        PreviousObjects records = context.ports().previousObjects();
        List<Restoration.Previous> recorded = records.of(context.operation());
        Resource live = context.required(object);
        if (recorded.stream().noneMatch(previous -> isAmended(previous, live))) {
            Resource patched = context.cluster().amend(key(), style, patch, false);
            if (recorded.isEmpty()) {
                // A webhook could not be asked without a write: what came of it is known only now.
                var previous = new Restoration.Previous(key(), live, amendment(live, patched));
                context.record().accept(() -> records.record(context.operation(), List.of(previous)));
            }
        }
        return StepOutcome.of(Happening.done((scales ? "scaled " : "patched ") + object));
    }

    private static boolean isAmended(Restoration.Previous previous, Resource live) {
        Restoration.Amendment amendment = previous.amendment();
        return amendment != null && amendment.isSeenIn(live);
    }
}
