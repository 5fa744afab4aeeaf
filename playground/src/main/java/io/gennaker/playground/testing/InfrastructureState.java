package io.gennaker.playground.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;

/// What the infrastructure's process tells the tests: it is written once, when everything takes connections.
///
/// @param pid the process that holds the broker and stands for the database
/// @param started when that process began; tells it from a later one that got the same id
record InfrastructureState(long pid, Instant started, int databasePort, String databasePassword, int brokerPort) {
    /// The operating system's boot time, which start times are counted from, is only known to about a second.
    private static final Duration SAME_START = Duration.ofSeconds(3);

    static Optional<InfrastructureState> read(Path file) throws IOException {
        var properties = new Properties();
        try (var in = Files.newBufferedReader(file)) {
            properties.load(in);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        return Optional.of(new InfrastructureState(
                Long.parseLong(properties.getProperty("pid")),
                Instant.parse(properties.getProperty("started")),
                Integer.parseInt(properties.getProperty("database.port")),
                properties.getProperty("database.password"),
                Integer.parseInt(properties.getProperty("broker.port"))));
    }

    void write(Path file) throws IOException {
        var properties = new Properties();
        properties.setProperty("pid", Long.toString(pid));
        properties.setProperty("started", started.toString());
        properties.setProperty("database.port", Integer.toString(databasePort));
        properties.setProperty("database.password", databasePassword);
        properties.setProperty("broker.port", Integer.toString(brokerPort));
        var next = file.resolveSibling(file.getFileName() + ".next");
        try (var out = Files.newBufferedWriter(next)) {
            properties.store(out, null);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    boolean alive() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(process -> process.info().startInstant())
                .filter(start -> Duration.between(start, started).abs().compareTo(SAME_START) < 0)
                .isPresent();
    }
}
