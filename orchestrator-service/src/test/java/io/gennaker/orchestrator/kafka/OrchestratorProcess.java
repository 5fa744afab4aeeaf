package io.gennaker.orchestrator.kafka;

import io.gennaker.outbox.CrashPoints;
import io.gennaker.playground.testing.TestDatabase;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The packaged service as a process of its own, made to be killed.
final class OrchestratorProcess implements AutoCloseable {
    private static final Path APPLICATION = Path.of("target/quarkus-app/quarkus-run.jar");
    private static final File LOG = Path.of("target/orchestrator-process.log").toFile();

    private final Process process;

    private OrchestratorProcess(Process process) {
        this.process = process;
    }

    /// @param crashAt crash point and count, at which it halts; null: none
    static OrchestratorProcess start(
            String bootstrapServers, TestDatabase database, String topicPrefix, @Nullable String crashAt) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx160m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:MetaspaceSize=128m",
                "-Dkafka.bootstrap.servers=" + bootstrapServers,
                "-Dquarkus.datasource.jdbc.url=" + database.jdbcUrl(),
                "-Dquarkus.datasource.username=" + database.username(),
                "-Dquarkus.datasource.password=" + database.password(),
                "-Dgennaker.topic-prefix=" + topicPrefix,
                "-Dgennaker.topics.partitions=2",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=0"));
        if (crashAt != null) {
            command.add("-D" + CrashPoints.PROPERTY + "=" + crashAt);
        }
        command.addAll(List.of("-jar", APPLICATION.toString()));
        try {
            return new OrchestratorProcess(new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(LOG))
                    .start());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    boolean alive() {
        return process.isAlive();
    }

    /// Only of one that is not alive.
    int exitCode() {
        return process.exitValue();
    }

    /// As `kill -9`.
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
