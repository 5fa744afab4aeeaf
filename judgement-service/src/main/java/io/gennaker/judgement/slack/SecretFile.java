package io.gennaker.judgement.slack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A secret that configuration names by its file.
final class SecretFile {
    private SecretFile() {}

    static String read(String key, Path file) {
        try {
            String secret = Files.readString(file).strip();
            if (secret.isEmpty()) {
                throw new IllegalArgumentException(key + " " + file + " is empty");
            }
            return secret;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(key + " " + file + " cannot be read", unreadable);
        }
    }
}
