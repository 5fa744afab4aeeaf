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

/// The steps that need no manifests: restart, find.
final class RevisionSteps {
    private static final String RESTART = "gennaker.io/restart";
    private static final int SHORT = 10;

    private final TaskContext context;
    private final ObjectReference object;

    RevisionSteps(TaskContext context, ObjectReference object) {
        this.context = context;
        this.object = object;
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
