package io.gennaker.cli.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Logs in at the identity provider of a console by the device flow (RFC 8628): the person proves who they are in a
/// browser, on any machine; the console then gives a token of its own for the provider's.
public final class DeviceLogin {
    /// Unless the provider says otherwise.
    public static final Duration USUAL_PAUSE = Duration.ofSeconds(5);

    private static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long LARGEST_ANSWER = 1_000_000;
    private static final Set<String> HERE = Set.of("127.0.0.1", "localhost", "[::1]");

    private final URI server;
    private final Duration pause;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    public DeviceLogin(URI server, Duration pause) {
        this.server = server;
        this.pause = pause;
    }

    /// What the person has to do.
    ///
    /// @param direct an address that has the code in it already
    public record Prompt(URI address, String code, @Nullable URI direct) {}

    private record Methods(@Nullable Provider provider) {}

    private record Provider(String name, URI issuer, String clientId, List<String> scopes) {}

    public Token.Made run(Consumer<Prompt> show) {
        Provider provider = provider();
        JsonNode endpoints = read(send(get(
                URI.create(provider.issuer().toString().replaceAll("/$", "") + "/.well-known/openid-configuration"))));
        URI device = endpoint(endpoints, "device_authorization_endpoint");
        URI tokens = endpoint(endpoints, "token_endpoint");
        JsonNode begun = read(send(
                form(device, Map.of("client_id", provider.clientId(), "scope", String.join(" ", provider.scopes())))));
        show.accept(new Prompt(
                URI.create(begun.path("verification_uri").asText()),
                begun.path("user_code").asText(),
                begun.has("verification_uri_complete")
                        ? URI.create(begun.path("verification_uri_complete").asText())
                        : null));
        return exchange(await(provider, tokens, begun));
    }

    private Provider provider() {
        HttpResponse<String> answer = send(get(server.resolve("/login/methods")));
        if (answer.statusCode() != 200) {
            throw ConsoleHttp.failure(answer.statusCode(), answer.body());
        }
        Methods methods = ConsoleClient.json().convertValue(read(answer), Methods.class);
        if (methods.provider() == null) {
            throw new CliFailure(
                    ExitCode.REFUSED,
                    server + " has no identity provider; use a token of its administrator: "
                            + "gennaker contexts add NAME --server " + server + " --token-file FILE");
        }
        return methods.provider();
    }

    /// @return the ID token
    private String await(Provider provider, URI tokens, JsonNode begun) {
        var asked = Map.of(
                "grant_type",
                GRANT,
                "client_id",
                provider.clientId(),
                "device_code",
                begun.path("device_code").asText());
        Duration between = begun.has("interval")
                ? Duration.ofSeconds(begun.path("interval").asInt())
                : pause;
        long deadline = System.nanoTime()
                + Duration.ofSeconds(begun.path("expires_in").asInt(600)).toNanos();
        while (System.nanoTime() < deadline) {
            ConsoleHttp.pause(between);
            JsonNode answer = read(send(form(tokens, asked)));
            switch (answer.path("error").asText()) {
                case "authorization_pending" -> {}
                case "slow_down" -> between = between.plus(USUAL_PAUSE);
                case "access_denied" -> throw new CliFailure(ExitCode.REFUSED, "the log-in was refused in the browser");
                case "expired_token" -> throw late();
                case "" -> {
                    return Objects.requireNonNullElse(answer.path("id_token").textValue(), "");
                }
                default -> throw new CliFailure(ExitCode.REFUSED, provider.issuer() + " refused the log-in: " + answer);
            }
        }
        throw late();
    }

    private static CliFailure late() {
        return new CliFailure(
                ExitCode.TIMEOUT, "nobody logged in in time; the code is no longer good. Again: gennaker login");
    }

    private Token.Made exchange(String proof) {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(server.resolve("/login/exchange"))
                .header("Authorization", "Bearer " + proof)
                .POST(BodyPublishers.noBody()));
        if (answer.statusCode() == 401) {
            throw new CliFailure(ExitCode.REFUSED, server + " does not take the identity provider's token");
        }
        return ConsoleHttp.read(answer, new TypeReference<>() {});
    }

    /// Codes and tokens go nowhere in the clear, but to this machine.
    private static URI endpoint(JsonNode endpoints, String name) {
        URI address = URI.create(endpoints.path(name).asText());
        if (!"https".equals(address.getScheme()) && !HERE.contains(String.valueOf(address.getHost()))) {
            throw new CliFailure(
                    ExitCode.REFUSED,
                    "the identity provider's " + name + " is '" + address + "'; allowed is https://"
                            + (endpoints.has(name) ? "" : " (it may not know the device flow)"));
        }
        return address;
    }

    private static HttpRequest.Builder get(URI address) {
        return HttpRequest.newBuilder(address).GET();
    }

    private static HttpRequest.Builder form(URI address, Map<String, String> fields) {
        return HttpRequest.newBuilder(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(fields.entrySet().stream()
                        .map(field ->
                                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"))));
    }

    private HttpResponse<String> send(HttpRequest.Builder builder) {
        HttpRequest request =
                builder.header("Accept", "application/json").timeout(PATIENCE).build();
        try {
            return http.send(request, BodyHandlers.limiting(BodyHandlers.ofString(), LARGEST_ANSWER));
        } catch (IOException unreachable) {
            throw new CliFailure(
                    ExitCode.UNREACHABLE,
                    request.uri().resolve("/") + " is not reached ("
                            + unreachable.getClass().getSimpleName() + ")");
        } catch (InterruptedException interrupted) {
            throw ConsoleHttp.interrupted();
        }
    }

    private static JsonNode read(HttpResponse<String> answer) {
        try {
            return ConsoleClient.json().readTree(answer.body());
        } catch (JsonProcessingException malformed) {
            throw new CliFailure(
                    ExitCode.UNREACHABLE, answer.uri() + " answered " + answer.statusCode() + ", and not in JSON");
        }
    }
}
