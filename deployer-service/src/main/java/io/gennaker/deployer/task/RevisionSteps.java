package io.gennaker.deployer.task;

import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ObjectReference;
import io.gennaker.contracts.PatchStyle;
import io.gennaker.deployer.plan.InvalidManifests;
import io.gennaker.deployer.plan.ReleaseObjects;
import io.gennaker.deployer.plan.Revisions;
import io.gennaker.deployer.readiness.ReadyPods;
import io.gennaker.deployer.resource.LabelSelector;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The steps that need no manifests: back to an earlier revision, restart, find.
final class RevisionSteps {
    private static final String RESTART = "gennaker.io/restart";
    private static final int SHORT = 10;

    private final TaskContext context;
    private final ObjectReference object;

    RevisionSteps(TaskContext context, ObjectReference object) {
        this.context = context;
        this.object = object;
    }

    /// @param revision null for the one before the current
    StepOutcome rollBack(@Nullable Integer revision) {
        Resource live = context.required(object);
        if (!object.kind().equals("Deployment")) {
            throw new InvalidManifests("only a Deployment keeps revisions that can be rolled back to; found " + object);
        }
        var revisions = new Revisions(live, list(TaskContext.APPS, "ReplicaSet", live));
        Resource earlier = revisions.find(revision);
        Resource wanted = revisions.rolledBack(
                earlier, context.execution(), context.ports().reader()::json);
        var planned = new PlannedChanges(context);
        planned.add(live, () -> context.cluster().preview(wanted, true));
        if (planned.refusal().isPresent()) {
            return planned.refusal().get();
        }
        context.fence().run();
        context.cluster().apply(wanted, true);
        String to = String.valueOf(Revisions.number(earlier));
        return new StepOutcome(
                new Happening.Done(
                        Map.of("previousImage", ReleaseObjects.image(live), "undoneTo", to),
                        "rolled " + object + " back to revision " + to),
                List.of(planned.report()),
                () -> {});
    }

    /// A mark of this operation on the pods' template: asked twice, they restart once.
    StepOutcome restart() {
        Resource live = context.required(object);
        if (!ReleaseObjects.isWorkload(live)) {
            throw new InvalidManifests(
                    "only Deployments, StatefulSets and DaemonSets can be restarted; found " + object);
        }
        String mark = Digest.of(context.operation().value()).hex().substring(0, SHORT);
        Value patch = Value.Fields.EMPTY.put(Value.of(mark), "spec", "template", "metadata", "annotations", RESTART);
        context.fence().run();
        context.cluster().amend(context.key(object), PatchStyle.MERGE, patch, false);
        return StepOutcome.of(Happening.done("restarts " + object));
    }

    /// What serves now: the images of ready pods, those of a rollout that is under way included.
    StepOutcome find() {
        Resource live = context.required(object);
        if (!ReleaseObjects.isWorkload(live)) {
            throw new InvalidManifests("images are found of Deployments, StatefulSets and DaemonSets; found " + object);
        }
        List<Resource> makers = Stream.concat(
                        Stream.of(live),
                        list(TaskContext.APPS, "ReplicaSet", live).stream().filter(set -> set.isOwnedBy(live.uid())))
                .toList();
        List<Resource> pods = list(TaskContext.CORE, TaskContext.PODS, live).stream()
                .filter(pod -> makers.stream().anyMatch(maker -> pod.isOwnedBy(maker.uid())))
                .filter(pod -> ReadyPods.count(List.of(pod)) == 1)
                .toList();
        Map<String, Long> images =
                pods.stream().collect(Collectors.groupingBy(Revisions::image, TreeMap::new, Collectors.counting()));
        var outputs = new LinkedHashMap<String, String>();
        outputs.put("image", mostUsed(images, ReleaseObjects.image(live)));
        outputs.put("wantedImage", ReleaseObjects.image(live));
        outputs.put("mixed", String.valueOf(images.size() > 1));
        outputs.put("readyPods", String.valueOf(pods.size()));
        outputs.put("replicas", String.valueOf(live.at("spec", "replicas").numberOr(pods.size())));
        pods.stream().findFirst().map(Revisions::imageId).ifPresent(id -> outputs.put("imageId", id));
        String revision = live.annotation(Revisions.ANNOTATION);
        if (revision != null) {
            outputs.put("revision", revision);
        }
        return StepOutcome.done(outputs, object + " runs " + outputs.get("image"));
    }

    private static String mostUsed(Map<String, Long> images, String otherwise) {
        return images.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(otherwise);
    }

    private List<Resource> list(String apiVersion, String kind, Resource workload) {
        return context.cluster()
                .list(apiVersion, kind, context.namespace(), LabelSelector.of(workload.at("spec", "selector")));
    }
}
