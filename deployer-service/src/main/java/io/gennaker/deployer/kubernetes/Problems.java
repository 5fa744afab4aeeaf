package io.gennaker.deployer.kubernetes;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.gennaker.contracts.FailureCode;
import io.gennaker.deployer.task.ClusterProblem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What an API server's answer means for the one who asked.
final class Problems {
    private static final int LONGEST = 1000;
    private static final int NO_ANSWER = 0;

    private final String cluster;

    Problems(String cluster) {
        this.cluster = cluster;
    }

    /// @param what was asked, for the message: "apply Deployment shop"
    ClusterProblem of(String what, KubernetesClientException failure) {
        // Without any answer the client gives no HTTP code.
        int code = failure.getCode() < 100 ? NO_ANSWER : failure.getCode();
        String message = what + ": " + said(failure);
        return switch (code) {
            case NO_ANSWER, 408 -> away(message, failure);
            case 429 ->
                new ClusterProblem.Unavailable(
                        "the API server of cluster " + cluster + " is overloaded (429), " + message,
                        retryAfter(failure),
                        failure);
            // A token that has expired is renewed by whoever mounts it.
            case 401 ->
                new ClusterProblem.Unavailable(
                        "cluster " + cluster + " does not accept the deployer's credentials (401): they are wrong or"
                                + " have expired, and are read again, " + message,
                        null,
                        failure);
            case 403 -> forbidden(message, failure);
            case 409 -> conflict(message, failure);
            case 410 ->
                new ClusterProblem.Unavailable(
                        "cluster " + cluster + " no longer has that version, " + message, null, failure);
            default ->
                code >= 500 && !isAboutTheManifest(message)
                        ? away("(" + code + ") " + message, failure)
                        : new ClusterProblem.Refused(FailureCode.REFUSED, message, failure);
        };
    }

    /// Servers answer 500 when a manifest that is applied does not fit the schema of its kind: a field that is not
    /// there, a list whose entries lack their key. It will not fit later.
    private static boolean isAboutTheManifest(String message) {
        return message.contains("failed to create typed patch object");
    }

    private ClusterProblem forbidden(String message, KubernetesClientException failure) {
        if (message.contains("exceeded quota")) {
            return new ClusterProblem.Refused(FailureCode.QUOTA_EXCEEDED, message, failure);
        }
        String hint = message.contains("cannot ")
                ? "; `gennaker clusters rbac " + cluster + "` writes the rights that the deployer needs"
                : "";
        return new ClusterProblem.Refused(FailureCode.REFUSED, message + hint, failure);
    }

    private ClusterProblem away(String message, KubernetesClientException failure) {
        return new ClusterProblem.Unavailable(
                "the API server of cluster " + cluster + " is away: " + message, retryAfter(failure), failure);
    }

    /// Fields of another manager stay that manager's however often it is tried; a stale version is read again.
    private static ClusterProblem conflict(String message, KubernetesClientException failure) {
        List<StatusCause> causes = fieldConflicts(failure);
        if (causes.isEmpty()) {
            return new ClusterProblem.Changed(message);
        }
        String fields = causes.stream()
                .map(cause -> cause.getField() + " (" + cause.getMessage() + ")")
                .collect(Collectors.joining(", "));
        return new ClusterProblem.Refused(
                FailureCode.CONFLICT,
                shortened(message.substring(0, message.indexOf(':')) + ": other managers own " + fields
                        + "; leave the fields out of the manifest, or take them over with force: true on the stage,"
                        + " or the annotation gennaker.io/force-conflicts: \"true\" on the object"),
                failure);
    }

    /// Whether all the fields in the way are owned by this manager.
    static boolean isConflictOnlyWith(String manager, KubernetesClientException failure) {
        List<StatusCause> conflicts = fieldConflicts(failure);
        return !conflicts.isEmpty()
                && conflicts.stream()
                        .allMatch(cause -> String.valueOf(cause.getMessage()).contains("\"" + manager + "\""));
    }

    private static List<StatusCause> fieldConflicts(KubernetesClientException failure) {
        return causes(failure).stream()
                .filter(cause -> "FieldManagerConflict".equals(cause.getReason()))
                .toList();
    }

    private static List<StatusCause> causes(KubernetesClientException failure) {
        return Optional.ofNullable(failure.getStatus())
                .map(Status::getDetails)
                .map(details -> details.getCauses())
                .orElse(List.of());
    }

    private static @Nullable Duration retryAfter(KubernetesClientException failure) {
        return Optional.ofNullable(failure.getStatus())
                .map(Status::getDetails)
                .map(details -> details.getRetryAfterSeconds())
                .filter(seconds -> seconds > 0)
                .map(Duration::ofSeconds)
                .orElse(null);
    }

    private static String said(KubernetesClientException failure) {
        String server = Optional.ofNullable(failure.getStatus())
                .map(Status::getMessage)
                .filter(message -> !message.isBlank())
                .orElse(null);
        if (server != null) {
            return shortened(server);
        }
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String message = deepest.getMessage();
        return shortened(message == null ? deepest.getClass().getSimpleName() : message);
    }

    private static String shortened(String message) {
        return message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "...";
    }
}
