package io.gennaker.deployer.readiness;

import io.gennaker.contracts.FailureCode;
import io.gennaker.deployer.resource.Resource;
import java.util.List;
import java.util.Optional;

/// Readiness of a Job: that it is complete.
final class JobRules {
    private JobRules() {}

    static Readiness job(Resource job, Surroundings surroundings) {
        if (isTrue(job, "Complete") || isTrue(job, "SuccessCriteriaMet")) {
            return Readiness.ready();
        }
        Optional<String> failure = failure(job);
        if (failure.isPresent()) {
            return new Readiness.Failed(FailureCode.JOB_FAILED, failure.get());
        }
        if (isTrue(job, "Suspended")) {
            return new Readiness.Waiting("it is suspended; resume it to go on");
        }
        int active = job.at("status", "active").numberOr(0);
        int failed = job.at("status", "failed").numberOr(0);
        String reason = (active > 0 ? active + " running" : "waits for its pod")
                + (failed > 0 ? ", " + failed + " failed" : "");
        List<Resource> pods = surroundings.podsOf(job).stream()
                .filter(pod -> !pod.at("status", "phase").is("Succeeded")
                        && !pod.at("status", "phase").is("Failed"))
                .toList();
        List<String> refusals = surroundings.warnings(job, "FailedCreate").toList();
        return WorkloadRules.withRefusals(
                quiet(PodRules.explained(reason, job, pods, surroundings), reason), job, refusals);
    }

    /// A Job decides by its backoffLimit when crashes are too many, and its pods have no readiness to wait for.
    private static Readiness quiet(Readiness readiness, String reason) {
        return switch (readiness) {
            case Readiness.Ready ready -> ready;
            case Readiness.Failed _ -> new Readiness.Waiting(reason);
            case Readiness.Waiting(var text, var symptoms) ->
                new Readiness.Waiting(
                        text.contains("running, not ready") ? reason : text,
                        symptoms.stream()
                                .filter(symptom -> symptom.code() != FailureCode.CRASH_LOOP)
                                .toList());
        };
    }

    private static Optional<String> failure(Resource job) {
        return PodTrouble.condition(job, "Failed")
                .filter(condition -> condition.at("status").is("True"))
                .map(condition -> condition.at("reason").textOr("Failed") + ": "
                        + PodTrouble.shortened(condition.at("message").textOr("no message")));
    }

    private static boolean isTrue(Resource job, String type) {
        return PodTrouble.condition(job, type)
                .map(condition -> condition.at("status").is("True"))
                .orElse(false);
    }
}
