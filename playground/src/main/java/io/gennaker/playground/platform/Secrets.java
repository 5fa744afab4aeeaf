package io.gennaker.playground.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/// Passwords and keys of the local platform: made once, each in a file that only its owner may read.
final class Secrets {
    private static final int BYTES = 32;

    private final PlatformHome home;

    Secrets(PlatformHome home) {
        this.home = home;
    }

    /// The secret of this name; made where there is none.
    String value(String name) {
        try {
            return Files.readString(file(name), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("could not read the secret " + home.secret(name), e);
        }
    }

    /// The file of the secret of this name; made where there is none.
    Path file(String name) {
        var file = home.secret(name);
        try {
            if (Files.notExists(file)) {
                write(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not write the secret " + file, e);
        }
        return file;
    }

    private static void write(Path file) throws IOException {
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        var next = Files.createTempFile(
                file.getParent(),
                file.getFileName().toString(),
                ".next",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(next, HexFormat.of().formatHex(bytes) + "\n", StandardCharsets.UTF_8);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
