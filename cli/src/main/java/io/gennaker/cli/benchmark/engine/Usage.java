package io.gennaker.cli.benchmark.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/// What processes, with those below them, have used so far.
///
/// @param cpu by component
/// @param written bytes that went to the disk; 0 where the system does not say
record Usage(Map<String, Duration> cpu, long written) {
    static Usage of(Map<String, ProcessHandle> processes) {
        var cpu = new LinkedHashMap<String, Duration>();
        long written = 0;
        for (var process : processes.entrySet()) {
            var all = Stream.concat(
                            Stream.of(process.getValue()),
                            process.getValue().pid() == ProcessHandle.current().pid()
                                    ? Stream.empty()
                                    : process.getValue().descendants())
                    .toList();
            cpu.put(
                    process.getKey(),
                    all.stream()
                            .map(one -> one.info().totalCpuDuration().orElse(Duration.ZERO))
                            .reduce(Duration.ZERO, Duration::plus));
            written += all.stream().mapToLong(Usage::written).sum();
        }
        return new Usage(cpu, written);
    }

    Usage since(Usage before) {
        var difference = new LinkedHashMap<String, Duration>();
        cpu.forEach((name, used) -> difference.put(name, used.minus(before.cpu.getOrDefault(name, Duration.ZERO))));
        return new Usage(difference, written - before.written);
    }

    private static long written(ProcessHandle process) {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "io"))) {
            return lines.filter(line -> line.startsWith("write_bytes:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException | RuntimeException e) {
            return 0; // no such file here, not ours to read, or the process just ended
        }
    }
}
