package io.gennaker.playground.traffic;

import io.gennaker.playground.mesh.Gateway;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/// Sends requests to gateways over loopback, with a `Host` header of its own choice, over connections that are kept.
/// The JDK's client allows such a header only by a setting of the whole process, which is why this one exists.
public final class GatewayClient implements AutoCloseable {

    private static final int MOST_IDLE = 64;

    private final Map<Integer, ConcurrentLinkedDeque<GatewayConnection>> idle = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /// An answer, as far as counting needs it.
    ///
    /// @param flags why no pod answered, empty when one did
    /// @param workload whose pod answered, empty when none did
    public record Answer(int status, String flags, String workload, String pod) {}

    /// Sends one GET request and waits for its answer.
    ///
    /// @throws IOException when there was none
    /// @throws IllegalArgumentException when host or path cannot stand in a request
    public Answer get(int gatewayPort, String host, String path) throws IOException {
        refuseUnlessPrintable("host", host);
        refuseUnlessPrintable("path", path);
        var request = "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: gennaker-playground\r\nAccept: */*\r\n\r\n"
                .formatted(path, host);
        var kept = connections(gatewayPort).pollLast();
        if (kept != null) {
            try {
                return exchange(kept, gatewayPort, request);
            } catch (GatewayConnection.ClosedBeforeAnswer _) {
                // the gateway had closed it while it was idle and has not seen the request: a fresh one will do
            }
        }
        return exchange(new GatewayConnection(gatewayPort), gatewayPort, request);
    }

    private static void refuseUnlessPrintable(String what, String text) {
        if (text.isEmpty() || !text.chars().allMatch(one -> one > ' ' && one < 127)) {
            throw new IllegalArgumentException(
                    "%s: found '%s', allowed are printable ASCII characters without spaces".formatted(what, text));
        }
    }

    private Answer exchange(GatewayConnection connection, int gatewayPort, String request) throws IOException {
        try {
            var answer = connection.exchange(request);
            keep(connection, gatewayPort);
            return new Answer(
                    answer.status(),
                    header(answer, Gateway.FLAGS_HEADER),
                    header(answer, Gateway.WORKLOAD_HEADER),
                    header(answer, Gateway.POD_HEADER));
        } catch (IOException failure) {
            connection.close();
            throw failure;
        }
    }

    private static String header(GatewayConnection.Answer answer, String name) {
        return answer.headers().getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    private void keep(GatewayConnection connection, int gatewayPort) throws IOException {
        var connections = connections(gatewayPort);
        if (closed || connections.size() >= MOST_IDLE) {
            connection.close();
        } else {
            connections.addLast(connection);
        }
    }

    private ConcurrentLinkedDeque<GatewayConnection> connections(int gatewayPort) {
        return idle.computeIfAbsent(gatewayPort, _ -> new ConcurrentLinkedDeque<>());
    }

    @Override
    public void close() throws IOException {
        closed = true;
        for (var connections : idle.values()) {
            for (var connection = connections.poll(); connection != null; connection = connections.poll()) {
                connection.close();
            }
        }
    }
}
