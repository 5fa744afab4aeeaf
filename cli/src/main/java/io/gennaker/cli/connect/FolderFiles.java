package io.gennaker.cli.connect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/// Files below one folder, readable to their owner alone, written as a whole and only when they differ.
final class FolderFiles {
    private static final FileAttribute<?> OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path folder;
    private final boolean dryRun;

    FolderFiles(Path folder, boolean dryRun) {
        this.folder = folder;
        this.dryRun = dryRun;
    }

    /// @param name with slashes
    Change keep(String name, String text) {
        Path file = folder.resolve(name);
        try {
            Change change = !Files.exists(file)
                    ? Change.CREATED
                    : Files.readString(file).equals(text) ? Change.UNCHANGED : Change.CHANGED;
            if (!dryRun && change != Change.UNCHANGED) {
                write(file, text);
            }
            return change;
        } catch (IOException failed) {
            throw new UncheckedIOException(file + " cannot be written", failed);
        }
    }

    /// Whether a file is there and begins so.
    ///
    /// @param name with slashes
    boolean holds(String name, String beginning) {
        Path file = folder.resolve(name);
        try {
            return Files.exists(file) && Files.readString(file).startsWith(beginning);
        } catch (IOException failed) {
            throw new UncheckedIOException(file + " cannot be read", failed);
        }
    }

    private static void write(Path file, String text) throws IOException {
        Path parent = Objects.requireNonNull(file.getParent());
        Files.createDirectories(parent, OWNER);
        // made readable and writable for its owner alone
        Path fresh = Files.createTempFile(parent, file.getFileName() + ".", ".new");
        Files.write(fresh, text.getBytes(StandardCharsets.UTF_8));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
