package io.gennaker.playground.cluster.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.playground.cluster.objects.ClusterObjects;
import io.gennaker.playground.cluster.objects.Part;
import io.gennaker.playground.cluster.storage.Change;
import io.gennaker.playground.cluster.storage.ObjectKey;
import io.gennaker.playground.registry.ImageRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Plays scheduler and kubelet: moves each pod through its life as the labels of its image say, and reports that in its
/// status, its events and its log. A pod without a service's restart policy ends; the others run until they are
/// deleted.
final class PodController implements Reconciler {

    static final String RESOURCE = "pods";
    private static final String COMPONENT = "kubelet";
    private static final String NODE = "simulated-node";
    private static final Duration PROBE_CHECK = Duration.ofMillis(100);

    private final ClusterAccess cluster;
    private final ImageRegistry images;
    private final PodLogs logs;
    private final Probe probe;
    private final Timings timings;
    private final Map<ObjectKey, Life> lives = new HashMap<>();

    /// What this process remembers of a pod beyond its object.
    private static final class Life {
        private final String uid;
        private PodStage stage;
        private Optional<ProbeRun> run = Optional.empty();
        private Optional<Instant> removeAt = Optional.empty();

        Life(String uid, PodStage stage) {
            this.uid = uid;
            this.stage = stage;
        }
    }

    PodController(ClusterAccess cluster, ImageRegistry images, PodLogs logs, Probe probe, Timings timings) {
        this.cluster = cluster;
        this.images = images;
        this.logs = logs;
        this.probe = probe;
        this.timings = timings;
    }

