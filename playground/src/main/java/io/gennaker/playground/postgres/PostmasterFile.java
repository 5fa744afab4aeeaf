package io.gennaker.playground.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The file `postmaster.pid`, by which a server is found again by its data folder. PostgreSQL writes the process id in
/// its first line, the port in its fourth and its state in its eighth.
final class PostmasterFile {
    private static final int PORT_LINE = 3;
    private static final int STATE_LINE = 7;

    private final Path data;

    PostmasterFile(Path data) {
        this.data = data;
    }

    /// A server that runs on this data.
    ///
    /// @param port 0 as long as the server has not written it
    record Server(ProcessHandle process, int port, boolean ready) {}

    /// The server that runs on this data. A file left by a killed server names a process that is gone, or that is now
    /// another program: both are no server.
    Optional<Server> server() {
        var lines = lines();
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        return number(lines.getFirst())
                .flatMap(ProcessHandle::of)
                .filter(this::servesThisData)
                .map(process -> new Server(
                        process,
                        lines.size() > PORT_LINE
                                ? number(lines.get(PORT_LINE)).orElse(0L).intValue()
                                : 0,
                        lines.size() > STATE_LINE
                                && lines.get(STATE_LINE).strip().equals("ready")));
    }

    /// Removes the file when no server stands behind it: PostgreSQL itself only asks whether the process id is in use,
    /// and would refuse to start when another program got it after a crash.
    void removeIfStale() {
        if (server().isPresent()) {
            return;
        }
        try {
            Files.deleteIfExists(file());
        } catch (IOException e) {
            throw new DatabaseException("could not remove the stale file " + file(), e);
        }
    }

    private boolean servesThisData(ProcessHandle process) {
        var info = process.info();
        var command = info.command().orElse("");
        if (!command.endsWith("/postgres")) {
            return false;
        }
        // Arguments are not shown for a process that is just ending, or of another user: then the program must do.
        return info.arguments()
                .map(arguments -> Arrays.asList(arguments).contains(data.toString()))
                .orElse(true);
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(file());
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new DatabaseException("could not read " + file(), e);
        }
    }

    private Path file() {
        return data.resolve("postmaster.pid");
    }

    private static Optional<Long> number(String line) {
        try {
            return Optional.of(Long.parseLong(line.strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
