package io.gennaker.playground.testing;

import io.gennaker.playground.postgres.Database;
import io.gennaker.playground.postgres.DatabaseSettings;
import io.gennaker.playground.postgres.Durability;
import io.gennaker.playground.postgres.Folders;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// Cleans up after infrastructures that were killed before they could: ends their database and removes their data.
final class AbandonedInfrastructure {
    private final Path folders;

    /// @param folders holds one folder for each build, named after the build's process id
    AbandonedInfrastructure(Path folders) {
        this.folders = folders;
    }

    void remove() throws IOException {
        for (var folder : abandoned()) {
            // Whoever starts an infrastructure there holds this lock.
            try (var channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.WRITE);
                    var lock = channel.tryLock()) {
                if (lock != null) {
                    databaseOf(folder).destroy();
                    Folders.deleteTree(folder);
                }
            }
        }
    }

    private List<Path> abandoned() throws IOException {
        try (var children = Files.list(folders)) {
            return children.filter(folder -> Files.exists(folder.resolve("lock")))
                    .filter(folder -> ProcessHandle.of(build(folder)).isEmpty())
                    .toList();
        }
    }

    private static long build(Path folder) {
        return Long.parseLong(folder.getFileName().toString().replace("-durable", ""));
    }

    private static Database databaseOf(Path folder) {
        return new Database(new DatabaseSettings(
                folder.resolve("postgres"),
                folder.resolveSibling("binaries"),
                folder.resolve("postgres.log"),
                1, // its port is not needed to end it
                "unknown",
                Durability.FAST));
    }
}
