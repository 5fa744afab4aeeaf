package io.gennaker.deployer.kubernetes;

import io.gennaker.contracts.HealthKind;
import io.gennaker.contracts.HealthState;
import io.gennaker.deployer.kubernetes.KubeconfigClusters.Reached;
import io.gennaker.deployer.task.ClusterProblem;
import io.gennaker.outbox.HealthProbe;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Looks at the clusters that were used since the start: whether they answer, and how they let themselves be asked.
public final class ClusterHealth implements HealthProbe {
    private static final String ADVICE =
            "look whether its address can be reached from the deployer, and whether the kubeconfig's credentials hold";

    private final KubeconfigClusters clusters;
    private final Supplier<Map<String, Integer>> drifts;

    /// @param drifts of the last day, by context
    public ClusterHealth(KubeconfigClusters clusters, Supplier<Map<String, Integer>> drifts) {
        this.clusters = clusters;
        this.drifts = drifts;
    }

    @Override
    public List<Finding> look() {
        Map<String, Integer> drifted = drifts.get();
        return clusters.reached().stream()
                .map(reached -> look(reached, drifted.getOrDefault(reached.context(), 0)))
                .toList();
    }

    private static Finding look(Reached reached, int drifted) {
        var facts = new TreeMap<>(facts(reached));
        facts.put("drifts in a day", Integer.toString(drifted));
        try {
            facts.put("version", reached.cluster().version());
        } catch (ClusterProblem problem) {
            return Finding.down(
                    HealthKind.CLUSTER, reached.name(), String.valueOf(problem.getMessage()), ADVICE, facts);
        }
        return reached.cluster()
                .pause()
                .map(pause -> new Finding(
                        HealthKind.CLUSTER,
                        reached.name(),
                        HealthState.IMPAIRED,
                        "the API server asks not to be asked for another " + pause.toSeconds() + " s",
                        "lower requestsPerSecond of the Cluster, or raise the server's limits",
                        facts))
                .orElseGet(() -> Finding.up(HealthKind.CLUSTER, reached.name(), facts));
    }

    private static Map<String, String> facts(Reached reached) {
        var usage = reached.cluster().usage();
        return Map.of(
                "server", reached.server(),
                "watches", Integer.toString(usage.watches()),
                "requests", Long.toString(usage.requests()),
                "requests per second, at most", Integer.toString(reached.rate()));
    }
}
