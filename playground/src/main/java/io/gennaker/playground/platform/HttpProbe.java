package io.gennaker.playground.platform;

import io.gennaker.playground.platform.Readiness.NotYet;
import io.gennaker.playground.platform.Readiness.Ready;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Ready when an address answers 200.
final class HttpProbe implements Probe {
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private static final int OK = 200;
    private static final int SHOWN_BYTES = 600;

    private final URI address;

    HttpProbe(Port port, String path) {
        this.address = URI.create("http://127.0.0.1:" + port.number() + path);
    }

    @Override
    public Readiness check() {
        var request =
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(5)).build();
        try {
            var response = CLIENT.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (var body = response.body()) {
                if (response.statusCode() == OK) {
                    return new Ready();
                }
                var text = new String(body.readNBytes(SHOWN_BYTES), StandardCharsets.UTF_8).replaceAll("\\s+", " ");
                return new NotYet("answers " + response.statusCode() + " " + text.strip());
            }
        } catch (IOException e) {
            return new NotYet("does not answer at " + address.getAuthority());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new NotYet("interrupted");
        }
    }
}
