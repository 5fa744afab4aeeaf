package io.gennaker.playground.platform;

import io.gennaker.playground.platform.Readiness.NotYet;
import io.gennaker.playground.platform.Readiness.Ready;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// Ready when the emulator has the registry's topic and the subscription of Gennaker. It starts empty, and what is
/// published before the subscription is there is lost: so both are made here, where they are missing.
final class PubSubProbe implements Probe {
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private static final String TOPIC = "projects/" + PubSubEmulator.PROJECT + "/topics/" + PubSubEmulator.TOPIC;
    private static final String SUBSCRIPTION =
            "projects/" + PubSubEmulator.PROJECT + "/subscriptions/" + PubSubEmulator.SUBSCRIPTION;
    private static final int OK = 200;
    private static final int IS_THERE = 409;

    private final Port port;

    PubSubProbe(Port port) {
        this.port = port;
    }

    @Override
    public Readiness check() {
        try {
            if (status(request(SUBSCRIPTION).GET()) == OK) {
                return new Ready();
            }
            var topic = make(TOPIC, "{}");
            return topic instanceof Ready ? make(SUBSCRIPTION, "{\"topic\":\"" + TOPIC + "\"}") : topic;
        } catch (IOException e) {
            return new NotYet("does not answer at 127.0.0.1:" + port.number());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new NotYet("interrupted");
        }
    }

    private Readiness make(String name, String body) throws IOException, InterruptedException {
        var answer = status(request(name)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body)));
        return answer == OK || answer == IS_THERE
                ? new Ready()
                : new NotYet("answers " + answer + " when asked to make " + name);
    }

    private HttpRequest.Builder request(String name) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.number() + "/v1/" + name))
                .timeout(Duration.ofSeconds(3));
    }

    private static int status(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
