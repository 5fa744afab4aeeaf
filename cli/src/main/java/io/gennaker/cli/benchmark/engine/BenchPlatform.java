package io.gennaker.cli.benchmark.engine;

import io.gennaker.playground.platform.ComponentStatus;
import io.gennaker.playground.platform.LocalPlatform;
import io.gennaker.playground.platform.Progress;
import io.gennaker.playground.postgres.Database;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// PostgreSQL, Kafka and some services of the playground in a folder and on ports of their own, removed at the end.
public final class BenchPlatform implements AutoCloseable {
    /// As services run in production: both compilers, large pages. Heap enough for what waits in them.
    private static final String JAVA_OPTIONS = "-XX:TieredStopAtLevel=4 -XX:+UseTransparentHugePages -Xmx256m";

    private static final List<String> CLUSTERS =
            List.of("replica-api", "replica-gateway", "production-api", "production-gateway", "clusters-admin");

    private final Path home;
    private final LocalPlatform platform;
    private final List<String> components;

    /// @param components beside PostgreSQL and Kafka
    public BenchPlatform(Path root, Map<String, String> environment, List<String> components, PrintStream progress) {
        this.components = List.copyOf(components);
        try {
            this.home = Files.createTempDirectory("gennaker-bench");
            this.platform = LocalPlatform.open(root, ofItsOwn(environment));
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for the benchmark", e);
        }
        try {
            start(progress);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void start(PrintStream progress) {
        var all = new LinkedHashSet<>(List.of("postgres", "kafka"));
        all.addAll(components);
        platform.start(all, step -> {
            if (step.state() == Progress.State.READY) {
                progress.printf(
                        "%-15s ready after %d ms%n",
                        step.component(), step.elapsed().toMillis());
            }
        });
    }

    private Map<String, String> ofItsOwn(Map<String, String> environment) throws IOException {
        var own = new HashMap<>(environment);
        own.keySet().removeIf(name -> name.startsWith("GENNAKER_") && !name.equals("GENNAKER_JAVA_OPTIONS"));
        own.put("GENNAKER_HOME", home.toString());
        own.putIfAbsent("GENNAKER_JAVA_OPTIONS", JAVA_OPTIONS);
        var listening = new ArrayList<>(List.of("postgres", "kafka", "kafka-controller"));
        components.forEach(component -> listening.addAll(component.equals("clusters") ? CLUSTERS : List.of(component)));
        var held = new ArrayList<ServerSocket>();
        try {
            for (String name : listening) {
                var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                held.add(socket);
                own.put(
                        "GENNAKER_PORT_" + name.toUpperCase(Locale.ROOT).replace('-', '_'),
                        Integer.toString(socket.getLocalPort()));
            }
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
        return own;
    }

    public LocalPlatform platform() {
        return platform;
    }

    /// What a component written in Java keeps, in bytes.
    long heap(String component) throws InterruptedException {
        return Heap.kept(process(component).pid());
    }

    private ProcessHandle process(String component) {
        return ProcessHandle.of(platform.status(component).pid().orElseThrow()).orElseThrow();
    }

    /// The processes by component, this one among them as `worker`.
    Map<String, ProcessHandle> processes() {
        var processes = new LinkedHashMap<String, ProcessHandle>();
        platform.status().stream()
                .filter(status -> status.pid().isPresent())
                .forEach(status -> ProcessHandle.of(status.pid().getAsLong())
                        .ifPresent(process -> processes.put(status.name(), process)));
        processes.put("worker", ProcessHandle.current());
        return processes;
    }

    /// Resident memory in bytes by component.
    public Map<String, Long> residentMemory() {
        var memory = new LinkedHashMap<String, Long>();
        for (ComponentStatus status : platform.status()) {
            status.residentBytes().ifPresent(bytes -> memory.put(status.name(), bytes));
        }
        return memory;
    }

    /// As a service's own role.
    public Connection database(String service) throws SQLException {
        return database(service, "database-" + service);
    }

    Connection databaseAsSuperuser() throws SQLException {
        return database(Database.SUPERUSER, "database-superuser");
    }

    private Connection database(String role, String secret) throws SQLException {
        try {
            return DriverManager.getConnection(
                    platform.status("postgres")
                            .address()
                            .map(address -> "jdbc:" + address)
                            .orElseThrow(),
                    role,
                    Files.readString(platform.home().secret(secret)).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("the database's password is not readable", e);
        }
    }

    @Override
    public void close() {
        platform.down(_ -> {});
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not remove " + home, e);
        }
    }
}
