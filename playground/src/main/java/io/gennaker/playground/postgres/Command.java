package io.gennaker.playground.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// Runs one of PostgreSQL's programs to its end.
///
/// Its output goes to a file, not to a pipe: `pg_ctl` leaves a server behind that would keep the pipe open.
final class Command {
    private static final int SHOWN_CHARACTERS = 4_000;

    record Result(int exitCode, String output) {
        boolean succeeded() {
            return exitCode == 0;
        }
    }

    private Command() {}

    static Result run(List<String> command, Path directory, Duration bound) {
        try {
            return runTo(Files.createTempFile("gennaker-command", ".out"), command, directory, bound);
        } catch (IOException e) {
            throw new DatabaseException("could not run " + String.join(" ", command) + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseException("interrupted while running " + String.join(" ", command), e);
        }
    }

    private static Result runTo(Path output, List<String> command, Path directory, Duration bound)
            throws IOException, InterruptedException {
        try {
            var process = start(output, command, directory);
            if (!process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new DatabaseException("gave up after " + bound.toSeconds() + " s: " + String.join(" ", command)
                        + "\n" + tail(output));
            }
            return new Result(process.exitValue(), tail(output));
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static Process start(Path output, List<String> command, Path directory) throws IOException {
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output.toFile());
        // Settings of a client or of another server on this machine must not reach this one.
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        return builder.start();
    }

    private static String tail(Path output) throws IOException {
        var text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip();
        return text.length() <= SHOWN_CHARACTERS
                ? text
                : String.format(Locale.ROOT, "[...] %s", text.substring(text.length() - SHOWN_CHARACTERS));
    }
}
