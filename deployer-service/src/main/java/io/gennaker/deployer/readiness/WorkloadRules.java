package io.gennaker.deployer.readiness;

import io.gennaker.contracts.FailureCode;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Readiness of what keeps pods: Deployment, ReplicaSet, StatefulSet, DaemonSet.
final class WorkloadRules {
    private static final String REVISION = "deployment.kubernetes.io/revision";

    private WorkloadRules() {}

    static Readiness deployment(Resource deployment, Surroundings surroundings) {
        if (isUnobserved(deployment)) {
            return new Readiness.Waiting("not yet seen by its controller");
        }
        int wanted = deployment.at("spec", "replicas").numberOr(1);
        Value status = deployment.at("status");
        int updated = status.at("updatedReplicas").numberOr(0);
        int available = status.at("availableReplicas").numberOr(0);
        int all = status.at("replicas").numberOr(0);
        Optional<Value> progressing = PodTrouble.condition(deployment, "Progressing");
        boolean late = progressing
                .filter(condition -> condition.at("reason").is("ProgressDeadlineExceeded"))
                .isPresent();
        if (!late && updated >= wanted && all <= updated && all <= wanted && available >= wanted) {
            return Readiness.ready();
        }
        String reason = deploymentReason(deployment, wanted, updated, all, available);
        List<Resource> newest = newestPods(deployment, surroundings);
        Readiness explained = withRefusals(
                PodRules.explained(reason, deployment, newest, surroundings),
                deployment,
                failedCreates(deployment, surroundings));
        return late && explained instanceof Readiness.Waiting(var text, var symptoms)
                ? new Readiness.Failed(
                        symptoms.isEmpty()
                                ? FailureCode.NOT_READY
                                : symptoms.getFirst().code(),
                        text + "; no progress for longer than its progressDeadlineSeconds")
                : explained;
    }

    private static String deploymentReason(Resource deployment, int wanted, int updated, int all, int available) {
        if (deployment.at("spec", "paused").isTrue()) {
            return "it is paused; resume it to go on";
        }
        if (updated < wanted) {
            return updated + " of " + wanted + " updated, " + available + " available";
        }
        // Available counts old pods too: it says something about the new ones only when the old ones are gone.
        int old = all - updated;
        if (old > 0) {
            return wanted + " updated, " + old + (old == 1 ? " old pod is" : " old pods are") + " still there";
        }
        return surplus(all, wanted).orElse(available + " of " + wanted + " available");
    }

    /// After scaling down: the number is there, and more than it.
    private static Optional<String> surplus(int all, int wanted) {
        int more = all - wanted;
        return more <= 0
                ? Optional.empty()
                : Optional.of(wanted + " wanted, " + more + (more == 1 ? " pod more is" : " pods more are") + " there");
    }

    /// Pods of the newest revision only: those of older ones may be broken, which is why they are replaced.
    private static List<Resource> newestPods(Resource deployment, Surroundings surroundings) {
        String revision = deployment.annotation(REVISION);
        return surroundings.replicaSets().stream()
                .filter(set -> set.isOwnedBy(deployment.uid()))
                .filter(set -> Objects.equals(set.annotation(REVISION), revision))
                .flatMap(set -> surroundings.podsOf(set).stream())
                .toList();
    }

    static Readiness replicaSet(Resource set, Surroundings surroundings) {
        if (isUnobserved(set)) {
            return new Readiness.Waiting("not yet seen by its controller");
        }
        int wanted = set.at("spec", "replicas").numberOr(1);
        int available = set.at("status", "availableReplicas").numberOr(0);
        Optional<String> surplus = surplus(set.at("status", "replicas").numberOr(0), wanted);
        if (surplus.isPresent()) {
            return new Readiness.Waiting(surplus.get());
        }
        if (available >= wanted) {
            return Readiness.ready();
        }
        return counted(set, available, wanted, surroundings);
    }

