package io.gennaker.cli.connect;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Questions to servers, bounded in time and size. Redirects are not followed: credentials go where they belong.
final class Http {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int LARGEST = 1_000_000;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /// @param body the first million bytes
    record Answer(int status, HttpResponse<InputStream> response, String body) {
        Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }
    }

    Answer get(URI address, @Nullable String authorization) throws InterruptedException {
        return send(HttpRequest.newBuilder(address), authorization);
    }

    Answer post(URI address, @Nullable String authorization) throws InterruptedException {
        return send(HttpRequest.newBuilder(address).POST(HttpRequest.BodyPublishers.noBody()), authorization);
    }

    private Answer send(HttpRequest.Builder request, @Nullable String authorization) throws InterruptedException {
        if (authorization != null) {
            authorize(request, authorization);
        }
        HttpRequest built = request.timeout(PATIENCE).build();
        try {
            HttpResponse<InputStream> response = client.send(built, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                return new Answer(
                        response.statusCode(), response, new String(body.readNBytes(LARGEST), StandardCharsets.UTF_8));
            }
        } catch (IOException away) {
            throw new NotWorking(built.uri().getScheme() + "://" + built.uri().getAuthority() + " does not answer: "
                    + (away.getMessage() == null ? away.getClass().getSimpleName() : away.getMessage()));
        }
    }

    /// What the client says of a value that it does not take holds the value.
    private static void authorize(HttpRequest.Builder request, String authorization) {
        try {
            request.header("Authorization", authorization);
        } catch (IllegalArgumentException unfit) {
            throw new NotWorking("the secret holds characters that may not be sent, such as the end of a line");
        }
    }

    static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }
}
