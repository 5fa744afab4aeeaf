package io.gennaker.acceptance;

import io.gennaker.playground.testing.RepositoryRoot;
import io.gennaker.playground.testing.TestDatabase;
import io.gennaker.playground.testing.TestInfrastructure;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A packaged service as a process of its own beside the test infrastructure, made to be killed.
final class ServiceProcess implements AutoCloseable {
    private final Process process;

    private ServiceProcess(Process process) {
        this.process = process;
    }

    /// @param name as in `NAME-service`; what it writes goes to `target/NAME-process.log`
    /// @param settings by name of their property, beside those that say where bus and database are
    static ServiceProcess start(
            String name,
            TestInfrastructure infrastructure,
            TestDatabase database,
            String topicPrefix,
            Map<String, String> settings) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx160m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:MetaspaceSize=128m",
                "-Dkafka.bootstrap.servers=" + infrastructure.bootstrapServers(),
                "-Dquarkus.datasource.jdbc.url=" + database.jdbcUrl(),
                "-Dquarkus.datasource.username=" + database.username(),
                "-Dquarkus.datasource.password=" + database.password(),
                "-Dgennaker.topic-prefix=" + topicPrefix,
                "-Dgennaker.topics.partitions=2",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=0"));
        settings.forEach((property, value) -> command.add("-D" + property + "=" + value));
        command.addAll(List.of(
                "-jar",
                RepositoryRoot.find()
                        .resolve(name + "-service/target/quarkus-app/quarkus-run.jar")
                        .toString()));
        File log = Path.of("target", name + "-process.log").toFile();
        try {
            return new ServiceProcess(new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
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
