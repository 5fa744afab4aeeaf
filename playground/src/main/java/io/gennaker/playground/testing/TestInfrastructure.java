package io.gennaker.playground.testing;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// PostgreSQL and Kafka for tests: started by the first test of a build that asks, shared by every module and every
/// process of that build, gone with its data when the build's process is gone.
///
/// Each test run takes a database and a topic prefix of its own:
///
/// ```java
/// var infrastructure = TestInfrastructure.ensure();
/// var database = infrastructure.freshDatabase();
/// var prefix = infrastructure.freshTopicPrefix();
/// ```
///
/// With `-Dgennaker.test.containers=true` the same answers come from Testcontainers: then the class
/// `io.gennaker.outbox.testing.Containers` must be on the class path, with a method
/// `public static Map<String, String> start()` that starts both once per JVM and returns `bootstrap.servers`,
/// `jdbc.url`
/// (of a database that the role may leave), `jdbc.username` and `jdbc.password` of a role that may create databases.
///
/// Uses the JDK alone, and the PostgreSQL driver of the caller's class path.
public final class TestInfrastructure {
    /// Set to `true`: Testcontainers instead of own processes.
    public static final String CONTAINERS = "gennaker.test.containers";
    /// Set to a class path: where the infrastructure's program is, other than in the playground's build folder.
    public static final String CLASS_PATH = "gennaker.test.infrastructure.class-path";

    private static final String CONTAINERS_CLASS = "io.gennaker.outbox.testing.Containers";
    private static final String MAIN_CLASS = "io.gennaker.playground.testing.TestInfrastructureMain";
    private static final long START_WITHIN_SECONDS = 180;
    private static final long LOOK_EVERY_MILLISECONDS = 50;

    private static @Nullable TestInfrastructure containers;

    private final String bootstrapServers;
    private final String jdbcUrl;
    private final String username;
    private final String password;

    private TestInfrastructure(String bootstrapServers, String jdbcUrl, String username, String password) {
        this.bootstrapServers = bootstrapServers;
        this.jdbcUrl = jdbcUrl;
        this.username = username;
        this.password = password;
    }

    /// The infrastructure of this build; starts it where it does not run. May be called from several processes at once.
    ///
    /// @throws IllegalStateException when it did not start, with the end of its log
    public static synchronized TestInfrastructure ensure() {
        return Boolean.getBoolean(CONTAINERS) ? ofContainers() : ofProcess(BuildProcess.find(), false);
    }

    /// As [#ensure()], with a database whose commits survive a crash of the machine: slower, for what measures it.
    public static synchronized TestInfrastructure ensureDurable() {
        return Boolean.getBoolean(CONTAINERS) ? ofContainers() : ofProcess(BuildProcess.find(), true);
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    /// The URL of an administrator's connection, with user and password.
    public String jdbcAdminUrl() {
        return jdbcUrl + "?user=" + username + "&password=" + password;
    }

    /// Makes an empty database.
    public TestDatabase freshDatabase() {
        var name = "test_" + token();
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("could not make the database " + name + " at " + jdbcUrl, e);
        }
        return new TestDatabase(jdbcUrl.substring(0, jdbcUrl.lastIndexOf('/') + 1) + name, username, password);
    }

    /// A prefix that no other test run has; ends with a dot.
    public String freshTopicPrefix() {
        return "test-" + token() + ".";
    }

