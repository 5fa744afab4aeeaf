package io.gennaker.analysis.exchange;

import io.gennaker.analysis.metrics.MetricSourceUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A secret by reference to its file, read anew at each use.
public final class SecretFile {

    private SecretFile() {}

    public static String read(Path file) throws MetricSourceUnavailable {
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw new MetricSourceUnavailable("cannot read the secret in " + file, unreadable);
        }
    }
}
