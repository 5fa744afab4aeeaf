package io.gennaker.playground.cluster.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.playground.cluster.controllers.PodLogs;
import io.gennaker.playground.cluster.objects.ApiProblem;
import io.gennaker.playground.cluster.objects.ClusterObjects;
import io.gennaker.playground.cluster.storage.ObjectStore;
import io.gennaker.playground.cluster.storage.VersionTooOld;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Answers `pods/NAME/log`: at once, or following until the pod has ended.
final class LogRequests {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final ClusterObjects objects;
    private final ObjectStore store;
    private final PodLogs logs;

    LogRequests(ClusterObjects objects, ObjectStore store, PodLogs logs) {
        this.objects = objects;
        this.store = store;
        this.logs = logs;
    }

    void answer(Call call, ResourcePath path) throws IOException, InterruptedException {
        var pod = objects.read(path.kind(), path.namespaceOrNone(), path.name());
        checkContainer(call, pod);
        var uid = pod.path("metadata").path("uid").asText();
        var lines = call.flag("previous") ? List.<PodLogs.Line>of() : chosen(call, logs.read(uid));
        if (!call.flag("follow")) {
            call.answerText(text(call, lines));
            return;
        }
        try (var out = call.stream("text/plain")) {
            send(out, text(call, lines));
            follow(call, path, uid, out);
        }
    }

    private static void checkContainer(Call call, ObjectNode pod) {
        var known = containers(pod);
        var asked = call.parameter("container");
        if (!asked.isEmpty() && !known.contains(asked)) {
            throw ApiProblem.badRequest("container %s is not valid for pod %s, it has %s"
                    .formatted(asked, pod.path("metadata").path("name").asText(), known));
        }
        for (var container : pod.path("status").path("containerStatuses")) {
            var waiting = container.path("state").path("waiting").path("reason").asText();
            if (waiting.equals("ContainerCreating") || waiting.contains("Image")) {
                throw ApiProblem.badRequest("container \"%s\" in pod \"%s\" is waiting to start: %s"
                        .formatted(
                                container.path("name").asText(),
                                pod.path("metadata").path("name").asText(),
                                waiting));
            }
        }
    }

    private static List<String> containers(ObjectNode pod) {
        var names = new ArrayList<String>();
        pod.path("spec")
                .path("containers")
                .forEach(container -> names.add(container.path("name").asText()));
        return names;
    }

    private static List<PodLogs.Line> chosen(Call call, List<PodLogs.Line> lines) {
        var tail = call.parameter("tailLines");
        var since = call.parameter("sinceSeconds");
        var chosen = lines;
        if (since.matches("\\d{1,9}")) {
            var from = Instant.now().minusSeconds(Long.parseLong(since));
            chosen = chosen.stream().filter(line -> !line.time().isBefore(from)).toList();
        }
        if (tail.matches("\\d{1,9}")) {
            chosen = chosen.subList(Math.max(0, chosen.size() - Integer.parseInt(tail)), chosen.size());
        }
        return chosen;
    }

    private static String text(Call call, List<PodLogs.Line> lines) {
        var stamped = call.flag("timestamps");
        var text = new StringBuilder();
        lines.forEach(line -> {
            if (stamped) {
                text.append(line.time()).append(' ');
            }
            text.append(line.text()).append('\n');
        });
        return text.toString();
    }

    private void follow(Call call, ResourcePath path, String uid, OutputStream out)
            throws IOException, InterruptedException {
        var end = System.nanoTime() + LONGEST.toNanos();
        var sent = logs.read(uid).size();
        while (System.nanoTime() < end) {
            var running = isRunning(path, uid);
            var lines = logs.read(uid);
            if (lines.size() > sent) {
                send(out, text(call, lines.subList(sent, lines.size())));
                sent = lines.size();
            }
            if (!running) {
                return;
            }
            waitForChange();
        }
    }

    /// Any write in the cluster ends the wait early; a pod's end is such a write.
    private void waitForChange() throws InterruptedException {
        try {
            store.changesAfter(store.version(), BETWEEN_LOOKS);
        } catch (VersionTooOld impossible) {
            throw new IllegalStateException("The present version is always known", impossible);
        }
    }

    private boolean isRunning(ResourcePath path, String uid) {
        var pod = objects.find(path.kind().key(path.namespaceOrNone(), path.name()));
        if (pod == null || !pod.path("metadata").path("uid").asText().equals(uid)) {
            return false;
        }
        var phase = pod.path("status").path("phase").asText();
        return !phase.equals("Succeeded") && !phase.equals("Failed");
    }

    private static void send(OutputStream out, String text) throws IOException {
        if (!text.isEmpty()) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }
}
