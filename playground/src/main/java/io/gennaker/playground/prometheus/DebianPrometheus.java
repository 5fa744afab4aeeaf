package io.gennaker.playground.prometheus;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Prometheus out of Debian's package, where it is not installed: fetched and unpacked into a folder of its own.
/// Nothing of the machine is changed, and nobody needs to be root.
public final class DebianPrometheus {
    private static final long LONGEST_MINUTES = 3;

    private final Path folder;
    private final Optional<Path> fetcher;
    private final Optional<Path> unpacker;

    /// @param path where the programs of Debian are looked for, as PATH
    public DebianPrometheus(Path folder, String path) {
        this.folder = folder.toAbsolutePath().normalize();
        this.fetcher = PrometheusServer.onPath(path, "apt-get");
        this.unpacker = PrometheusServer.onPath(path, "dpkg-deb");
    }

    /// Whether this machine has what it takes.
    public boolean isPossible() {
        return fetcher.isPresent() && unpacker.isPresent();
    }

    /// The program, fetched when it is asked for first; empty where it cannot be had, with the reason in `unpack.log`.
    public Optional<Path> program() {
        Path program = folder.resolve("usr").resolve("bin").resolve("prometheus");
        if (!Files.isExecutable(program) && fetcher.isPresent() && unpacker.isPresent()) {
            fetch(fetcher.get(), unpacker.get());
        }
        return Files.isExecutable(program) ? Optional.of(program) : Optional.empty();
    }

    private void fetch(Path apt, Path dpkg) {
        try {
            Files.createDirectories(folder);
            if (!run(List.of(apt.toString(), "download", "prometheus"))) {
                return;
            }
            for (Path fetched : fetched()) {
                run(List.of(dpkg.toString(), "-x", fetched.toString(), folder.toString()));
                Files.delete(fetched);
            }
        } catch (IOException refused) {
            // What is not there is told by the caller, with how to get it.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Path> fetched() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".deb"))
                    .toList();
        }
    }

    private boolean run(List<String> command) throws IOException, InterruptedException {
        File log = folder.resolve("unpack.log").toFile();
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
        if (process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
            return process.exitValue() == 0;
        }
        process.destroyForcibly();
        return false;
    }
}
