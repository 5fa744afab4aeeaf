package io.gennaker.playground.cluster.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.playground.cluster.objects.ClusterObjects;
import io.gennaker.playground.cluster.objects.DeleteOptions;
import io.gennaker.playground.cluster.objects.Times;
import io.gennaker.playground.cluster.storage.Change;
import io.gennaker.playground.cluster.storage.ObjectKey;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Runs a Job's pods until enough of them succeeded, too many failed or its time is over; then keeps it as long as it
/// says.
final class JobController implements Reconciler {

    static final String RESOURCE = "jobs.batch";
    private static final String PODS = PodController.RESOURCE;
    private static final String COMPONENT = "job-controller";

    private final ClusterAccess cluster;
    private final Timings timings;

    JobController(ClusterAccess cluster, Timings timings) {
        this.cluster = cluster;
        this.timings = timings;
    }

    /// A job's pods, counted.
    private record Counted(List<ObjectNode> active, int succeeded, List<ObjectNode> failed) {}

    @Override
    public Collection<ObjectKey> concerns(Change change) {
        return switch (change.key().resource()) {
            case RESOURCE -> List.of(change.key());
            case PODS ->
                Owners.controller(change.object(), "Job", RESOURCE).stream().toList();
            default -> List.of();
        };
    }

    @Override
    public Optional<Instant> reconcile(ObjectKey key) {
        var job = cluster.find(key);
        if (job == null || ClusterObjects.isDeleting(job)) {
            return Optional.empty();
        }
        if (isOver(job)) {
            return expire(key, job);
        }
        if (job.path("spec").path("suspend").asBoolean()) {
            pods(job).active.forEach(this::stop);
            return count(key, pods(job), Optional.empty());
        }
        if (!job.path("status").has("startTime")) {
            cluster.changeStatus(key, status -> status.put("startTime", Times.format(cluster.now())));
        }
        return run(key, required(key));
    }

    private static boolean isOver(JsonNode job) {
        return Conditions.isTrue(job, "Complete") || Conditions.isTrue(job, "Failed");
    }

    private Optional<Instant> expire(ObjectKey key, ObjectNode job) {
        var keep = job.path("spec").path("ttlSecondsAfterFinished");
        if (!keep.isIntegralNumber()) {
            return Optional.empty();
        }
        var ended = Conditions.find(job.path("status"), Conditions.isTrue(job, "Complete") ? "Complete" : "Failed")
                .orElseThrow();
        var at = Instant.parse(ended.path("lastTransitionTime").asText()).plusSeconds(keep.asInt());
        if (at.isAfter(cluster.now())) {
            return Optional.of(at);
        }
        cluster.delete(key, DeleteOptions.background());
        return Optional.empty();
    }

    private Optional<Instant> run(ObjectKey key, ObjectNode job) {
        var spec = job.path("spec");
        var pods = pods(job);
        var deadline = deadline(job);
        if (deadline.isPresent() && !deadline.get().isAfter(cluster.now())) {
            return fail(key, job, pods, "DeadlineExceeded", "Job was active longer than specified deadline");
        }
        if (pods.failed.size() > spec.path("backoffLimit").asInt()) {
            return fail(key, job, pods, "BackoffLimitExceeded", "Job has reached the specified backoff limit");
        }
        var missing = spec.path("completions").asInt() - pods.succeeded;
        if (missing <= 0) {
            return complete(key, job, pods);
        }
        var again = nextTry(pods);
        if (again.isPresent() && again.get().isAfter(cluster.now())) {
            return count(key, pods, earlier(again, deadline));
        }
        var wanted = Math.min(spec.path("parallelism").asInt(), missing);
        for (var running = pods.active.size(); running < wanted; running++) {
            start(job);
        }
        return count(key, pods(job), deadline);
    }

