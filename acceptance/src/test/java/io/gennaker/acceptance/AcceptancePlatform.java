package io.gennaker.acceptance;

import io.gennaker.cli.Session;
import io.gennaker.playground.platform.Check;
import io.gennaker.playground.platform.ComponentStatus;
import io.gennaker.playground.platform.LocalPlatform;
import io.gennaker.playground.platform.Progress;
import io.gennaker.playground.platform.ProgressListener;
import io.gennaker.playground.testing.RepositoryRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The local platform of this module: the packaged services of the repository, with ports and a folder of their own.
final class AcceptancePlatform {
    private final Path root = RepositoryRoot.find();
    private final Map<String, String> environment;

    AcceptancePlatform() {
        this("home", 28080);
    }

    /// @param home folder below `acceptance/target`
    AcceptancePlatform(String home, int portBase) {
        environment = environment(root, home, portBase);
    }

    /// The platform as a command line sees it that was started just now: it knows what is on disk, and nothing else.
    LocalPlatform open() {
        return LocalPlatform.open(root, environment);
    }

    Session session() {
        return new Session(environment, System.out, System.out);
    }

    /// A look for secrets where they must not be.
    ///
    /// @param planted those to look for beside the platform's own, by name
    SecretsSweep sweep(Map<String, String> planted) throws IOException {
        return new SecretsSweep(open(), Path.of(environment.get("GENNAKER_HOME")), planted);
    }

    /// The folder with the demo's definitions.
    Path example() {
        return root.resolve("playground").resolve("example").resolve("shop");
    }

    /// Starts everything without any data of an earlier run.
    void upAnew() throws IOException {
        open().down(ProgressListener.silent());
        removeHome();
        LocalPlatform platform = open();
        requireMachine(platform.doctor());
        up(platform);
    }

    void up(LocalPlatform platform) {
        platform.up(progress -> {
            if (progress.state() == Progress.State.READY) {
                System.out.printf(
                        "  %-14s ready after %d ms%n",
                        progress.component(), progress.elapsed().toMillis());
            }
        });
    }

    /// Ends every process at once, by SIGKILL: services, broker, PostgreSQL with its workers, clusters, Prometheus.
    void killEverything(LocalPlatform platform) {
        List<ProcessHandle> processes = platform.status().stream()
                .map(ComponentStatus::pid)
                .map(pid -> ProcessHandle.of(pid.orElseThrow()))
                .flatMap(Optional::stream)
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .toList();
        processes.forEach(ProcessHandle::destroyForcibly);
        processes.forEach(process -> process.onExit().join());
        System.out.println("killed everything: " + processes.size() + " processes");
    }

    private static void requireMachine(List<Check> checks) {
        checks.stream()
                .filter(check -> check.result() == Check.Result.MISSING)
                .findFirst()
                .ifPresent(check -> {
                    throw new IllegalStateException(check.name() + ": " + check.found() + ". " + check.remedy());
                });
    }

    private void removeHome() throws IOException {
        Path home = Path.of(environment.get("GENNAKER_HOME"));
        if (Files.exists(home)) {
            try (Stream<Path> files = Files.walk(home)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /// This process's own, without what a person has set for a platform of theirs.
    private static Map<String, String> environment(Path root, String home, int portBase) {
        var environment = new HashMap<>(System.getenv());
        environment.keySet().removeIf(name -> name.startsWith("GENNAKER_"));
        environment.put("GENNAKER_ROOT", root.toString());
        environment.put(
                "GENNAKER_HOME", root.resolve("acceptance/target").resolve(home).toString());
        environment.put("GENNAKER_PORT_BASE", Integer.toString(portBase));
        return Map.copyOf(environment);
    }
}
