package io.gennaker.deployer.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/// The simulated clusters for a `@QuarkusTest`.
public final class ClustersResource implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        var clusters = SimulatedClustersProcess.shared();
        clusters.push("registry.example/service/shop:1", Map.of("ready-after", "100ms"));
        clusters.push("registry.example/service/shop:2", Map.of("ready-after", "100ms"));
        clusters.push("registry.example/service/slow:1", Map.of("never-ready", "true"));
        clusters.push("registry.example/service/job:1", Map.of("run-for", "200ms", "log", "migrated"));
        return Map.of(
                "gennaker.deployer.kubeconfig", clusters.kubeconfig().toString(),
                "gennaker.deployer.drain", "500ms",
                "gennaker.deployer.settle", "500ms");
    }

    @Override
    public void stop() {
        // The clusters end with the tests' JVM.
    }
}
