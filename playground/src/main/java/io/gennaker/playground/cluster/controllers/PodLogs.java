package io.gennaker.playground.cluster.controllers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// What the containers of pods wrote, one file per pod, until the pod is gone.
public final class PodLogs {

    private static final long LARGEST = 4L << 20;

    private final Path folder;
    private final InstantSource clock;

    /// One line and when it was written.
    public record Line(Instant time, String text) {}

    public PodLogs(Path folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /// Adds text, line by line; beyond a few MiB a pod's further lines are dropped.
    public synchronized void write(String podUid, String text) {
        var lines = new StringBuilder();
        text.lines()
                .forEach(line ->
                        lines.append(clock.instant()).append(' ').append(line).append('\n'));
        try {
            Files.createDirectories(folder);
            var file = file(podUid);
            if (!Files.exists(file) || Files.size(file) < LARGEST) {
                Files.writeString(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("Could not write the log of pod " + podUid, failure);
        }
    }

    /// Everything written so far, oldest first.
    public synchronized List<Line> read(String podUid) {
        var file = file(podUid);
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            var lines = new ArrayList<Line>();
            for (var line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                var space = line.indexOf(' ');
                lines.add(new Line(Instant.parse(line.substring(0, space)), line.substring(space + 1)));
            }
            return lines;
        } catch (IOException failure) {
            throw new UncheckedIOException("Could not read the log of pod " + podUid, failure);
        }
    }

    synchronized void forget(String podUid) {
        try {
            Files.deleteIfExists(file(podUid));
        } catch (IOException failure) {
            throw new UncheckedIOException("Could not delete the log of pod " + podUid, failure);
        }
    }

    private Path file(String podUid) {
        return folder.resolve(podUid + ".log");
    }
}
