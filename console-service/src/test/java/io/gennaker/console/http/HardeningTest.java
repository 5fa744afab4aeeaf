package io.gennaker.console.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gennaker.console.testing.Api;
import io.gennaker.console.testing.ConsoleResource;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What somebody sends who means harm: each has a clear answer, and none is stored.
@QuarkusTest
@WithTestResource(InfrastructureResource.class)
@WithTestResource(ConsoleResource.class)
class HardeningTest {
    private static final String HEAD = "apiVersion: gennaker/v1\nkind: Pipeline\nmetadata: {name: hostile}\nspec:\n";
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded";

    @ParameterizedTest
    @ValueSource(strings = {"/api/me", "/login/methods", "/api/executions/nope"})
    void shouldLetNobodyKeepOrFrameAnswers(String path) {
        // When
        var headers = Api.asAdmin().get(path).response().headers();

        // Then
        assertThat(headers.firstValue("Cache-Control")).contains("no-store");
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("Referrer-Policy")).contains("same-origin");
        assertThat(headers.firstValue("Strict-Transport-Security")).contains("max-age=31536000");
        assertThat(headers.firstValue("Content-Security-Policy").orElseThrow()).contains("frame-ancestors 'none'");
    }

    @Test
    void shouldNotTakeTokensThatWereRightOnceForGuesses() throws IOException {
        // Given
        String ended = ended();
        for (int attempt = 0; attempt < 20; attempt++) {
            assertThat(fromOffice("GET /api/me", "Authorization: Bearer " + ended, ""))
                    .startsWith("HTTP/1.1 401");
            assertThat(fromOffice("POST /login", FORM, "token=" + ended)).startsWith("HTTP/1.1 303");
        }
        String neverSeen =
                Api.asAdmin().post("/api/tokens", "{}").json().path("secret").asText();

        // When
        String answer = fromOffice("GET /api/me", "Authorization: Bearer " + neverSeen, "");

        // Then
        assertThat(answer).startsWith("HTTP/1.1 200");
    }

    /// A token that was revoked.
    private static String ended() {
        var made = Api.asAdmin().post("/api/tokens", "{}").json();
        Api.asAdmin().delete("/api/tokens/" + made.at("/token/id").asText());
        return made.path("secret").asText();
    }

    private static String fromOffice(String call, String header, String body) throws IOException {
        return from("127.0.0.8", call, header, body);
    }

    /// From an address of its own, as the other tests bring wrong tokens, too.
    @Test
    void shouldNotLookUpTheTokensOfAnAddressThatBroughtTooManyWrongOnes() throws IOException {
        // Given
        for (int attempt = 0; attempt < 30; attempt++) {
            assertThat(fromElsewhere("wrong-" + attempt)).startsWith("HTTP/1.1 401");
        }

        // When
        String refused = untilTooMany(() -> fromElsewhere("wrong-again"));
        String page = untilTooMany(() -> from("127.0.0.7", "POST /login", FORM, "token=wrong"));

        // Then
        assertThat(refused).containsIgnoringCase("retry-after: ").contains("too-many");
        assertThat(page).contains("too-many");
        assertThat(Api.asAdmin().get("/api/me").status()).isEqualTo(200);
        assertThat(fromElsewhere(Api.firstToken())).startsWith("HTTP/1.1 200");
    }

    /// Again, as on a slow machine some are forgiven meanwhile.
    private static String untilTooMany(Callable<String> call) {
        return await().atMost(Duration.ofSeconds(60)).until(call, answer -> answer.startsWith("HTTP/1.1 429"));
    }

    private static String fromElsewhere(String token) throws IOException {
        return from("127.0.0.7", "GET /api/me", "Authorization: Bearer " + token, "");
    }

    private static String from(String address, String call, String header, String body) throws IOException {
        try (var socket = new Socket(
                InetAddress.getByName("127.0.0.1"),
                ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class),
                InetAddress.getByName(address),
                0)) {
            socket.getOutputStream()
                    .write((call + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + header
                                    + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void shouldAllowPagesOfOtherSitesNothing() {
        // When
        var asked = Api.send(Api.as(null)
                .request("/api/executions")
                .header("Origin", "https://evil.example")
                .header("Access-Control-Request-Method", "GET")
                .method("OPTIONS", BodyPublishers.noBody()));
        var answered = Api.send(Api.asAdmin()
                .request("/api/me")
                .header("Origin", "https://evil.example")
                .GET());

        // Then
        assertThat(asked.response().headers().map().keySet()).noneMatch(HardeningTest::isPermission);
        assertThat(answered.response().headers().map().keySet()).noneMatch(HardeningTest::isPermission);
    }

    private static boolean isPermission(String header) {
        return header.toLowerCase(Locale.ROOT).startsWith("access-control-");
    }

    @Test
    void shouldRefuseJsonThatIsNestedTooDeeply() {
        // When
        var answer = Api.asAdmin().post("/api/tokens", "{\"roles\": " + "[".repeat(50_000) + "]".repeat(50_000) + "}");

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("malformed");
        assertThat(answer.message()).contains("roles");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/graph?cluster=%00&namespace=shop",
                "/api/graph/events?cluster=eu-1&namespace=%00",
                "/api/executions?pipeline=%00",
                "/api/executions?before=%00",
                "/api/executions/%00",
                "/api/definitions/pipeline/%00",
                "/api/tokens?user=%00",
                "/api/audit?user=%00"
            })
    void shouldRefuseAddressesWithNul(String path) {
        // When
        var answer = Api.asAdmin().get(path);

        // Then
        assertThat(answer.status()).as("%s", answer.response().body()).isEqualTo(400);
        assertThat(answer.message()).contains("NUL");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/api/judgements/delegations | {'judgementId': 'a/b/c/1', 'to': 'erin\\u0000'}",
                "/api/judgements/delegations | {'judgementId': 'a/b/c/1', 'to': 'erin', 'requestId': '\\u0000'}",
                "/api/judgements/revocations | {'judgementId': 'a\\u0000/b/c/1'}",
                "/api/judgements/decisions | {'judgementId': 'a/b/c/1', 'decision': 'Approve', 'choice': '\\u0000'}",
                "/api/judgements/decisions | {'judgementId': 'a/b/c/1', 'decision': 'Approve', 'inputs': {'a': '\\u0000'}}",
                "/api/tokens | {'description': '\\u0000'}",
                "/api/tokens | {'description': 'x', 'user': 'a\\u0000'}"
            })
    void shouldRefuseBodiesWithNul(String path, String body) {
        // When
        var answer = Api.asAdmin().post(path, body.replace('\'', '"'));

        // Then
        assertThat(answer.status()).as("%s", answer.response().body()).isEqualTo(400);
    }

    @Test
    void shouldRefuseHeadersThatAreTooLarge() {
        // When
        var answer = Api.send(Api.asAdmin()
                .request("/api/me")
                .header("X-Large", "x".repeat(100_000))
                .GET());

        // Then
        assertThat(answer.status()).isEqualTo(431);
    }

    @Test
    void shouldRefuseYamlThatExpandsWithoutBound() {
        // Given
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            bomb.append("a%d: &a%d [".formatted(i, i))
                    .append(("*a" + (i - 1) + ", ").repeat(10))
                    .append("x]\n");
        }

        // Then
        assertThat(problem(bomb.toString(), Map.of())).contains("aliases");
    }

    @Test
    void shouldRefusePathsThatLeaveTheBundle() {
        assertThat(problem(
                        HEAD + "  stages: [{id: a, kind: job, cluster: c, namespace: n, manifest: ../../etc/passwd}]\n",
                        Map.of("../../etc/passwd", "root")))
                .contains("'../../etc/passwd'", "without '..'");
    }

    @Test
    void shouldRefuseExpressionsThatAreTooLarge() {
        assertThat(problem(
                        HEAD + "  stages: [{id: a, kind: wait, duration: 1s, when: '" + "1 + ".repeat(2_000)
                                + "1 > 0'}]\n",
                        Map.of()))
                .contains("characters");
    }

    @Test
    void shouldKeepTheLoginToTlsWhenItCameByTls() throws Exception {
        // Given
        var config = ConfigProvider.getConfig();
        var keys = KeyStore.getInstance(
                new File(config.getValue("gennaker.test.keys", String.class)),
                ConsoleResource.KEYS_PASSWORD.toCharArray());
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        var address = URI.create(
                "https://127.0.0.1:" + config.getValue("quarkus.http.test-ssl-port", Integer.class) + "/login");

        // When
        HttpResponse<String> answer;
        try (var client = HttpClient.newBuilder().sslContext(context).build()) {
            answer = client.send(
                    HttpRequest.newBuilder(address)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString("token=" + Api.firstToken()))
                            .build(),
                    BodyHandlers.ofString());
        }

        // Then
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                .contains("gennaker_token=", "Secure", "HttpOnly", "SameSite=Strict");
    }

    private static String problem(String document, Map<String, String> files) {
        var answer = Api.asAdmin()
                .put("/api/definitions", Map.of("fileName", "hostile.yaml", "document", document, "files", files));
        assertThat(answer.status()).as("%s", answer.response().body()).isEqualTo(422);
        assertThat(Api.asAdmin().get("/api/definitions/Pipeline/hostile").status())
                .isEqualTo(404);
        return answer.json().path("problems").toString();
    }
}
