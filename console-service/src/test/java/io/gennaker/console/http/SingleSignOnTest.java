package io.gennaker.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gennaker.console.testing.Api;
import io.gennaker.console.testing.ConsoleResource;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.gennaker.playground.testing.OidcProvider;
import io.gennaker.playground.testing.Person;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// People who log in at a real OpenID provider, by the page and by the command line's way.
@QuarkusTest
@WithTestResource(InfrastructureResource.class)
@WithTestResource(ConsoleResource.class)
@EnabledIf("isNodeThere")
class SingleSignOnTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static OidcProvider provider;

    static boolean isNodeThere() {
        return OidcProvider.canRun();
    }

    @BeforeAll
    static void startProvider() {
        URI issuer = ConfigProvider.getConfig().getValue("gennaker.login.issuer", URI.class);
        provider = OidcProvider.start(
                Path.of("../playground/oidc"),
                issuer.getPort(),
                Api.address("/login/oidc").toString(),
                """
                {"ann": {"email": "ann@acme.io", "email_verified": true, "groups": ["payments", "release", "admin"]},
                 "bob": {"email": "bob@acme.io", "groups": ["platform team"]},
                 "eve": {"email": "eve@acme.io", "groups": ["admin"]},
                 "mallory": {"email": "ann@acme.io", "email_verified": false, "groups": ["payments"]}}
                """);
    }

    @AfterAll
    static void stopProvider() {
        provider.close();
    }

    @Test
    void shouldLetIntoThePageWithTheRolesOfTheirGroupsWhenThePersonLoggedInAtTheProvider() {
        // Given
        var ann = new Person("ann");

        // When
        var arrival = ann.goTo(Api.address("/login/oidc"), "/");

        // Then
        String cookie = arrival.page().headers().allValues("Set-Cookie").stream()
                .filter(each -> each.startsWith("gennaker_token="))
                .findFirst()
                .orElseThrow();
        assertThat(cookie).contains("HttpOnly", "SameSite=Strict", "Path=/");
        JsonNode me = json(ann.get(Api.address("/api/me")).body());
        assertThat(me.path("user").asText()).isEqualTo("ann@acme.io");
        assertThat(me.path("roles"))
                .extracting(JsonNode::asText)
                .containsExactly("deployer@shop", "judge@shop", "payments", "release");
        assertThat(me.has("expiresAt")).isTrue();
        JsonNode entry =
                Api.asAdmin().get("/api/audit?limit=1&user=ann@acme.io").json().get(0);
        assertThat(entry.path("action").asText()).isEqualTo("GET /login/oidc");
        assertThat(entry.path("token").asText()).isEqualTo(me.path("token").asText());
    }

    @Test
    void shouldEndTheSessionWhenThePersonLogsOut() {
        // Given
        var bob = new Person("bob");
        var arrival = bob.goTo(Api.address("/login/oidc"), "/");
        String stolen = arrival.page().headers().allValues("Set-Cookie").stream()
                .filter(each -> each.startsWith("gennaker_token="))
                .map(each -> each.substring("gennaker_token=".length(), each.indexOf(';')))
                .findFirst()
                .orElseThrow();
        assertThat(Api.as(stolen).get("/api/me").status()).isEqualTo(200);

        // When
        bob.post(Api.address("/logout"));

        // Then
        assertThat(bob.get(Api.address("/api/me")).statusCode()).isEqualTo(401);
        assertThat(Api.as(stolen).get("/api/me").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({"eve, no-roles", "mallory, no-user"})
    void shouldLetNobodyInWhoHasNoRoleOrNoVerifiedName(String name, String why) {
        // When
        var arrival = new Person(name).goTo(Api.address("/login/oidc"), "/");

        // Then
        assertThat(arrival.address().getQuery()).isEqualTo("refused=" + why);
        assertThat(arrival.page().headers().allValues("Set-Cookie"))
                .noneMatch(each -> each.startsWith("gennaker_token="));
    }

    @Test
    void shouldLetNobodyInWithAnotherPersonsAnswerOfTheProvider() {
        // Given
        var ann = new Person("ann");
        var answer = ann.goTo(Api.address("/login/oidc"), "/login/oidc");

        // When
        var mallory = new Person("mallory").get(answer.address());

        // Then
        assertThat(mallory.headers().firstValue("Location").orElseThrow())
                .startsWith(provider.issuer() + "/auth?")
                .contains("code_challenge_method=S256", "nonce=");
        assertThat(mallory.headers().allValues("Set-Cookie")).noneMatch(each -> each.startsWith("gennaker_token="));
    }

    @Test
    void shouldLetNobodyInWhenTheProviderDoesNotKnowTheCode() {
        // Given
        var ann = new Person("ann");
        var answer = ann.goTo(Api.address("/login/oidc"), "/login/oidc");

        // When
        var forged = ann.get(URI.create(answer.address().toString().replaceAll("code=[^&]*", "code=forged")));

        // Then
        assertThat(forged.headers().firstValue("Location").orElseThrow()).endsWith("/?refused=failed");
        assertThat(forged.headers().allValues("Set-Cookie")).noneMatch(each -> each.startsWith("gennaker_token="));
    }

    @Test
    void shouldTellHowOneMayLogIn() {
        // When
        var answer = Api.as(null).get("/login/methods");

        // Then
        assertThat(answer.json().at("/provider/issuer").asText()).isEqualTo(provider.issuer());
        assertThat(answer.json().at("/provider/clientId").asText()).isEqualTo("gennaker-cli");
    }

    @Test
    void shouldGiveTheCommandLineATokenWhenItBringsTheProvidersOne() {
        // Given
        String proof = idToken("gennaker-cli", "ann");

        // When
        var answer = exchange(proof);

        // Then
        assertThat(answer.status()).isEqualTo(201);
        Api ann = Api.as(answer.json().path("secret").asText());
        assertThat(ann.get("/api/me").json().path("user").asText()).isEqualTo("ann@acme.io");
        assertThat(ann.get("/api/audit").status()).isEqualTo(403);
    }

    @Test
    void shouldRefuseTheCommandLineWhenTheTokenIsNotForItOrIsForged() {
        // Given
        String[] parts = idToken("gennaker-cli", "ann").split("\\.");

        // Then
        assertThat(exchange(idToken("another-tool", "ann")).status()).isEqualTo(401);
        assertThat(exchange(parts[0] + "." + parts[1] + "." + parts[2].substring(4) + "AAAA")
                        .status())
                .isEqualTo(401);
        assertThat(exchange("eyJhbGciOiJub25lIn0." + parts[1] + ".").status()).isEqualTo(401);
        assertThat(exchange(Api.firstToken()).status()).isEqualTo(401);
        assertThat(Api.as(null).post("/login/exchange", "{}").status()).isEqualTo(401);
    }

    @Test
    void shouldSayWhyWhenSomebodyWithoutRolesComesByTheCommandLine() {
        // When
        var answer = exchange(idToken("gennaker-cli", "eve"));

        // Then
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("no-roles");
        assertThat(answer.message()).contains("eve@acme.io", "admin");
    }

    private static Api.Answer exchange(String proof) {
        return Api.as(proof).post("/login/exchange", "{}");
    }

    /// By the device flow, as the command line does it.
    private static String idToken(String client, String name) {
        JsonNode device = form("/device/auth", "client_id=" + client + "&scope=openid%20profile%20email");
        new Person(name)
                .goTo(URI.create(device.path("verification_uri_complete").asText()), null);
        JsonNode tokens = form(
                "/token",
                "grant_type=urn:ietf:params:oauth:grant-type:device_code&client_id=" + client + "&device_code="
                        + device.path("device_code").asText());
        assertThat(tokens.has("id_token")).as("%s", tokens).isTrue();
        return tokens.path("id_token").asText();
    }

    private static JsonNode form(String path, String body) {
        return json(Api.send(HttpRequest.newBuilder(URI.create(provider.issuer() + path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body)))
                .response()
                .body());
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException malformed) {
            throw new AssertionError(text, malformed);
        }
    }
}
