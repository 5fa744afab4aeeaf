package io.gennaker.spinnaker;

import io.gennaker.spinnaker.json.UnreadableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// Pipelines as teams have them.
final class Fixtures {
    private Fixtures() {}

    static String text(String file) {
        try (var in = Objects.requireNonNull(Fixtures.class.getResourceAsStream("/pipelines/" + file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static List<ImportedPipeline> read(String file) {
        return readText(text(file));
    }

    static List<ImportedPipeline> readText(String json) {
        try {
            return new SpinnakerImport().read("pipeline.json", json);
        } catch (UnreadableFile unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
