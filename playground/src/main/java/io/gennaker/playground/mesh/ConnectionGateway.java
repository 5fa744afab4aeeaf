package io.gennaker.playground.mesh;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/// The way into a cluster's mesh for connections that are not HTTP, on the loopback address. A connection begins with
/// the header of the PROXY protocol, version 1, which says the Service's address and port that it is meant for; as a
/// proxy in front of a mesh does. Then come bytes of any protocol, or a TLS greeting.
///
/// The pod that is chosen answers each line with a line of JSON that names it; over TLS it is the pod that holds the
/// certificate, as the mesh passes it through. A connection that reaches no pod is closed.
public final class ConnectionGateway implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ConnectionGateway.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PROXY = Pattern.compile("PROXY TCP4 \\S+ ([0-9.]{7,15}) \\d{1,5} (\\d{1,5})");
    private static final int LONGEST_HEADER = 107;
    private static final int IDLE_MILLISECONDS = 60_000;

    private final String cluster;
    private final Routing routing;
    private final ServerSocket server = new ServerSocket();
    private final PodCertificate certificate = new PodCertificate();

    /// Starts to answer at once.
    ///
    /// @param port 0 for any free one
    /// @throws IOException when the port is taken
    public ConnectionGateway(String cluster, int port, Routing routing) throws IOException {
        this.cluster = cluster;
        this.routing = routing;
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        Thread.ofVirtual().name("connections-" + cluster).start(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                Thread.startVirtualThread(() -> serve(socket));
            } catch (IOException closed) {
                LOG.log(System.Logger.Level.DEBUG, "No more connections cluster={0}", cluster);
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setSoTimeout(IDLE_MILLISECONDS);
            socket.setTcpNoDelay(true);
            var meant = PROXY.matcher(header(socket));
            if (!meant.matches()) {
                throw new IOException("It does not begin with the header of the PROXY protocol, version 1");
            }
            var first = socket.getInputStream().read();
            if (first == TlsGreeting.HANDSHAKE) {
                passThrough(socket, meant.group(1), Integer.parseInt(meant.group(2)));
            } else if (first >= 0) {
                var connection = new MeshConnection(meant.group(1), Integer.parseInt(meant.group(2)), "");
                answer(socket, connection, String.valueOf((char) first));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException gone) {
            LOG.log(System.Logger.Level.DEBUG, "A connection ended cluster={0} reason={1}", cluster, gone);
        }
    }

    private static String header(Socket socket) throws IOException {
        var header = new StringBuilder();
        for (var next = socket.getInputStream().read();
                next != '\n';
                next = socket.getInputStream().read()) {
            if (next < 0 || header.length() >= LONGEST_HEADER) {
                throw new IOException("The header of the PROXY protocol does not end");
            }
            header.append((char) next);
        }
        return header.toString().strip();
    }

    private void passThrough(Socket socket, String address, int port) throws IOException, InterruptedException {
        var greeting = TlsGreeting.read(socket.getInputStream());
        try (var secured =
                certificate.sockets().createSocket(socket, new ByteArrayInputStream(greeting.bytes()), true)) {
            answer(secured, new MeshConnection(address, port, greeting.serverName()), "");
        }
    }

    /// @param begun of the first line, read already
    private void answer(Socket socket, MeshConnection connection, String begun)
            throws IOException, InterruptedException {
        var endpoint = choose(connection);
        if (endpoint.isEmpty()) {
            return;
        }
        var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!routing.isThere(endpoint.get())) {
                return;
            }
            Thread.sleep(endpoint.get().behaviour().latency());
            var answer = JSON.createObjectNode()
                    .put("cluster", cluster)
                    .put("workload", endpoint.get().workload())
                    .put("pod", endpoint.get().pod().name())
                    .put("version", endpoint.get().version())
                    .put("line", begun + line);
            socket.getOutputStream().write((answer + "\n").getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            begun = "";
        }
    }

    private Optional<Endpoint> choose(MeshConnection connection) {
        var random = ThreadLocalRandom.current();
        if (!(routing.state().decide(connection, random) instanceof Decision.Forward forward)) {
            return Optional.empty();
        }
        var candidates = forward.candidates();
        var first = random.nextInt(candidates.size());
        for (var attempt = 0; attempt < candidates.size(); attempt++) {
            var endpoint = candidates.get((first + attempt) % candidates.size());
            if (routing.isThere(endpoint)) {
                return Optional.of(endpoint);
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
