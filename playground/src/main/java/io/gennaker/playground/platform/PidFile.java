package io.gennaker.playground.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Remembers which process was started for a component, across runs of the command line.
final class PidFile {
    /// What was started.
    ///
    /// @param ports as they were then; the environment may say otherwise by now
    record Entry(ProcessIdentity identity, List<Port> ports) {}

    private final Path file;

    PidFile(Path file) {
        this.file = file;
    }

    Optional<Entry> read() {
        var properties = new Properties();
        try (var in = Files.newBufferedReader(file)) {
            properties.load(in);
            var identity = new ProcessIdentity(
                    Long.parseLong(properties.getProperty("pid")), properties.getProperty("birth", ""));
            return Optional.of(new Entry(identity, ports(properties.getProperty("ports", ""))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + file, e);
        } catch (RuntimeException e) {
            throw new PlatformException("the file " + file + " is damaged (" + e.getMessage()
                    + "): look for the process yourself, then remove the file");
        }
    }

    void write(Entry entry) {
        var properties = new Properties();
        properties.setProperty("pid", Long.toString(entry.identity().pid()));
        properties.setProperty("birth", entry.identity().birth());
        properties.setProperty(
                "ports",
                entry.ports().stream()
                        .map(port -> port.name() + "=" + port.number())
                        .collect(Collectors.joining(",")));
        try {
            var next = file.resolveSibling(file.getFileName() + ".next");
            try (var out = Files.newBufferedWriter(next)) {
                properties.store(out, null);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("could not write " + file, e);
        }
    }

    void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("could not remove " + file, e);
        }
    }

    private static List<Port> ports(String text) {
        return Stream.of(text.split(","))
                .filter(part -> !part.isBlank())
                .map(part -> part.split("="))
                .map(parts -> new Port(parts[0], Integer.parseInt(parts[1])))
                .toList();
    }
}
