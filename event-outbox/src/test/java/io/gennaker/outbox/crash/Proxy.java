package io.gennaker.outbox.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A port in front of a server, which a test closes and opens as if the server went away and came back.
final class Proxy implements AutoCloseable {
    private final int port;
    private final String host;
    private final int target;
    private final Set<Socket> sockets = new HashSet<>();
    private @Nullable ServerSocket server;

    /// Closed at first.
    Proxy(String host, int target) {
        this.host = host;
        this.target = target;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    synchronized void open() {
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
                var inside = from.accept();
                var outside = new Socket(host, target);
                if (!keep(from, inside, outside)) {
                    return;
                }
                Thread.ofVirtual().start(() -> copy(inside, outside));
                Thread.ofVirtual().start(() -> copy(outside, inside));
            }
        } catch (IOException closed) {
            // the end of this opening
        }
    }

    /// @return false when the proxy was closed in the meantime; then these are closed too
    private synchronized boolean keep(ServerSocket from, Socket inside, Socket outside) throws IOException {
        if (from.isClosed()) {
            inside.close();
            outside.close();
            return false;
        }
        sockets.add(inside);
        sockets.add(outside);
        return true;
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException closed) {
            // either side has gone
        }
    }

    /// Refuses new connections and breaks those there are.
    @Override
    public synchronized void close() {
        try {
            if (server != null) {
                server.close();
            }
            for (Socket socket : sockets) {
                socket.close();
            }
            sockets.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