    private Counted pods(ObjectNode job) {
        var all = Owners.controlled(cluster.store(), PODS, job);
        return new Counted(
                all.stream()
                        .filter(pod -> !PodController.isFinished(pod) && !ClusterObjects.isDeleting(pod))
                        .toList(),
                (int) all.stream().filter(pod -> phase(pod).equals("Succeeded")).count(),
                all.stream().filter(pod -> phase(pod).equals("Failed")).toList());
    }

    private static String phase(JsonNode pod) {
        return pod.path("status").path("phase").asText();
    }

    private static Optional<Instant> deadline(JsonNode job) {
        var seconds = job.path("spec").path("activeDeadlineSeconds");
        return seconds.isIntegralNumber()
                ? Optional.of(Instant.parse(job.path("status").path("startTime").asText())
                        .plusSeconds(seconds.asLong()))
                : Optional.empty();
    }

    private Optional<Instant> nextTry(Counted pods) {
        return pods.failed.stream()
                .map(pod -> pod.path("status")
                        .path("containerStatuses")
                        .path(0)
                        .path("state")
                        .path("terminated")
                        .path("finishedAt")
                        .asText())
                .filter(text -> !text.isEmpty())
                .map(Instant::parse)
                .max(Comparator.naturalOrder())
                .map(last -> last.plus(timings.backOffAfter(pods.failed.size())));
    }

    private void start(ObjectNode job) {
        var pod = Pods.fromTemplate(job.path("spec").path("template"), job);
        var created = cluster.create(PODS, Owners.namespace(job), pod);
        cluster.events().normal(COMPONENT, job, "SuccessfulCreate", "Created pod: " + Owners.name(created));
    }

    private void stop(ObjectNode pod) {
        cluster.delete(new ObjectKey(PODS, Owners.namespace(pod), Owners.name(pod)), DeleteOptions.background());
    }

    private Optional<Instant> complete(ObjectKey key, ObjectNode job, Counted pods) {
        pods.active.forEach(this::stop);
        count(key, pods(job), Optional.empty());
        cluster.changeStatus(key, status -> {
            status.put("completionTime", Times.format(cluster.now()));
            var conditions = new Conditions(status, cluster.now());
            var reached = "Reached expected number of succeeded pods";
            conditions.set("SuccessCriteriaMet", "True", "CompletionsReached", reached, false);
            conditions.set("Complete", "True", "CompletionsReached", reached, false);
        });
        cluster.events().normal(COMPONENT, job, "Completed", "Job completed");
        return expire(key, required(key));
    }

    private Optional<Instant> fail(ObjectKey key, ObjectNode job, Counted pods, String reason, String message) {
        pods.active.forEach(this::stop);
        count(key, pods(job), Optional.empty());
        cluster.changeStatus(key, status -> {
            var conditions = new Conditions(status, cluster.now());
            conditions.set("FailureTarget", "True", reason, message, false);
            conditions.set("Failed", "True", reason, message, false);
        });
        cluster.events().warning(COMPONENT, job, reason, message);
        return expire(key, required(key));
    }

    private Optional<Instant> count(ObjectKey key, Counted pods, Optional<Instant> lookAgain) {
        cluster.changeStatus(key, status -> {
            count(status, "active", pods.active.size());
            count(status, "succeeded", pods.succeeded);
            count(status, "failed", pods.failed.size());
            status.put(
                    "ready",
                    pods.active.stream()
                            .filter(pod -> Conditions.isTrue(pod, "Ready"))
                            .count());
            status.withObject("/uncountedTerminatedPods");
        });
        return lookAgain;
    }

    private static void count(ObjectNode status, String field, int value) {
        if (value == 0) {
            status.remove(field);
        } else {
            status.put(field, value);
        }
    }

    private ObjectNode required(ObjectKey key) {
        var found = cluster.find(key);
        if (found == null) {
            throw new IllegalStateException("Gone while it was reconciled: " + key);
        }
        return found;
    }

    private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
        return Stream.of(one, other).flatMap(Optional::stream).min(Comparator.naturalOrder());
    }
}
