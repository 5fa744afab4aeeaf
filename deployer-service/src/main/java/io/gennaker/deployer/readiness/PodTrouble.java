package io.gennaker.deployer.readiness;

import io.gennaker.contracts.FailureCode;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What keeps a pod from being ready.
///
/// @param code the failure that it is when it persists; null when it explains but does not fail anything
/// @param subject the container, or the pod as a whole
record PodTrouble(@Nullable FailureCode code, String pod, String subject, String text) {
    private static final Set<String> IMAGE =
            Set.of("ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "RegistryUnavailable");
    private static final int LONGEST = 240;

    /// "pod shop-x: ImagePullBackOff, image shop:v9 not found"
    String explained() {
        return "pod " + pod + ": " + text;
    }

    static List<PodTrouble> of(Resource pod, Surroundings surroundings) {
        if (pod.isTerminating() || PodRules.isReady(pod)) {
            return List.of();
        }
        var troubles = new ArrayList<PodTrouble>();
        Stream.of("initContainerStatuses", "containerStatuses")
                .flatMap(field -> pod.at("status", field).items().stream())
                .forEach(status -> ofContainer(pod, status).ifPresent(troubles::add));
        unschedulable(pod).ifPresent(troubles::add);
        if (troubles.isEmpty()) {
            surroundings
                    .warnings(pod, "FailedMount")
                    .findFirst()
                    .map(message -> new PodTrouble(null, pod.name(), "mount", shortened(message)))
                    .or(() -> unready(pod))
                    .ifPresent(troubles::add);
        }
        return troubles;
    }

    private static Optional<PodTrouble> ofContainer(Resource pod, Value status) {
        Value waiting = status.at("state", "waiting");
        String reason = waiting.at("reason").textOr("");
        String container = status.at("name").textOr("");
        if (IMAGE.contains(reason)) {
            return Optional.of(new PodTrouble(
                    FailureCode.IMAGE_NOT_FOUND, pod.name(), container, reason + ", " + image(status, waiting)));
        }
        if (reason.equals("CrashLoopBackOff")) {
            return Optional.of(
                    new PodTrouble(FailureCode.CRASH_LOOP, pod.name(), container, reason + ", " + lastEnd(status)));
        }
        if (reason.isEmpty() || reason.equals("ContainerCreating") || reason.equals("PodInitializing")) {
            return Optional.empty();
        }
        return Optional.of(new PodTrouble(
                null,
                pod.name(),
                container,
                reason + ", " + shortened(waiting.at("message").textOr("no message"))));
    }

    private static String image(Value status, Value waiting) {
        String image = status.at("image").textOr("");
        String message = waiting.at("message").textOr("");
        boolean absent = Stream.of("not found", "manifest unknown", "does not exist", "NotFound")
                .anyMatch(message::contains);
        if (absent) {
            return "image " + image + " not found";
        }
        return message.isBlank() ? "image " + image : shortened(message);
    }

    private static String lastEnd(Value status) {
        Value end = status.at("lastState", "terminated");
        int restarts = status.at("restartCount").numberOr(0);
        String how = end.isPresent()
                ? end.at("reason").textOr("ended") + " with exit code "
                        + end.at("exitCode").numberOr(0) + ", "
                : "";
        return how + restarts + (restarts == 1 ? " restart" : " restarts");
    }

    private static Optional<PodTrouble> unschedulable(Resource pod) {
        return condition(pod, "PodScheduled")
                .filter(condition -> condition.at("status").is("False")
                        && condition.at("reason").is("Unschedulable"))
                .map(condition -> new PodTrouble(
                        FailureCode.UNSCHEDULABLE,
                        pod.name(),
                        "pod",
                        "Unschedulable, " + shortened(condition.at("message").textOr("no node has room"))));
    }

    private static Optional<PodTrouble> unready(Resource pod) {
        return pod.at("status", "phase").is("Running")
                ? Optional.of(new PodTrouble(null, pod.name(), "pod", "running, not ready"))
                : Optional.empty();
    }

    static Optional<Value> condition(Resource resource, String type) {
        return resource.at("status", "conditions").items().stream()
                .filter(condition -> condition.at("type").is(type))
                .findFirst();
    }

    static String shortened(String message) {
        String line = message.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }
}
