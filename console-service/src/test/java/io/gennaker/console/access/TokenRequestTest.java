package io.gennaker.console.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.console.access.TokenRequest.Granted;
import io.gennaker.console.access.TokenRequest.Refused;
import io.gennaker.contracts.Actor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenRequestTest {
    private static final Instant NOW = Instant.parse("2019-10-21T09:26:41Z");
    private static final Tokens.Login ADMIN = login("admin", null, "admin");
    private static final Tokens.Login DANA =
            login("dana", NOW.plus(Duration.ofDays(10)), "deployer@shop", "judge", "release-managers");

    @Test
    void shouldGiveTheCallersRolesWhenNothingIsAsked() {
        // When
        var decision = request(null, null, null, null).decide(login("dana", null, "viewer", "sre"), NOW);

        // Then
        assertThat(decision)
                .isEqualTo(new Granted(
                        new Actor("dana", List.of("viewer", "sre")),
                        null,
                        "dana",
                        NOW,
                        NOW.plus(Duration.ofDays(90)),
                        false));
    }

    @Test
    void shouldNotOutliveTheTokenThatMadeIt() {
        // When
        var decision = request(null, null, null, Duration.ofDays(30)).decide(DANA, NOW);

        // Then
        assertThat(decision)
                .isInstanceOfSatisfying(
                        Granted.class,
                        granted -> assertThat(granted.expiresAt()).isEqualTo(DANA.expiresAt()));
    }

    @Test
    void shouldGiveWhatIsHeldWhenAPartIsAsked() {
        // When
        var decision = request("dana", List.of("judge@shop"), List.of("release-managers"), Duration.ofHours(1))
                .decide(DANA, NOW);

        // Then
        assertThat(decision).isInstanceOfSatisfying(Granted.class, granted -> {
            assertThat(granted.actor().roles()).containsExactly("judge@shop", "release-managers");
            assertThat(granted.expiresAt()).isEqualTo(NOW.plus(Duration.ofHours(1)));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"deployer", "deployer@cart", "admin", "maintainer@shop"})
    void shouldRefuseWhenMoreIsAskedThanIsHeld(String role) {
        // When
        var decision = request(null, List.of(role), null, null).decide(DANA, NOW);

        // Then
        assertThat(decision)
                .isEqualTo(new Refused(
                        "'" + role + "' is not held by dana, who has deployer@shop, judge, release-managers"));
    }

    @Test
    void shouldRefuseWhenAGroupIsAskedThatIsNotHeld() {
        assertThat(request(null, null, List.of("sre"), null).decide(DANA, NOW)).isInstanceOf(Refused.class);
    }

    @Test
    void shouldRefuseWhenTheTokenIsForAnother() {
        // When
        var decision = request("sam", List.of("judge"), null, null).decide(DANA, NOW);

        // Then
        assertThat(decision)
                .isEqualTo(new Refused("a token for sam takes the role admin; dana may make tokens for dana"));
    }

    @Test
    void shouldGiveAnythingWhenAnAdministratorAsks() {
        // When
        var decision = request("ci-bot", List.of("deployer@shop"), List.of("sre"), Duration.ofDays(366))
                .decide(ADMIN, NOW);

        // Then
        assertThat(decision).isInstanceOfSatisfying(Granted.class, granted -> {
            assertThat(granted.actor()).isEqualTo(new Actor("ci-bot", List.of("deployer@shop", "sre")));
            assertThat(granted.createdBy()).isEqualTo("admin");
        });
    }

    @Test
    void shouldSayWhatIsAllowedWhenTheWishIsMalformed() {
        assertMalformed(request("sam", null, null, null), "roles are needed for a token of another");
        assertMalformed(request("sam", List.of("depoyer"), null, null), "role is 'depoyer'; allowed are viewer, ");
        assertMalformed(request("sam", List.of("admin@shop@cart"), null, null), "role is 'admin@shop@cart'; allowed");
        assertMalformed(request("sam", null, List.of("admin"), null), "group is 'admin', which is a role");
        assertMalformed(request("sam", null, List.of("a,admin"), null), "group is 'a,admin'; allowed is ");
        assertMalformed(request("sam", List.of(), null, null), "roles are empty; allowed are viewer, ");
        assertMalformed(request("a b", List.of("viewer"), null, null), "user is 'a b'; allowed is ");
        assertMalformed(request(null, null, null, Duration.ofDays(367)), "validFor is PT8808H; allowed is");
        assertMalformed(request(null, null, null, Duration.ZERO), "validFor is PT0S; allowed is");
        assertMalformed(
                new TokenRequest(null, null, null, "x".repeat(201), null),
                "description has 201 characters; at most 200");
    }

    private static void assertMalformed(TokenRequest request, String message) {
        assertThatThrownBy(() -> request.decide(ADMIN, NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    private static TokenRequest request(
            @Nullable String user,
            @Nullable List<String> roles,
            @Nullable List<String> groups,
            @Nullable Duration validFor) {
        return new TokenRequest(user, roles, groups, null, validFor);
    }

    private static Tokens.Login login(String user, @Nullable Instant expiresAt, String... roles) {
        return new Tokens.Login("0123456789abcdef", new Actor(user, List.of(roles)), expiresAt);
    }
}
