package io.gennaker.playground.cluster.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectFileTest {
    private static final ObjectKey A = new ObjectKey("pods", "default", "a");
    private static final ObjectKey B = new ObjectKey("pods", "default", "b");
    private static final ObjectNode OBJECT =
            JsonNodeFactory.instance.objectNode().put("kind", "Pod");

    @TempDir
    private Path folder;

    private long left = Long.MAX_VALUE;
    private boolean stuck;

    @Test
    void shouldGoOnAfterTheLastWholeLineWhenTheDiskWasFull() throws IOException {
        // Given
        ObjectFile file = open();
        left = 20;
        assertThatThrownBy(() -> file.put(1, A, OBJECT)).isInstanceOf(UncheckedIOException.class);
        left = Long.MAX_VALUE;

        // When
        file.put(1, B, OBJECT);

        // Then
        assertThat(replayed()).containsOnlyKeys(B);
    }

    @Test
    void shouldWriteNothingBehindHalfALineThatStays() throws IOException {
        // Given
        ObjectFile file = open();
        left = 20;
        stuck = true;
        assertThatThrownBy(() -> file.put(1, A, OBJECT)).isInstanceOf(UncheckedIOException.class);
        left = Long.MAX_VALUE;

        // When
        var refused = assertThatThrownBy(() -> file.put(1, B, OBJECT));

        // Then
        refused.isInstanceOf(IllegalStateException.class);
        assertThat(replayed()).isEmpty();
    }

    private ObjectFile open() throws IOException {
        var file = new ObjectFile(folder.resolve("objects"), path -> new Disk(ObjectFile.appending(path)));
        file.compact(0, Map.of());
        return file;
    }

    private Map<ObjectKey, ObjectNode> replayed() throws IOException {
        var objects = new TreeMap<ObjectKey, ObjectNode>();
        new ObjectFile(folder.resolve("objects")).replay(objects);
        return objects;
    }

    /// Has room for what is left of the test's disk, and none after it.
    private final class Disk implements SeekableByteChannel {
        private final SeekableByteChannel file;

        Disk(SeekableByteChannel file) {
            this.file = file;
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            if (left == 0) {
                throw new IOException("No space left on device");
            }
            ByteBuffer fitting = bytes.slice(bytes.position(), (int) Math.min(left, bytes.remaining()));
            int written = file.write(fitting);
            bytes.position(bytes.position() + written);
            left -= written;
            return written;
        }

        @Override
        public SeekableByteChannel truncate(long size) throws IOException {
            if (stuck) {
                throw new IOException("Input/output error");
            }
            file.truncate(size);
            return this;
        }

        @Override
        public int read(ByteBuffer bytes) throws IOException {
            return file.read(bytes);
        }

        @Override
        public long position() throws IOException {
            return file.position();
        }

        @Override
        public SeekableByteChannel position(long position) throws IOException {
            file.position(position);
            return this;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public boolean isOpen() {
            return file.isOpen();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
