package io.gennaker.playground.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// The one folder that holds everything of the local platform: `data`, `logs`, `run` (pid files), `secrets`, `cache`.
public record PlatformHome(Path folder) {
    private static final String PID_SUFFIX = ".pid";

    public PlatformHome {
        folder = folder.toAbsolutePath().normalize();
    }

    /// Makes the folders; only their owner may look into them.
    PlatformHome prepare() {
        try {
            // Others may pass: a root's PostgreSQL may have to run as another user (its data is closed by itself).
            Files.createDirectories(folder);
            for (var name : List.of("data", "logs", "run", "secrets", "cache")) {
                Files.createDirectories(folder.resolve(name));
            }
            Files.setPosixFilePermissions(folder.resolve("secrets"), PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new UncheckedIOException("could not make the platform's folder " + folder, e);
        }
        return this;
    }

    public Path data(String component) {
        return folder.resolve("data").resolve(component);
    }

    public Path log(String component) {
        return folder.resolve("logs").resolve(component + ".log");
    }

    public Path secret(String name) {
        return folder.resolve("secrets").resolve(name);
    }

    Path cache(String name) {
        return folder.resolve("cache").resolve(name);
    }

    Path lock() {
        return folder.resolve("lock");
    }

    PidFile pidFile(String component) {
        return new PidFile(folder.resolve("run").resolve(component + PID_SUFFIX));
    }

    /// The components that have a pid file.
    List<String> started() {
        var run = folder.resolve("run");
        if (!Files.isDirectory(run)) {
            return List.of();
        }
        try (var files = Files.list(run)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(PID_SUFFIX))
                    .map(name -> name.substring(0, name.length() - PID_SUFFIX.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + run, e);
        }
    }
}