    static Readiness statefulSet(Resource set, Surroundings surroundings) {
        if (isUnobserved(set)) {
            return new Readiness.Waiting("not yet seen by its controller");
        }
        int wanted = set.at("spec", "replicas").numberOr(1);
        int ready = set.at("status", "readyReplicas").numberOr(0);
        if (ready < wanted) {
            return counted(set, ready, wanted, newestOnly(set, surroundings));
        }
        Optional<String> surplus = surplus(set.at("status", "replicas").numberOr(0), wanted);
        if (surplus.isPresent()) {
            return new Readiness.Waiting(surplus.get());
        }
        if (set.at("spec", "updateStrategy", "type").is("OnDelete")) {
            return Readiness.ready();
        }
        int partition =
                set.at("spec", "updateStrategy", "rollingUpdate", "partition").numberOr(0);
        int updated = set.at("status", "updatedReplicas").numberOr(0);
        boolean whole = Objects.equals(set.at("status", "updateRevision"), set.at("status", "currentRevision"));
        if (whole || partition > 0 && updated >= wanted - partition) {
            return Readiness.ready();
        }
        String reason = updated + " of " + (wanted - partition) + " updated";
        return PodRules.explained(reason, set, newestOnly(set, surroundings).podsOf(set), surroundings);
    }

    private static Surroundings newestOnly(Resource statefulSet, Surroundings surroundings) {
        String revision = statefulSet.at("status", "updateRevision").textOr("");
        List<Resource> newest = surroundings.pods().stream()
                .filter(pod -> revision.equals(pod.label("controller-revision-hash")))
                .toList();
        return new Surroundings(newest, List.of(), surroundings.events(), surroundings.since());
    }

    static Readiness daemonSet(Resource set, Surroundings surroundings) {
        if (isUnobserved(set)) {
            return new Readiness.Waiting("not yet seen by its controller");
        }
        Value status = set.at("status");
        int wanted = status.at("desiredNumberScheduled").numberOr(0);
        int updated = status.at("updatedNumberScheduled").numberOr(0);
        int available = status.at("numberAvailable").numberOr(0);
        boolean onDelete = set.at("spec", "updateStrategy", "type").is("OnDelete");
        if ((onDelete || updated >= wanted) && available >= wanted) {
            return Readiness.ready();
        }
        if (!onDelete && updated < wanted) {
            return PodRules.explained(
                    updated + " of " + wanted + " updated", set, surroundings.podsOf(set), surroundings);
        }
        return counted(set, available, wanted, surroundings);
    }

    private static Readiness counted(Resource set, int have, int wanted, Surroundings surroundings) {
        Readiness explained =
                PodRules.explained(have + " of " + wanted + " available", set, surroundings.podsOf(set), surroundings);
        return withRefusals(explained, set, failedCreates(set, surroundings));
    }

    static boolean isUnobserved(Resource resource) {
        return resource.at("status", "observedGeneration").numberOr(0) < resource.generation();
    }

    /// Why pods could not be made, from the object's own condition or from warnings about it.
    private static List<String> failedCreates(Resource workload, Surroundings surroundings) {
        var messages = new ArrayList<String>();
        PodTrouble.condition(workload, "ReplicaFailure")
                .filter(condition -> condition.at("status").is("True"))
                .ifPresent(condition -> messages.add(condition.at("message").textOr("")));
        if (messages.isEmpty() && !workload.kind().equals("Deployment")) {
            surroundings.warnings(workload, "FailedCreate").forEach(messages::add);
        }
        return messages;
    }

    static Readiness withRefusals(Readiness readiness, Resource workload, List<String> messages) {
        if (!(readiness instanceof Readiness.Waiting(var reason, var symptoms)) || messages.isEmpty()) {
            return readiness;
        }
        String message = PodTrouble.shortened(messages.getLast());
        FailureCode code = refusal(message);
        var all = new ArrayList<>(symptoms);
        String text = reason + "; pods cannot be made: " + message;
        all.add(new Symptom(code, workload.toString(), text));
        return new Readiness.Waiting(text, all);
    }

    static FailureCode refusal(String message) {
        return message.contains("exceeded quota") ? FailureCode.QUOTA_EXCEEDED : FailureCode.REFUSED;
    }
}