    static boolean isFinished(JsonNode pod) {
        var phase = pod.path("status").path("phase").asText();
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    @Override
    public Collection<ObjectKey> concerns(Change change) {
        return change.key().resource().equals(RESOURCE) ? List.of(change.key()) : List.of();
    }

    @Override
    public Optional<Instant> reconcile(ObjectKey key) {
        var pod = cluster.find(key);
        var known = lives.get(key);
        if (known != null && (pod == null || !known.uid.equals(Owners.uid(pod)))) {
            forget(key, known);
        }
        if (pod == null) {
            return Optional.empty();
        }
        var life = lives.computeIfAbsent(key, _ -> new Life(Owners.uid(pod), resume(key, pod)));
        return ClusterObjects.isDeleting(pod) ? terminate(key, pod, life) : advance(key, pod, life);
    }

    private void forget(ObjectKey key, Life life) {
        life.run.ifPresent(ProbeRun::stop);
        logs.forget(life.uid);
        lives.remove(key);
    }

    /// Finds out where a pod stands that this process has not seen before: a new one, or one of before a restart.
    private PodStage resume(ObjectKey key, ObjectNode pod) {
        if (isFinished(pod)) {
            return new PodStage.Over();
        }
        var container = pod.path("status").path("containerStatuses").path(0);
        var image = images.resolve(container.path("imageID").asText());
        if (container.path("state").has("running") && image.isPresent()) {
            var behaviour = images.behaviour(image.get().pinned()).orElseThrow();
            var running = new PodStage.Running(
                    behaviour,
                    image.get(),
                    cluster.now(),
                    container.path("ready").asBoolean(),
                    container.path("restartCount").asInt());
            return running;
        }
        if (!pod.path("spec").has("nodeName")) {
            schedule(key, pod);
        }
        return new PodStage.Creating(cluster.now().plus(timings.pull()));
    }

    private void schedule(ObjectKey key, ObjectNode pod) {
        cluster.change(key, Part.WHOLE, object -> object.withObject("/spec").put("nodeName", NODE));
        cluster.events()
                .normal(
                        "default-scheduler",
                        pod,
                        "Scheduled",
                        "Successfully assigned %s/%s to %s".formatted(key.namespace(), key.name(), NODE));
        cluster.changeStatus(key, status -> new PodStatus(pod, cluster.now()).creating(status));
    }

    private Optional<Instant> terminate(ObjectKey key, ObjectNode pod, Life life) {
        var now = cluster.now();
        if (life.removeAt.isEmpty()) {
            var grace = Duration.ofSeconds(
                    pod.path("metadata").path("deletionGracePeriodSeconds").asInt());
            var bounded = grace.compareTo(timings.longestTermination()) > 0 ? timings.longestTermination() : grace;
            life.removeAt = Optional.of(life.stage instanceof PodStage.Running ? now.plus(bounded) : now);
            if (life.stage instanceof PodStage.Running) {
                cluster.events()
                        .normal(
                                COMPONENT,
                                pod,
                                "Killing",
                                "Stopping container "
                                        + mainContainer(pod).path("name").asText());
            }
        }
        if (life.removeAt.get().isAfter(now)) {
            return life.removeAt;
        }
        if (pod.path("metadata").path("finalizers").isEmpty()) {
            cluster.objects().removeNow(key);
        }
        return Optional.empty();
    }

    private Optional<Instant> advance(ObjectKey key, ObjectNode pod, Life life) {
        if (!pod.path("spec").has("nodeName")) {
            return Optional.empty();
        }
        var now = cluster.now();
        for (var next = next(pod, life, now); !next.equals(life.stage); next = next(pod, life, now)) {
            life.stage = next;
            enter(key, pod, life);
        }
        if (life.stage instanceof PodStage.Running running && needsProbe(pod, running) && life.run.isEmpty()) {
            startProbe(pod, life, running);
        }
        return lookAgain(pod, life);
    }

    private PodStage next(ObjectNode pod, Life life, Instant now) {
        return switch (life.stage) {
            case PodStage.Creating creating -> creating.until().isAfter(now) ? creating : start(pod, now, 0, 1);
            case PodStage.PullFailing failing -> {
                if (failing.until().isAfter(now)) {
                    yield failing;
                }
                yield failing.waiting()
                        ? start(pod, now, 0, failing.attempts() + 1)
                        : new PodStage.PullFailing(
                                true, now.plus(timings.backOffAfter(failing.attempts())), failing.attempts());
            }
            case PodStage.Running running -> isService(pod) ? serve(running, now) : complete(running, life, now);
            case PodStage.CrashLooping crashed ->
                crashed.until().isAfter(now) ? crashed : start(pod, now, crashed.restarts() + 1, 1);
            case PodStage.Finished finished -> finished;
            case PodStage.Over over -> over;
        };
    }

    private PodStage start(ObjectNode pod, Instant now, int restarts, int attempts) {
        for (var container : pod.path("spec").path("containers")) {
            if (images.resolve(container.path("image").asText()).isEmpty()) {
                return new PodStage.PullFailing(false, now.plus(timings.pullError()), attempts);
            }
        }
        var image = images.resolve(mainContainer(pod).path("image").asText()).orElseThrow();
        return new PodStage.Running(images.behaviour(image.pinned()).orElseThrow(), image, now, false, restarts);
    }

    private PodStage serve(PodStage.Running running, Instant now) {
        var behaviour = running.behaviour();
        var started = running.startedAt();
        if (behaviour.crash()) {
            return started.plus(timings.crash()).isAfter(now)
                    ? running
                    : new PodStage.CrashLooping(
                            running.image(),
                            1,
                            started,
                            now,
                            now.plus(timings.backOffAfter(running.restarts() + 1)),
                            running.restarts());
        }
        var ready =
                !behaviour.neverReady() && !started.plus(behaviour.readyAfter()).isAfter(now);
        return ready && !running.ready() ? running.toReady() : running;
    }

    private PodStage complete(PodStage.Running running, Life life, Instant now) {
        if (life.run.isPresent()) {
            var exitCode = life.run.get().exitCode();
            return exitCode == null ? running : finished(running, exitCode, now);
        }
        if (running.behaviour().probe() > 0
                || running.startedAt().plus(running.behaviour().runFor()).isAfter(now)) {
            return running;
        }
        return finished(
                running, running.behaviour().crash() ? 1 : running.behaviour().exitCode(), now);
    }

    private static PodStage finished(PodStage.Running running, int exitCode, Instant now) {
        return new PodStage.Finished(running.image(), exitCode, running.startedAt(), now, running.restarts());
    }

    private void enter(ObjectKey key, ObjectNode pod, Life life) {
        var writer = new PodStatus(pod, cluster.now());
        var image = mainContainer(pod).path("image").asText();
        switch (life.stage) {
            case PodStage.Creating _ -> cluster.changeStatus(key, writer::creating);
            case PodStage.PullFailing failing -> {
                cluster.changeStatus(key, status -> writer.pullFailing(status, failing));
                if (failing.waiting()) {
                    cluster.events()
                            .normal(COMPONENT, pod, "BackOff", "Back-off pulling image \"%s\"".formatted(image));
                } else {
                    cluster.events().warning(COMPONENT, pod, "Failed", PodStatus.pullError(image));
                }
            }
            case PodStage.Running running -> {
                cluster.changeStatus(key, status -> writer.running(status, running));
                if (!running.ready()) {
                    cluster.events()
                            .normal(COMPONENT, pod, "Started", "Started container with image \"%s\"".formatted(image));
                    writeLog(life.uid, running);
                }
            }
            case PodStage.CrashLooping crashed -> {
                cluster.changeStatus(key, status -> writer.crashLooping(status, crashed));
                cluster.events()
                        .warning(
                                COMPONENT, pod, "BackOff", "Back-off restarting failed container in pod " + key.name());
                logs.write(life.uid, "crashed with exit code " + crashed.exitCode());
            }
            case PodStage.Finished finished -> cluster.changeStatus(key, status -> writer.finished(status, finished));
            case PodStage.Over _ -> {}
        }
    }

    private void writeLog(String uid, PodStage.Running running) {
        var log = running.behaviour().log();
        logs.write(uid, log.isEmpty() ? "started " + running.image().reference() : log);
    }

    private static boolean needsProbe(ObjectNode pod, PodStage.Running running) {
        return !isService(pod) && running.behaviour().probe() > 0;
    }

    private void startProbe(ObjectNode pod, Life life, PodStage.Running running) {
        life.run = Optional.of(ProbeRun.start(
                probe, mainContainer(pod), running.behaviour().probe(), line -> logs.write(life.uid, line)));
    }

    private Optional<Instant> lookAgain(ObjectNode pod, Life life) {
        return switch (life.stage) {
            case PodStage.Creating creating -> Optional.of(creating.until());
            case PodStage.PullFailing failing -> Optional.of(failing.until());
            case PodStage.CrashLooping crashed -> Optional.of(crashed.until());
            case PodStage.Running running -> {
                var behaviour = running.behaviour();
                if (life.run.isPresent()) {
                    yield Optional.of(cluster.now().plus(PROBE_CHECK));
                }
                if (!isService(pod)) {
                    yield Optional.of(running.startedAt().plus(behaviour.runFor()));
                }
                if (behaviour.crash()) {
                    yield Optional.of(running.startedAt().plus(timings.crash()));
                }
                yield running.ready() || behaviour.neverReady()
                        ? Optional.empty()
                        : Optional.of(running.startedAt().plus(behaviour.readyAfter()));
            }
            case PodStage.Finished _, PodStage.Over _ -> Optional.empty();
        };
    }

    private static boolean isService(JsonNode pod) {
        return pod.path("spec").path("restartPolicy").asText("Always").equals("Always");
    }

    private static JsonNode mainContainer(JsonNode pod) {
        return pod.path("spec").path("containers").path(0);
    }
}
