package io.gennaker.playground.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/// Lets one at a time start or stop components: one process by a lock on a file, one thread by a lock in this JVM (the
/// file's lock is the whole JVM's). Not to be taken twice by the same thread.
final class PlatformLock implements AutoCloseable {
    private static final ReentrantLock THIS_JVM = new ReentrantLock();

    private final FileChannel channel;

    private PlatformLock(FileChannel channel) {
        this.channel = channel;
    }

    static PlatformLock take(Path file) {
        THIS_JVM.lock();
        try {
            var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.lock();
            return new PlatformLock(channel);
        } catch (IOException | RuntimeException e) {
            THIS_JVM.unlock();
            throw e instanceof IOException io
                    ? new UncheckedIOException("could not lock " + file, io)
                    : (RuntimeException) e;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            THIS_JVM.unlock();
        }
    }
}
