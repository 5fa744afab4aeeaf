package io.gennaker.deployer.readiness;

import io.gennaker.deployer.resource.Resource;
import java.util.List;
import java.util.Optional;

/// Which of some pods can take requests.
public final class ReadyPods {
    private ReadyPods() {}

    public static int count(List<Resource> pods) {
        return (int) pods.stream().filter(PodRules::isReady).count();
    }

    /// What keeps the first unready one from it.
    public static Optional<String> troubles(List<Resource> pods) {
        return pods.stream()
                .flatMap(pod -> PodTrouble.of(pod, Surroundings.NONE).stream())
                .map(PodTrouble::explained)
                .findFirst();
    }
}
