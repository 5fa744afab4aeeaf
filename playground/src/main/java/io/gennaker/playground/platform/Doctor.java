package io.gennaker.playground.platform;

import io.gennaker.playground.platform.Check.Result;
import io.gennaker.playground.prometheus.DebianPrometheus;
import io.gennaker.playground.prometheus.PrometheusServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Looks at what the machine offers, before anything is started.
final class Doctor {
    private static final int OLDEST_JDK = 25;
    private static final long LEAST_DISK_BYTES = 2L * 1024 * 1024 * 1024;
    private static final long GIBIBYTE = 1024L * 1024 * 1024;

    private final Path root;
    private final PlatformHome home;
    private final Map<String, String> environment;
    private final Catalogue catalogue;
    private final Supervisor supervisor;

    Doctor(Path root, PlatformHome home, Map<String, String> environment, Catalogue catalogue, Supervisor supervisor) {
        this.root = root;
        this.home = home;
        this.environment = environment;
        this.catalogue = catalogue;
        this.supervisor = supervisor;
    }

    List<Check> examine() {
        return List.of(
                jdk(),
                built(),
                prometheus(),
                ports(),
                serverUser(),
                disk(),
                optional(
                        "kubectl",
                        "kubectl",
                        "Only to look into the simulated clusters yourself: Debian package"
                                + " kubernetes-client, or https://kubernetes.io/docs/tasks/tools"),
                optional("chromium", "chromium", "Only for the browser tests: Debian package chromium"),
                pubSub());
    }

    private static Check jdk() {
        var feature = Runtime.version().feature();
        var found = Runtime.version() + " at " + System.getProperty("java.home");
        return feature >= OLDEST_JDK
                ? Check.ok("JDK", found)
                : new Check("JDK", Result.MISSING, found, "Install JDK " + OLDEST_JDK + " or newer and set JAVA_HOME");
    }

    private Check built() {
        var missing = PortTable.SERVICES.stream()
                .filter(service ->
                        Files.notExists(root.resolve(service + "-service/target/quarkus-app/quarkus-run.jar")))
                .toList();
        return missing.isEmpty()
                ? Check.ok("services built", "all " + PortTable.SERVICES.size())
                : new Check(
                        "services built",
                        Result.MISSING,
                        "not built: " + String.join(", ", missing),
                        "./mvnw -Dquick -DskipTests package");
    }

    private Check prometheus() {
        return onPath("prometheus")
                .map(program -> Check.ok("prometheus", program.toString()))
                .orElseGet(this::missingPrometheus);
    }

    private Check missingPrometheus() {
        boolean possible =
                new DebianPrometheus(home.cache("prometheus"), environment.getOrDefault("PATH", "")).isPossible();
        return possible
                ? new Check(
                        "prometheus",
                        Result.WARN,
                        "not on PATH; `up` fetches Debian's package into " + home.cache("prometheus"),
                        PrometheusServer.INSTALL)
                : new Check("prometheus", Result.MISSING, "not on PATH", PrometheusServer.INSTALL);
    }

    private Check ports() {
        var taken = catalogue.names().stream()
                .map(catalogue::component)
                .filter(component -> supervisor.process(component).isEmpty())
                .flatMap(component -> component.ports().stream())
                .filter(port -> !PortCheck.isFree(port))
                .toList();
        var base = catalogue.ports().port("console").number();
        if (taken.isEmpty()) {
            return Check.ok("ports", "free or our own, from " + base);
        }
        var found =
                taken.stream().map(port -> port.name() + " " + port.number()).toList();
        return new Check(
                "ports",
                Result.MISSING,
                "taken by another program: " + String.join(", ", found),
                "Set " + PortTable.BASE_VARIABLE + " to move all ports, or "
                        + String.join(", ", taken.stream().map(Port::variable).toList()));
    }

    private Check serverUser() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return Check.ok("user", "not root");
        }
        var program = onPath("unshare").or(() -> onPath("setpriv"));
        return program.map(found -> Check.ok("user", "root; PostgreSQL runs without its powers through " + found))
                .orElse(new Check(
                        "user",
                        Result.MISSING,
                        "root, and neither unshare nor setpriv on PATH: PostgreSQL refuses to run as root",
                        "Run as another user, or install the Debian package util-linux"));
    }

    private Check disk() {
        try {
            var free = Files.getFileStore(home.folder()).getUsableSpace();
            var found = "%.1f GiB free under %s".formatted((double) free / GIBIBYTE, home.folder());
            return free >= LEAST_DISK_BYTES
                    ? Check.ok("disk", found)
                    : new Check("disk", Result.WARN, found, "Free some, or set GENNAKER_HOME to a folder elsewhere");
        } catch (IOException e) {
            return new Check("disk", Result.WARN, "not known: " + e.getMessage(), "Look at " + home.folder());
        }
    }

    private Check optional(String name, String program, String remedy) {
        return onPath(program)
                .map(found -> Check.ok(name, found.toString()))
                .orElse(new Check(name, Result.WARN, "not on PATH (optional)", remedy));
    }

    private Check pubSub() {
        return PubSubEmulator.find(environment)
                .map(emulator -> Check.ok("Pub/Sub emulator", emulator.jar() + ", run by " + emulator.javaHome()))
                .orElse(new Check("Pub/Sub emulator", Result.WARN, "not installed (optional)", PubSubEmulator.INSTALL));
    }

    private Optional<Path> onPath(String program) {
        return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
