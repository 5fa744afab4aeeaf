package io.gennaker.orchestrator;

import io.gennaker.provenance.SigningKey;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jboss.logging.Logger;

/// The key that signs, in a file that only its owner may read; its public part beside it in `<file>.pub`.
final class SigningKeyFile {
    private static final Logger LOGGER = Logger.getLogger(SigningKeyFile.class);

    private SigningKeyFile() {}

    /// @throws IllegalStateException when the file holds no key, or there is none and none can be made
    static SigningKey readOrMake(Path file) {
        try {
            if (Files.notExists(file)) {
                make(file);
            }
            return SigningKey.read(Files.readString(file));
        } catch (IOException | IllegalArgumentException failure) {
            throw new IllegalStateException(
                    "gennaker.provenance.key-file is " + file + ", which cannot be used: " + failure, failure);
        }
    }

    /// Made aside and then linked: another replica that starts at the same time finds a whole key, and only one wins.
    private static void make(Path file) throws IOException {
        var key = SigningKey.generate();
        Path folder = file.toAbsolutePath().getParent();
        Path made = Files.createTempFile(
                folder,
                "provenance",
                ".key",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(made, key.pem());
            Files.createLink(file, made);
            Files.writeString(Path.of(file + ".pub"), key.verifying().pem());
            LOGGER.infof(
                    "made a key that signs provenance file=%s keyId=%s",
                    file, key.verifying().id());
        } catch (FileAlreadyExistsException another) {
            LOGGER.debugf("another replica made the key file=%s", file);
        } finally {
            Files.deleteIfExists(made);
        }
    }
}
