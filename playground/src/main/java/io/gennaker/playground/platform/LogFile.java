package io.gennaker.playground.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/// The log of one component: appended to by its process, set aside at a start when it has grown.
final class LogFile {
    static final long ROTATE_AT_BYTES = 10L * 1024 * 1024;
    static final int KEPT = 3;
    private static final int BYTES_PER_LINE = 400;

    private final Path file;

    LogFile(Path file) {
        this.file = file;
    }

    Path path() {
        return file;
    }

    /// Sets a large log aside as `NAME.1`, the one before as `NAME.2`, and drops the oldest.
    void rotate() {
        try {
            if (Files.notExists(file) || Files.size(file) < ROTATE_AT_BYTES) {
                return;
            }
            for (var number = KEPT - 1; number >= 1; number--) {
                if (Files.exists(aside(number))) {
                    Files.move(aside(number), aside(number + 1), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            Files.move(file, aside(1), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("could not rotate " + file, e);
        }
    }

    /// The last lines, at most as many as asked for; none when there is no log.
    List<String> tail(int lines) {
        if (lines < 1 || Files.notExists(file)) {
            return List.of();
        }
        try (var log = FileChannel.open(file, StandardOpenOption.READ)) {
            var wanted = Math.min(log.size(), (long) lines * BYTES_PER_LINE);
            var buffer = ByteBuffer.allocate(Math.toIntExact(Math.min(wanted, ROTATE_AT_BYTES)));
            var from = log.size() - buffer.capacity();
            while (buffer.hasRemaining() && log.read(buffer, from + buffer.position()) >= 0) {
                // reads on until the end that the size was taken at
            }
            var text = StandardCharsets.UTF_8.decode(buffer.flip()).toString();
            var all = Arrays.asList(text.split("\n"));
            var whole = from > 0 && all.size() > 1 ? all.subList(1, all.size()) : all;
            return List.copyOf(whole.subList(Math.max(0, whole.size() - lines), whole.size()));
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + file, e);
        }
    }

    private Path aside(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }
}
