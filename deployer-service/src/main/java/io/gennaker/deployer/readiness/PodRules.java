package io.gennaker.deployer.readiness;

import io.gennaker.contracts.FailureCode;
import io.gennaker.deployer.resource.Resource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Readiness of pods, alone or as those of a workload.
final class PodRules {
    private static final int EXPLAINED = 2;
    /// A container that has ended this often after starts does not need more patience.
    private static final int HOPELESS_RESTARTS = 4;

    private PodRules() {}

    static Readiness pod(Resource pod, Surroundings surroundings) {
        String phase = pod.at("status", "phase").textOr("Pending");
        return switch (phase) {
            case "Succeeded" -> Readiness.ready();
            case "Failed" ->
                new Readiness.Failed(
                        FailureCode.NOT_READY,
                        "failed: "
                                + pod.at("status", "message")
                                        .textOr(pod.at("status", "reason").textOr("no reason given")));
            case "Running" ->
                isReady(pod) ? Readiness.ready() : explained("running, not ready", pod, List.of(pod), surroundings);
            default -> explained(phase.toLowerCase(Locale.ROOT), pod, List.of(pod), surroundings);
        };
    }

    static boolean isReady(Resource pod) {
        return !pod.isTerminating()
                && PodTrouble.condition(pod, "Ready")
                        .map(condition -> condition.at("status").is("True"))
                        .orElse(false);
    }

    /// Waiting for the reason given, explained by the troubles of the pods; failed when one of them is hopeless.
    static Readiness explained(String reason, Resource workload, List<Resource> pods, Surroundings surroundings) {
        var explanations = new LinkedHashSet<String>();
        var symptoms = new ArrayList<Symptom>();
        for (Resource pod : pods) {
            for (PodTrouble trouble : PodTrouble.of(pod, surroundings)) {
                if (trouble.code() != null) {
                    symptoms.add(new Symptom(
                            trouble.code(), workload + "/" + trouble.subject(), reason + "; " + trouble.explained()));
                }
                explanations.add(trouble.explained());
            }
            if (restarts(pod) >= HOPELESS_RESTARTS && isLooping(pod, surroundings)) {
                return new Readiness.Failed(
                        FailureCode.CRASH_LOOP,
                        reason + "; pod " + pod.name() + ": restarted " + restarts(pod) + " times"
                                + last(explanations));
            }
        }
        return new Readiness.Waiting(text(reason, explanations), symptoms);
    }

    private static boolean isLooping(Resource pod, Surroundings surroundings) {
        return PodTrouble.of(pod, surroundings).stream().anyMatch(trouble -> trouble.code() == FailureCode.CRASH_LOOP);
    }

    private static String last(LinkedHashSet<String> explanations) {
        return explanations.isEmpty() ? "" : " (" + explanations.getLast() + ")";
    }

    private static String text(String reason, LinkedHashSet<String> explanations) {
        if (explanations.isEmpty()) {
            return reason;
        }
        String first = explanations.stream().limit(EXPLAINED).collect(Collectors.joining("; "));
        int more = explanations.size() - EXPLAINED;
        return reason + "; " + first + (more > 0 ? "; and " + more + " more" : "");
    }

    private static int restarts(Resource pod) {
        return pod.at("status", "containerStatuses").items().stream()
                .mapToInt(status -> status.at("restartCount").numberOr(0))
                .max()
                .orElse(0);
    }
}
