package io.gennaker.outbox.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A port in front of a server, which a test closes and opens as if the server went away and came back, or whose
/// connections it lets die without a word.
public final class Proxy implements AutoCloseable {
    private final int port;
    private final String host;
    private final int target;
    private final Set<Link> links = new HashSet<>();
    private @Nullable ServerSocket server;

    private record Link(Socket inside, Socket outside, AtomicBoolean silent) {
        void close() throws IOException {
            inside.close();
            outside.close();
        }
    }

    /// Closed at first.
    public Proxy(String host, int target) {
        this.host = host;
        this.target = target;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    public synchronized void open() {
        try {
            var opened = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
            server = opened;
            Thread.ofVirtual().start(() -> accept(opened));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket from) {
        try {
            while (true) {
                var link = new Link(from.accept(), new Socket(host, target), new AtomicBoolean());
                if (!keep(from, link)) {
                    return;
                }
                Thread.ofVirtual().start(() -> copy(link.inside(), link.outside(), link.silent()));
                Thread.ofVirtual().start(() -> copy(link.outside(), link.inside(), link.silent()));
            }
        } catch (IOException closed) {
            // the end of this opening
        }
    }

    /// @return false when the proxy was closed in the meantime; then these are closed too
    private synchronized boolean keep(ServerSocket from, Link link) throws IOException {
        if (from.isClosed()) {
            link.close();
            return false;
        }
        links.add(link);
        return true;
    }

    private static void copy(Socket from, Socket to, AtomicBoolean silent) {
        byte[] buffer = new byte[8_192];
        try (from;
                to) {
            for (int read = from.getInputStream().read(buffer);
                    read >= 0;
                    read = from.getInputStream().read(buffer)) {
                if (!silent.get()) {
                    to.getOutputStream().write(buffer, 0, read);
                }
            }
        } catch (IOException closed) {
            // either side has gone
        }
    }

    /// Connections that there are stay open, and nothing comes through any more; new ones are as before.
    public synchronized void silence() {
        links.forEach(link -> link.silent().set(true));
    }

    /// Refuses new connections and breaks those there are.
    @Override
    public synchronized void close() {
        try {
            if (server != null) {
                server.close();
            }
            for (Link link : links) {
                link.close();
            }
            links.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
