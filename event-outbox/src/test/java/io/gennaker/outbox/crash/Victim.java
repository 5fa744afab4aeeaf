package io.gennaker.outbox.crash;

import io.gennaker.outbox.CrashPoints;
import io.gennaker.playground.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A replica of the counting service as a process.
final class Victim implements AutoCloseable {
    private static final long DIE_WITHIN_SECONDS = 120;

    private final Process process;

    private Victim(Process process) {
        this.process = process;
    }

    /// @param crashAt a crash point, or null
    static Victim start(
            String broker, String topicPrefix, TestDatabase database, String replica, @Nullable String crashAt) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path")));
        if (crashAt != null) {
            command.add("-D" + CrashPoints.PROPERTY + "=" + crashAt);
        }
        command.addAll(List.of(
                CountingService.class.getName(),
                broker,
                topicPrefix,
                database.jdbcUrl(),
                database.username(),
                database.password(),
                replica));
        try {
            return new Victim(new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            Path.of("target", "crash-" + replica + ".log").toFile()))
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits until it has ended by itself.
    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(DIE_WITHIN_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the replica did not reach its crash point");
        }
        return process.exitValue();
    }

    /// SIGKILL.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
