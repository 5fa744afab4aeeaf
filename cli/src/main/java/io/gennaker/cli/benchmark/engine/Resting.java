package io.gennaker.cli.benchmark.engine;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What processes use while nothing moves.
///
/// @param heapBytes that the orchestrator keeps after a full collection
/// @param cpuMillisPerSecond by component
public record Resting(long heapBytes, Map<String, Double> cpuMillisPerSecond) {
    private static final String ORCHESTRATOR = "orchestrator";
    private static final Duration LOOK = Duration.ofSeconds(20);

    /// Looks for 20 seconds, after what was begun before has come to rest.
    static Resting of(BenchPlatform platform) throws InterruptedException {
        long heap = platform.heap(ORCHESTRATOR);
        Thread.sleep(LOOK.dividedBy(4));
        var before = cpu(platform);
        Thread.sleep(LOOK);
        var used = new LinkedHashMap<String, Double>();
        cpu(platform)
                .forEach((name, cpu) -> used.put(
                        name,
                        (double) cpu.minus(before.getOrDefault(name, Duration.ZERO))
                                        .toMillis()
                                / LOOK.toSeconds()));
        return new Resting(heap, used);
    }

    private static Map<String, Duration> cpu(BenchPlatform platform) {
        var processes = new LinkedHashMap<>(platform.processes());
        processes.keySet().retainAll(List.of(ORCHESTRATOR, "postgres", "kafka"));
        return Usage.of(processes).cpu();
    }
}
