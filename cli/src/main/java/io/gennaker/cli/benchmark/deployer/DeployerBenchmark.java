package io.gennaker.cli.benchmark.deployer;

import io.gennaker.cli.benchmark.engine.BenchBus;
import io.gennaker.cli.benchmark.engine.BenchPlatform;
import io.gennaker.cli.benchmark.engine.Samples;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Many Deployments at once through the packaged deployer, with its database and broker, on one simulated cluster.
///
/// Overhead is what the deployer, the bus and the database add to the time that the cluster itself takes: from the
/// command to when a watch of the API server tells of the Deployment, and from when it tells that the Deployment is
/// available to the answer on the bus. Everything is on this machine and shares it.
public final class DeployerBenchmark {
    private static final String DEPLOYER = "deployer";
    private static final String MEASURED = "bench";

    private final DeployerLoad load;
    private final PrintStream progress;
    private final double loadBefore =
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();

    /// @param progress where it says what it does
    public DeployerBenchmark(DeployerLoad load, PrintStream progress) {
        this.load = load;
        this.progress = progress;
    }

    /// @param root the repository, with the built modules
    public DeployerReport run(Path root, Map<String, String> environment) throws IOException, InterruptedException {
        try (var platform = new BenchPlatform(root, environment, List.of("clusters", DEPLOYER), progress);
                var cluster = new SimulatedCluster(platform.platform());
                var bus = new BenchBus(platform.platform().bootstrapServers());
                var deliveries = new Deliveries(bus)) {
            cluster.push(
                    Deliveries.IMAGE,
                    Map.of("sim.gennaker.io/ready-after", load.podStart().toMillis() + "ms"));
            progress.println("warming up: " + load.warmUp() + " deployments");
            deliveries.run("warm", load.warmUp(), 0);
            progress.println("measuring: " + load.deployments() + " deployments");
            try (var watch = cluster.watch(Deliveries.NAMESPACE)) {
                return measure(platform, cluster, deliveries, watch);
            }
        }
    }

    private DeployerReport measure(
            BenchPlatform platform, SimulatedCluster cluster, Deliveries deliveries, ClusterWatch watch)
            throws IOException, InterruptedException {
        var askedBefore = cluster.requests();
        long memoryBefore = resident(platform);
        Duration cpuBefore = cpu(platform);
        long began = System.nanoTime();
        deliveries.run(MEASURED, load.deployments(), load.perSecond());
        double seconds = (System.nanoTime() - began) / 1e9;
        Duration cpu = cpu(platform).minus(cpuBefore);
        var asked = new TreeMap<>(cluster.requests());
        asked.replaceAll((what, count) -> count - askedBefore.getOrDefault(what, 0L));
        asked.values().removeIf(count -> count == 0);
        return report(
                seconds, asked, cpu, new DeployerReport.Memory(memoryBefore, resident(platform)), deliveries, watch);
    }

    private DeployerReport report(
            double seconds,
            Map<String, Long> asked,
            Duration cpu,
            DeployerReport.Memory memory,
            Deliveries deliveries,
            ClusterWatch watch) {
        var overhead = new Samples();
        var toCreated = new Samples();
        var toAnswer = new Samples();
        var pods = new Samples();
        deliveries.took().forEach((name, took) -> {
            if (name.startsWith(MEASURED)) {
                long created = watch.createdAt(name) - took.commanded();
                long answered = Math.max(0, took.answered() - watch.availableAt(name));
                toCreated.add(created);
                toAnswer.add(answered);
                overhead.add(created + answered);
                pods.add(watch.availableAt(name) - watch.createdAt(name));
            }
        });
        var watches = new TreeMap<>(asked);
        watches.keySet().removeIf(what -> !what.startsWith("WATCH "));
        var requests = new TreeMap<>(asked);
        requests.keySet().removeIf(what -> isOfWatches(what, watches));
        return new DeployerReport(
                load,
                rounded(seconds),
                deliveries.mostUnderWay(),
                rounded((double) requests.values().stream()
                                .mapToLong(Long::longValue)
                                .sum()
                        / load.deployments()),
                requests,
                watches,
                overhead.summary(),
                toCreated.summary(),
                toAnswer.summary(),
                pods.summary(),
                memory,
                rounded((double) cpu.toMillis() / load.deployments()),
                rounded(loadBefore));
    }

    /// A watch begins with a list of the same path.
    private static boolean isOfWatches(String what, Map<String, Long> watches) {
        return what.startsWith("WATCH ")
                || what.startsWith("GET ") && watches.containsKey(what.replaceFirst("GET", "WATCH"));
    }

    private static long resident(BenchPlatform platform) {
        return platform.residentMemory().getOrDefault(DEPLOYER, 0L);
    }

    private static Duration cpu(BenchPlatform platform) {
        return ProcessHandle.of(platform.platform().status(DEPLOYER).pid().orElseThrow())
                .flatMap(process -> process.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
