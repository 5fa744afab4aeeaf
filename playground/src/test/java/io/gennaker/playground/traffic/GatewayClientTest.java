package io.gennaker.playground.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.playground.mesh.Gateway;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GatewayClientTest {

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private ServerSocket server;
    private GatewayClient client;
    private String answer =
            "HTTP/1.1 200 OK\r\n%s: shop\r\nContent-Length: 2\r\n\r\nok".formatted(Gateway.WORKLOAD_HEADER);

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        client = new GatewayClient();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void shouldSendItsOwnHostHeaderWhenAsked() throws Exception {
        // Given
        serve(1);

        // When
        var received = client.get(server.getLocalPort(), "shop.example.com", "/a?b=c");

        // Then
        assertThat(received).isEqualTo(new GatewayClient.Answer(200, "", "shop", ""));
        assertThat(requests).containsExactly("GET /a?b=c HTTP/1.1", "Host: shop.example.com");
    }

    @Test
    void shouldTryAFreshConnectionWhenTheKeptOneWasClosed() throws Exception {
        // Given: a server that closes each connection after one answer without saying so
        serve(2);
        client.get(server.getLocalPort(), "shop", "/");

        // When
        var received = client.get(server.getLocalPort(), "shop", "/");

        // Then
        assertThat(received.status()).isEqualTo(200);
        assertThat(requests).hasSize(4);
    }

    @Test
    void shouldFailWhenAnAnswerEndsEarly() throws Exception {
        // Given
        answer = "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort";
        serve(1);

        // When
        var failure = assertThatThrownBy(() -> client.get(server.getLocalPort(), "shop", "/"));

        // Then
        failure.isInstanceOf(IOException.class);
    }

    @Test
    void shouldRefuseTheHostWhenItWouldBreakOutOfItsHeader() {
        // Given
        var host = "shop\r\nX-Injected: yes";

        // When
        var refusal = assertThatThrownBy(() -> client.get(server.getLocalPort(), host, "/"));

        // Then
        refusal.isInstanceOf(IllegalArgumentException.class).hasMessageContaining("host");
    }

    private void serve(int connections) {
        Thread.ofVirtual().start(() -> {
            for (var count = 0; count < connections; count++) {
                try (var socket = server.accept()) {
                    answerOne(socket);
                } catch (IOException _) {
                    return;
                }
            }
        });
    }

    private void answerOne(Socket socket) throws IOException {
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        for (var line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
            if (line.startsWith("GET") || line.startsWith("Host")) {
                requests.add(line);
            }
        }
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    }
}
