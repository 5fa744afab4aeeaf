package io.gennaker.playground.testing;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Finds the folder that holds `mvnw`: above the working directory, else above the place this code was loaded from.
public final class RepositoryRoot {
    private RepositoryRoot() {}

    /// @throws IllegalStateException naming the two places it looked at
    public static Path find() {
        var workingDirectory = Path.of("").toAbsolutePath();
        return above(workingDirectory)
                .or(() -> above(codeLocation()))
                .orElseThrow(() -> new IllegalStateException("the repository was not found: no folder above "
                        + workingDirectory + " nor above " + codeLocation() + " has a file mvnw"));
    }

    private static Optional<Path> above(Path start) {
        for (var folder = Optional.of(start);
                folder.isPresent();
                folder = Optional.ofNullable(folder.get().getParent())) {
            if (Files.isRegularFile(folder.get().resolve("mvnw"))) {
                return folder;
            }
        }
        return Optional.empty();
    }

    private static Path codeLocation() {
        try {
            return Path.of(RepositoryRoot.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the place of this code is no path", e);
        }
    }
}
