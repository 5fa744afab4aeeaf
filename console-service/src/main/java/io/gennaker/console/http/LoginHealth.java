package io.gennaker.console.http;

import io.gennaker.contracts.HealthKind;
import io.gennaker.outbox.HealthProbe;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whether the identity provider says how to log in.
@Singleton
class LoginHealth implements HealthProbe {
    private static final Duration WITHIN = Duration.ofSeconds(5);
    private static final String ADVICE =
            "look at gennaker.login.issuer, and whether it can be reached from the console; tokens open the console all"
                    + " the same";

    private final Optional<URI> issuer;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(WITHIN).build();

    LoginHealth(LoginConfig config) {
        this.issuer = config.issuer();
    }

    @Override
    public List<Finding> look() throws InterruptedException {
        return issuer.isEmpty() ? List.of() : List.of(look(issuer.get()));
    }

    private Finding look(URI address) throws InterruptedException {
        String base = address.toString().replaceFirst("/+$", "");
        var request = HttpRequest.newBuilder(URI.create(base + "/.well-known/openid-configuration"))
                .timeout(WITHIN)
                .build();
        try {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status == 200
                    ? Finding.up(HealthKind.IDENTITY_PROVIDER, base, Map.of())
                    : down(base, "it answers " + status + " when asked how to log in");
        } catch (IOException away) {
            return down(base, "it cannot be asked: " + away);
        }
    }

    private static Finding down(String name, String problem) {
        return Finding.down(HealthKind.IDENTITY_PROVIDER, name, problem, ADVICE, Map.of());
    }
}
