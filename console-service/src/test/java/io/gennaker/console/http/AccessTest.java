package io.gennaker.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.console.access.Secret;
import io.gennaker.console.access.Tokens;
import io.gennaker.console.testing.Api;
import io.gennaker.console.testing.ConsoleResource;
import io.gennaker.contracts.Actor;
import io.gennaker.outbox.UnitOfWork;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(InfrastructureResource.class)
@WithTestResource(ConsoleResource.class)
class AccessTest {
    @Inject
    Tokens tokens;

    @Inject
    UnitOfWork unitOfWork;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/executions",
                "/api/executions/nope",
                "/api/executions/nope/events",
                "/api/events",
                "/api/definitions",
                "/api/judgements",
                "/%61pi/executions",
                "/api/../api/executions",
                "//api/executions",
                "/api//executions",
                "/api/executions/",
                "/api/executions;a=b"
            })
    void shouldTellNothingWhenThereIsNoToken(String path) {
        // When
        var answer = Api.as(null).get(path);

        // Then
        assertThat(answer.status()).isIn(401, 404);
        assertThat(answer.response().body()).doesNotStartWith("[");
        if (answer.status() == 401) {
            assertThat(answer.code()).isEqualTo("unauthorized");
        }
    }

    @Test
    void shouldRefuseWhenTokenIsUnknown() {
        assertThat(Api.as("wrong").get("/api/executions").status()).isEqualTo(401);
        assertThat(Api.as("x".repeat(5_000)).get("/api/executions").status()).isEqualTo(401);
        assertThat(Api.send(Api.as(null)
                                .request("/api/executions")
                                .header("Authorization", "Basic " + Api.firstToken()))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void shouldAdmitWhenTokenIsTheFirstOne() {
        assertThat(Api.asAdmin().get("/api/executions").status()).isEqualTo(200);
    }

    @Test
    void shouldKeepFirstTokenFromOtherUsersWhenItIsWritten() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Api.tokenFile())))
                .isEqualTo("rw-------");
        assertThat(Api.firstToken()).hasSizeGreaterThanOrEqualTo(43);
    }

    @Test
    void shouldSetCookieThatScriptsCannotReadWhenLoginIsRight() {
        // When
        var answer = login(Api.firstToken());

        // Then
        assertThat(answer.status()).isEqualTo(303);
        String cookie = answer.response().headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("HttpOnly", "SameSite=Strict", "Path=/");
        assertThat(Api.send(Api.as(null).request("/api/executions").header("Cookie", cookie.split(";")[0]))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void shouldSetNoCookieWhenLoginIsWrong() {
        // When
        var answer = login("wrong");

        // Then
        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.response().headers().firstValue("Location").orElseThrow())
                .endsWith("/?refused");
        assertThat(answer.response().headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void shouldRefuseWhenAPageOfAnotherSiteSentIt() {
        // Given
        String cookie = login(Api.firstToken())
                .response()
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow();
        var forged = Api.as(null)
                .request("/api/tokens")
                .header("Cookie", cookie.split(";")[0])
                .header("Content-Type", "application/json")
                .header("Sec-Fetch-Site", "cross-site")
                .POST(BodyPublishers.ofString("{}"));

        // When
        var answer = Api.send(forged);

        // Then
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.message()).contains("another site");
        assertThat(Api.send(forged.setHeader("Sec-Fetch-Site", "same-origin")).status())
                .isEqualTo(201);
    }

    @Test
    void shouldForgetCookieWhenLoggedOut() {
        // When
        var answer = Api.send(Api.as(null).request("/logout").POST(BodyPublishers.noBody()));

        // Then
        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.response().headers().firstValue("Set-Cookie").orElseThrow())
                .contains("Max-Age=0");
    }

    private static Api.Answer login(String token) {
        return Api.send(Api.as(null)
                .request("/login")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("token=" + token)));
    }

    @Test
    void shouldAddFirstTokenOfAUserWhenOthersHaveOne() {
        // Given
        var user = new Actor("user-" + UUID.randomUUID(), List.of("release", "admin"));
        String token = UUID.randomUUID().toString();

        // When
        boolean added = unitOfWork.call(_ -> tokens.addFirst(token, user));

        // Then
        assertThat(added).isTrue();
        Optional<Actor> known = tokens.login(token, Instant.now()).map(Tokens.Login::actor);
        assertThat(known).contains(user);
    }

    @Test
    void shouldAdmitWithTheLongestTokenThatMayBeGiven() {
        // Given
        String longest = "t".repeat(Secret.LONGEST);
        unitOfWork.call(_ -> tokens.addFirst(longest, new Actor("lena-" + UUID.randomUUID(), List.of("admin"))));

        // When
        var answer = Api.as(longest).get("/api/me");
        var login = Api.send(Api.as(null)
                .request("/login")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("token=" + longest)));

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(login.response().headers().firstValue("Location").orElseThrow())
                .doesNotContain("refused");
    }

    @Test
    void shouldAddOneFirstTokenWhenReplicasStartTogether() throws InterruptedException, ExecutionException {
        // Given
        var user = new Actor("user-" + UUID.randomUUID(), List.of("admin"));
        Callable<Boolean> start =
                () -> unitOfWork.call(_ -> tokens.addFirst(UUID.randomUUID().toString(), user));

        // When
        int added = 0;
        try (var replicas = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var replica : replicas.invokeAll(List.of(start, start, start, start))) {
                added += replica.get() ? 1 : 0;
            }
        }

        // Then
        assertThat(added).isEqualTo(1);
    }
}
