package io.gennaker.playground.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Main memory taken by processes. Where several share memory, as PostgreSQL's do, each counts its part of it.
final class ResidentMemory {
    private static final long KIBIBYTE = 1024;

    private ResidentMemory() {}

    static OptionalLong of(ProcessHandle process) {
        var below = process.descendants().toList();
        if (below.isEmpty()) {
            return alone(process);
        }
        return OptionalLong.of(Stream.concat(Stream.of(process), below.stream())
                .map(ResidentMemory::part)
                .mapToLong(bytes -> bytes.orElse(0))
                .sum());
    }

    private static OptionalLong alone(ProcessHandle process) {
        var fromLinux = field(process, "status", "VmRSS:");
        return fromLinux.isPresent() ? fromLinux : fromPs(process);
    }

    private static OptionalLong part(ProcessHandle process) {
        var fromLinux = field(process, "smaps_rollup", "Pss:");
        return fromLinux.isPresent() ? fromLinux : alone(process);
    }

    private static OptionalLong field(ProcessHandle process, String file, String name) {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), file))) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIBIBYTE)
                    .findFirst();
        } catch (IOException | RuntimeException e) {
            return OptionalLong.empty(); // no such file here, not ours to read, or the process just ended
        }
    }

    private static OptionalLong fromPs(ProcessHandle process) {
        try {
            var ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(process.pid())).start();
            if (!ps.waitFor(2, TimeUnit.SECONDS)) {
                ps.destroyForcibly();
                return OptionalLong.empty();
            }
            var text = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text) * KIBIBYTE);
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalLong.empty();
        }
    }
}
