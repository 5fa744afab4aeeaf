package io.gennaker.deployer.readiness;

import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A container that ended with a code other than 0, and may have said why.
public record EndedContainer(String pod, String name) {
    /// One of the youngest pod that has such a container.
    public static Optional<EndedContainer> newest(List<Resource> pods) {
        return pods.stream()
                .sorted(Comparator.<Resource, String>comparing(
                                pod -> pod.at("metadata", "creationTimestamp").textOr(""))
                        .reversed())
                .flatMap(EndedContainer::of)
                .findFirst();
    }

    private static Stream<EndedContainer> of(Resource pod) {
        return Stream.of("initContainerStatuses", "containerStatuses")
                .flatMap(field -> pod.at("status", field).items().stream())
                .filter(status -> Stream.of("state", "lastState")
                        .map(state -> status.at(state, "terminated"))
                        .anyMatch(end -> end.isPresent() && exitCode(end) != 0))
                .map(status -> new EndedContainer(pod.name(), status.at("name").textOr("")));
    }

    private static int exitCode(Value end) {
        return end.at("exitCode").numberOr(0);
    }
}
