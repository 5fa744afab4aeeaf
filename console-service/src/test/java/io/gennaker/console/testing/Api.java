package io.gennaker.console.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gennaker.contracts.ExecutionId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/// The running console as its callers see it.
public final class Api {
    private static final ObjectMapper JSON = new ObjectMapper();
    // Over HTTP/2 the server closes the connection of a body that is too large in a way that this client calls
    // malformed.
    private static final int LARGE = 1_000_000;
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private final @Nullable String token;

    private Api(@Nullable String token) {
        this.token = token;
    }

    public static Api asAdmin() {
        return new Api(firstToken());
    }

    public static Api as(@Nullable String token) {
        return new Api(token);
    }

    public static Path tokenFile() {
        return Path.of(ConfigProvider.getConfig().getValue("gennaker.console.token-file", String.class));
    }

    public static String firstToken() {
        try {
            return Files.readString(tokenFile()).strip();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public record Answer(int status, HttpResponse<String> response) {
        public JsonNode json() {
            try {
                return JSON.readTree(response.body());
            } catch (JsonProcessingException malformed) {
                throw new AssertionError(status + " " + response.body(), malformed);
            }
        }

        public String code() {
            return json().path("code").asText();
        }

        public String message() {
            return json().path("message").asText();
        }
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    public Answer delete(String path) {
        return send(request(path).DELETE());
    }

    public Answer post(String path, String json) {
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    public Answer post(String path, Map<String, ?> body) {
        return post(path, json(body));
    }

    public Answer put(String path, Object body) {
        String json = json(body);
        // What is refused for its size is refused before it is sent: the server would close the connection over it.
        return send(request(path)
                .header("Content-Type", "application/json")
                .expectContinue(json.length() > LARGE)
                .PUT(BodyPublishers.ofString(json)));
    }

    private static String json(Object body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Asks, and is gone before it could be answered: the connection is reset.
    public void getAndLeave(String path) {
        try (var socket = ask(path)) {
            socket.setSoLinger(true, 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Asks, and does not read the answer.
    public Socket ask(String path) throws IOException {
        URI address = address(path);
        var socket = new Socket(address.getHost(), address.getPort());
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    public CompletableFuture<Answer> postLater(String path, String json) {
        return CLIENT.sendAsync(
                        request(path)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(json))
                                .build(),
                        BodyHandlers.ofString())
                .thenApply(response -> new Answer(response.statusCode(), response));
    }

    /// A request with the token, where there is one.
    public HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(address(path)).timeout(Duration.ofSeconds(60));
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    public static URI address(String path) {
        return URI.create("http://127.0.0.1:"
                + ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class) + path);
    }

    public static Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /// Waits until the read model tells of an execution what is expected.
    public JsonNode awaitExecution(ExecutionId id, Predicate<JsonNode> fits) {
        return await("execution " + id)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> get("/api/executions/" + id), answer -> answer.status() == 200 && fits.test(answer.json()))
                .json();
    }

    public void awaitStatus(String path, int status) {
        await(path)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(get(path).status()).isEqualTo(status));
    }
}
