package io.gennaker.deployer.testing;

import io.gennaker.playground.testing.TestDatabase;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The packaged service as a process of its own, made to be killed.
public final class DeployerProcess implements AutoCloseable {
    private static final Path APPLICATION = Path.of("target/quarkus-app/quarkus-run.jar");
    private static final File LOG = Path.of("target/deployer-process.log").toFile();

    private final Process process;

    private DeployerProcess(Process process) {
        this.process = process;
    }

    /// @param pause for which it lets proxies learn, and requests end
    public static DeployerProcess start(
            String bootstrapServers, TestDatabase database, String topicPrefix, Path kubeconfig, Duration pause) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx160m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dkafka.bootstrap.servers=" + bootstrapServers,
                "-Dquarkus.datasource.jdbc.url=" + database.jdbcUrl(),
                "-Dquarkus.datasource.username=" + database.username(),
                "-Dquarkus.datasource.password=" + database.password(),
                "-Dgennaker.topic-prefix=" + topicPrefix,
                "-Dgennaker.topics.partitions=2",
                "-Dgennaker.operations.lease=3s",
                "-Dgennaker.deployer.kubeconfig=" + kubeconfig.toAbsolutePath(),
                "-Dgennaker.deployer.settle=" + pause.toMillis() + "ms",
                "-Dgennaker.deployer.drain=" + pause.toMillis() + "ms",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=0",
                "-jar",
                APPLICATION.toString());
        try {
            return new DeployerProcess(new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(LOG))
                    .start());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// As `kill -9`.
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
