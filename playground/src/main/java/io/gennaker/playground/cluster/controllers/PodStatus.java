package io.gennaker.playground.cluster.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.playground.cluster.objects.Times;
import io.gennaker.playground.registry.Image;
import java.time.Instant;
import java.util.ArrayList;
import java.util.function.Consumer;

/// Words a pod's status as the kubelet does: phase, conditions, and the state of each container.
final class PodStatus {

    private final ObjectNode pod;
    private final Instant now;

    PodStatus(ObjectNode pod, Instant now) {
        this.pod = pod;
        this.now = now;
    }

    static String pullError(String image) {
        return "Failed to pull image \"%s\": not found in the simulated registry".formatted(image);
    }

    void creating(ObjectNode status) {
        status.put("phase", "Pending");
        status.put("startTime", Times.format(now));
        conditions(status, false, "ContainersNotReady");
        containers(status, container -> waiting(container, "ContainerCreating", ""));
    }

    void pullFailing(ObjectNode status, PodStage.PullFailing failing) {
        status.put("phase", "Pending");
        conditions(status, false, "ContainersNotReady");
        containers(status, container -> {
            var image = container.path("image").asText();
            if (failing.waiting()) {
                waiting(
                        container,
                        "ImagePullBackOff",
                        "Back-off pulling image \"%s\": %s".formatted(image, pullError(image)));
            } else {
                waiting(container, "ErrImagePull", pullError(image));
            }
        });
    }

    void running(ObjectNode status, PodStage.Running running) {
        status.put("phase", "Running");
        addresses(status);
        conditions(status, running.ready(), "ContainersNotReady");
        containers(status, container -> {
            identify(container, running.image(), running.restarts());
            container.put("ready", running.ready()).put("started", true);
            container.putObject("state").putObject("running").put("startedAt", Times.format(running.startedAt()));
        });
    }

    void crashLooping(ObjectNode status, PodStage.CrashLooping crashed) {
        status.put("phase", "Running");
        conditions(status, false, "ContainersNotReady");
        containers(status, container -> {
            identify(container, crashed.image(), crashed.restarts());
            waiting(
                    container,
                    "CrashLoopBackOff",
                    "back-off restarting failed container=%s pod=%s"
                            .formatted(container.path("name").asText(), Owners.name(pod)));
            terminated(container.putObject("lastState"), crashed.exitCode(), crashed.startedAt(), crashed.endedAt());
        });
    }

    void finished(ObjectNode status, PodStage.Finished finished) {
        status.put("phase", finished.exitCode() == 0 ? "Succeeded" : "Failed");
        addresses(status);
        conditions(status, false, finished.exitCode() == 0 ? "PodCompleted" : "PodFailed");
        containers(status, container -> {
            identify(container, finished.image(), finished.restarts());
            container.put("ready", false).put("started", false);
            terminated(container.putObject("state"), finished.exitCode(), finished.startedAt(), finished.endedAt());
        });
    }

    private void conditions(ObjectNode status, boolean ready, String reasonWhenNot) {
        var conditions = new Conditions(status, now);
        conditions.set("PodScheduled", "True", "", "", false);
        conditions.set("Initialized", "True", "", "", false);
        for (var type : new String[] {"Ready", "ContainersReady"}) {
            conditions.set(
                    type,
                    ready ? "True" : "False",
                    ready ? "" : reasonWhenNot,
                    ready ? "" : "containers with unready status: " + names(),
                    false);
        }
        status.path("conditions").forEach(PodStatus::dropEmptyTexts);
    }

    private static void dropEmptyTexts(JsonNode condition) {
        ((ObjectNode) condition)
                .properties()
                .removeIf(field -> field.getValue().asText().isEmpty());
    }

    private String names() {
        var names = new ArrayList<String>();
        pod.path("spec")
                .path("containers")
                .forEach(container -> names.add(container.path("name").asText()));
        return names.toString();
    }

    private void containers(ObjectNode status, Consumer<ObjectNode> describe) {
        var before = status.path("containerStatuses");
        var statuses = status.arrayNode();
        for (var container : pod.path("spec").path("containers")) {
            var entry = statuses.addObject();
            entry.put("name", container.path("name").asText());
            entry.put("image", container.path("image").asText());
            entry.put("imageID", "");
            entry.put("ready", false).put("started", false).put("restartCount", 0);
            for (var known : before) {
                if (known.path("name").equals(entry.path("name")) && known.has("lastState")) {
                    entry.set("lastState", known.path("lastState"));
                }
            }
            describe.accept(entry);
        }
        status.set("containerStatuses", statuses);
    }

    private void identify(ObjectNode container, Image image, int restarts) {
        container.put("imageID", image.pinned());
        container.put("containerID", "simulated://" + Owners.uid(pod) + "-" + restarts);
        container.put("restartCount", restarts);
    }

    private static void waiting(ObjectNode container, String reason, String message) {
        var waiting = container.putObject("state").putObject("waiting").put("reason", reason);
        if (!message.isEmpty()) {
            waiting.put("message", message);
        }
    }

    private static void terminated(ObjectNode state, int exitCode, Instant from, Instant until) {
        state.putObject("terminated")
                .put("exitCode", exitCode)
                .put("reason", exitCode == 0 ? "Completed" : "Error")
                .put("startedAt", Times.format(from))
                .put("finishedAt", Times.format(until));
    }

    /// Addresses that look right; nothing listens there, the mesh answers for the pod.
    private void addresses(ObjectNode status) {
        var hash = Owners.uid(pod).hashCode();
        var address = "10.244.%d.%d".formatted((hash >> 8) & 0xff, 1 + Math.floorMod(hash, 254));
        status.put("hostIP", "127.0.0.1").put("podIP", address);
        status.putArray("podIPs").addObject().put("ip", address);
    }
}
