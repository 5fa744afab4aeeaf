package io.gennaker.trigger.testing;

import io.gennaker.outbox.CrashPoints;
import io.gennaker.outbox.testing.FreshDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// A process of its own that halts at a crash point, as if by power loss.
public final class Victim {
    private static final int LONGEST_SECONDS = 90;

    private final Process process;

    private Victim(Process process) {
        this.process = process;
    }

    /// @param main gets the database (URL, user, password) and then `arguments`
    /// @param log names the file in `target` that holds what it prints
    public static Victim start(
            Class<?> main, String crashPoint, String log, FreshDatabase database, String... arguments) {
        var connections = database.dataSource();
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--sun-misc-unsafe-memory-access=allow",
                "-D" + CrashPoints.PROPERTY + "=" + crashPoint,
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                Objects.requireNonNull(connections.getUrl()),
                Objects.requireNonNull(connections.getUser()),
                Objects.requireNonNull(connections.getPassword())));
        command.addAll(List.of(arguments));
        try {
            return new Victim(new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Path.of("target", "crash-" + log + ".log").toFile())
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits until it is dead, and checks that it died where it should.
    public void awaitDeath() throws InterruptedException {
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("it still lives after " + LONGEST_SECONDS + " s");
        }
        if (process.exitValue() != CrashPoints.EXIT_CODE) {
            throw new AssertionError("it ended with " + process.exitValue() + ", not at its crash point");
        }
    }
}
