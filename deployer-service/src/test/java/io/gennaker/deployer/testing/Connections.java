package io.gennaker.deployer.testing;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Connections that are not HTTP, one after another, each with a line there and a line back that names the pod. With a
/// server name they begin with TLS.
public final class Connections implements Requests {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PATIENCE_MILLIS = 10_000;
    private static final SSLSocketFactory TRUSTING = trusting();

    private final SimulatedClustersProcess clusters;
    private final Supplier<String> address;
    private final int port;
    private final @Nullable String serverName;
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final Map<String, Integer> byWorkload = new ConcurrentHashMap<>();
    private volatile boolean running = true;

    /// @param address of the Service, once it is there
    public Connections(
            SimulatedClustersProcess clusters, Supplier<String> address, int port, @Nullable String serverName) {
        this.clusters = clusters;
        this.address = address;
        this.port = port;
        this.serverName = serverName;
    }

    /// Pods of the simulated clusters sign their certificate themselves.
    private static SSLSocketFactory trusting() {
        var everybody = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {}

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {everybody}, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void begin(int ratePerSecond) {
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> !workload().isEmpty());
        Thread.ofVirtual().start(() -> {
            while (running) {
                sent.incrementAndGet();
                Thread.startVirtualThread(this::one);
                LockSupport.parkNanos(Duration.ofSeconds(1).toNanos() / ratePerSecond);
            }
        });
    }

    private void one() {
        try {
            byWorkload.merge(workload(), 1, Integer::sum);
        } catch (IOException failed) {
            if (running) {
                failures.incrementAndGet();
            }
        }
    }

    /// The workload whose pod answers one connection.
    private String workload() throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), clusters.connectionsPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            String meant = "PROXY TCP4 127.0.0.1 " + address.get() + " 40000 " + port + "\r\n";
            socket.getOutputStream().write(meant.getBytes(StandardCharsets.US_ASCII));
            if (serverName == null) {
                return exchange(socket);
            }
            try (var secured = TRUSTING.createSocket(socket, serverName, port, true)) {
                return exchange(secured);
            }
        }
    }

    private static String exchange(Socket socket) throws IOException {
        socket.getOutputStream().write("hello\n".getBytes(StandardCharsets.US_ASCII));
        var answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("closed before an answer");
        }
        return JSON.readTree(answer).path("workload").asText();
    }

    @Override
    public JsonNode counts() {
        var counts = JSON.createObjectNode()
                .put("sent", sent.get())
                .put("meshFailures", failures.get())
                .put("applicationErrors", 0);
        byWorkload.forEach(counts.putObject("byWorkload")::put);
        return counts;
    }

    @Override
    public void close() {
        running = false;
    }
}