    /// The driver is taken from this class's own loader: `DriverManager` would look in the loader of whoever used it
    /// first in this JVM, and Quarkus has several.
    private Connection connect() throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", username);
        properties.setProperty("password", password);
        try {
            var driver =
                    (Driver) Class.forName("org.postgresql.Driver", true, TestInfrastructure.class.getClassLoader())
                            .getDeclaredConstructor()
                            .newInstance();
            var connection = driver.connect(jdbcUrl, properties);
            if (connection == null) {
                throw new IllegalStateException("the PostgreSQL driver does not accept " + jdbcUrl);
            }
            return connection;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "the PostgreSQL driver org.postgresql:postgresql is not on the class path", e);
        }
    }

    /// @param build the process whose end is the end of the infrastructure
    static TestInfrastructure ofProcess(long build, boolean durable) {
        var root = RepositoryRoot.find();
        var folder = root.resolve("target/test-infrastructure").resolve(build + (durable ? "-durable" : ""));
        try {
            Files.createDirectories(folder);
            try (var channel = FileChannel.open(
                            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var _ = channel.lock()) {
                return of(running(folder, root, build, durable));
            }
        } catch (IOException e) {
            throw new IllegalStateException("could not start the test infrastructure in " + folder, e);
        }
    }

    private static TestInfrastructure of(InfrastructureState state) {
        return new TestInfrastructure(
                "127.0.0.1:" + state.brokerPort(),
                "jdbc:postgresql://127.0.0.1:" + state.databasePort() + "/postgres",
                "postgres",
                state.databasePassword());
    }

    private static InfrastructureState running(Path folder, Path root, long build, boolean durable) throws IOException {
        var file = folder.resolve("state.properties");
        var state = InfrastructureState.read(file);
        if (state.isPresent() && state.get().alive()) {
            return state.get();
        }
        Files.deleteIfExists(file);
        return awaitState(file, launch(folder, root, build, durable), folder.resolve("log"));
    }

    private static Process launch(Path folder, Path root, long build, boolean durable) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty(CLASS_PATH, builtClassPath(root)),
                MAIN_CLASS,
                "--state",
                folder.resolve("state.properties").toString(),
                "--watch",
                Long.toString(build)));
        if (durable) {
            command.add("--durable");
        }
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    private static String builtClassPath(Path root) {
        var target = root.resolve("playground/target");
        return target.resolve("playground-0.1.0-SNAPSHOT.jar") + ":" + target.resolve("lib") + "/*";
    }

    private static InfrastructureState awaitState(Path file, Process process, Path log) throws IOException {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_WITHIN_SECONDS);
        try {
            while (System.nanoTime() < deadline) {
                var state = InfrastructureState.read(file);
                if (state.isPresent()) {
                    return state.get();
                }
                if (process.waitFor(LOOK_EVERY_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                    throw new IllegalStateException("the test infrastructure ended with exit code "
                            + process.exitValue()
                            + ". Is the playground built (./mvnw -Dquick -DskipTests -pl playground"
                            + " package)? The end of " + log + ":\n" + endOf(log));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the test infrastructure starts", e);
        }
        process.destroy();
        throw new IllegalStateException("the test infrastructure was not ready after " + START_WITHIN_SECONDS
                + " s. The end of " + log + ":\n" + endOf(log));
    }

    private static String endOf(Path log) throws IOException {
        var lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }

    private static TestInfrastructure ofContainers() {
        if (containers == null) {
            try {
                var answer = (Map<?, ?>)
                        Class.forName(CONTAINERS_CLASS).getMethod("start").invoke(null);
                containers = new TestInfrastructure(
                        value(answer, "bootstrap.servers"),
                        value(answer, "jdbc.url"),
                        value(answer, "jdbc.username"),
                        value(answer, "jdbc.password"));
            } catch (InvocationTargetException e) {
                throw new IllegalStateException("Testcontainers did not start", e.getCause());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(
                        "-D" + CONTAINERS + "=true needs public static Map<String, String> " + CONTAINERS_CLASS
                                + ".start() on the class path",
                        e);
            }
        }
        return containers;
    }

    private static String value(@Nullable Map<?, ?> answer, String key) {
        if (answer == null || !(answer.get(key) instanceof String value)) {
            throw new IllegalStateException(CONTAINERS_CLASS + ".start() gave no text for " + key + ": " + answer);
        }
        return value;
    }

    private static String token() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 16);
    }
}
