package io.gennaker.playground.cluster.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The append-only file behind a store: one JSON document a line. The operating system holds a line once `write`
/// returned, so it outlives the process. A torn last line is the write nobody was told of, and is dropped.
final class ObjectFile implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ObjectFile.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SMALLEST_WORTH_COMPACTING = 8L << 20;

    private final Path path;
    private final Opening opening;
    private @Nullable SeekableByteChannel channel;
    private long size;
    private long sizeAfterCompaction;

    /// Opens a file to append to it.
    @FunctionalInterface
    interface Opening {
        SeekableByteChannel open(Path path) throws IOException;
    }

    ObjectFile(Path path) {
        this(path, ObjectFile::appending);
    }

    ObjectFile(Path path, Opening opening) {
        this.path = path;
        this.opening = opening;
    }

    static SeekableByteChannel appending(Path path) throws IOException {
        return Files.newByteChannel(path, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    /// Fills `objects` with what the file holds and answers the last version in it.
    long replay(Map<ObjectKey, ObjectNode> objects) throws IOException {
        if (!Files.exists(path)) {
            return 0;
        }
        var version = 0L;
        var line = 0;
        var bytes = Files.readAllBytes(path);
        for (var start = 0; start < bytes.length; ) {
            var end = endOfLine(bytes, start);
            line++;
            if (end < 0) {
                LOG.log(System.Logger.Level.WARNING, "Dropped an unfinished last line file={0} line={1}", path, line);
                break;
            }
            version = apply(new String(bytes, start, end - start, StandardCharsets.UTF_8), line, objects);
            start = end + 1;
        }
        return version;
    }

    private long apply(String text, int line, Map<ObjectKey, ObjectNode> objects) throws IOException {
        JsonNode entry;
        try {
            entry = JSON.readTree(text);
        } catch (JsonProcessingException damaged) {
            throw new IOException("Damaged object file " + path + " at line " + line + ": " + damaged.getMessage());
        }
        if (entry.has("resource")) {
            var key = new ObjectKey(
                    entry.path("resource").asText(),
                    entry.path("namespace").asText(),
                    entry.path("name").asText());
            if (entry.get("object") instanceof ObjectNode object) {
                objects.put(key, object);
            } else {
                objects.remove(key);
            }
        }
        return entry.path("version").asLong();
    }

    void put(long version, ObjectKey key, ObjectNode object) {
        append(line(version, key, object));
    }

    void remove(long version, ObjectKey key) {
        append(line(version, key, null));
    }

    void compactWhenWorthIt(long version, Map<ObjectKey, ObjectNode> objects) {
        if (size < SMALLEST_WORTH_COMPACTING || size < 4 * sizeAfterCompaction) {
            return;
        }
        try {
            compact(version, objects);
        } catch (IOException failure) {
            throw new UncheckedIOException("Could not compact " + path, failure);
        }
    }

    /// Replaces the file by one that holds only the current objects; a crash leaves either the old or the new one.
    void compact(long version, Map<ObjectKey, ObjectNode> objects) throws IOException {
        Files.createDirectories(path.toAbsolutePath().getParent());
        var fresh = path.resolveSibling(path.getFileName() + ".new");
        try (var out = Files.newOutputStream(fresh)) {
            for (var entry : objects.entrySet()) {
                out.write(line(version, entry.getKey(), entry.getValue()));
            }
            var counter = JSON.createObjectNode().put("version", version);
            out.write((counter + "\n").getBytes(StandardCharsets.UTF_8));
        }
        try (var written = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            written.force(true);
        }
        close();
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        channel = opening.open(path);
        size = Files.size(path);
        sizeAfterCompaction = size;
    }

    private void append(byte[] line) {
        var open = channel;
        if (open == null) {
            throw new IllegalStateException("The object file is closed: " + path);
        }
        try {
            var buffer = ByteBuffer.wrap(line);
            while (buffer.hasRemaining()) {
                open.write(buffer);
            }
            size += line.length;
        } catch (IOException failure) {
            dropHalfALine(open, failure);
            throw new UncheckedIOException("Could not write to " + path, failure);
        }
    }

    /// A full disk takes a part of a line, and the next line would go on in it. Where the part cannot be dropped,
    /// nothing more is written.
    private void dropHalfALine(SeekableByteChannel open, IOException failure) {
        try {
            open.truncate(size);
        } catch (IOException stuck) {
            failure.addSuppressed(stuck);
            closeAfter(failure);
        }
    }

    private void closeAfter(IOException failure) {
        try {
            close();
        } catch (IOException alsoStuck) {
            failure.addSuppressed(alsoStuck);
        }
    }

    private static byte[] line(long version, ObjectKey key, @Nullable ObjectNode object) {
        var entry = JSON.createObjectNode()
                .put("version", version)
                .put("resource", key.resource())
                .put("namespace", key.namespace())
                .put("name", key.name());
        if (object != null) {
            entry.set("object", object);
        }
        var bytes = new ByteArrayOutputStream(1024);
        try {
            bytes.writeBytes(JSON.writeValueAsBytes(entry));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A JSON tree could not be written", impossible);
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }

    private static int endOfLine(byte[] bytes, int start) {
        for (var at = start; at < bytes.length; at++) {
            if (bytes[at] == '\n') {
                return at;
            }
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }
}
