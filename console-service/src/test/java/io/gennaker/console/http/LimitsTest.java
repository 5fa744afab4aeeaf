package io.gennaker.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.console.access.TokenRequest;
import io.gennaker.console.access.Tokens;
import io.gennaker.contracts.Actor;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final int MOST = 1_000;

    private final Limits limits = new Limits(new CurrentVertxRequest(), new Ended(), new Limits.Settings() {
        @Override
        public int wrongTokens() {
            return 30;
        }

        @Override
        public int requests() {
            return 1;
        }
    });

    @Test
    void shouldNotLookATokenUpAnyMoreThatHasEndedAndIsBroughtAgainAndAgain() {
        // When
        int looked = 0;
        while (looked < MOST && limits.objection("ended-1") == null) {
            limits.wrong("ended-1");
            looked++;
        }

        // Then: as many at once as with a token that opens something; a few more on a slow machine
        assertThat(looked).isBetween(5, MOST - 1);
        assertThat(limits.objection("ended-2")).isNull();
        assertThat(limits.objection("never-seen")).isNull();
    }

    /// Knows tokens that have ended, and no other.
    private static final class Ended implements Tokens {
        @Override
        public Optional<Login> login(String secret, Instant now) {
            return Optional.empty();
        }

        @Override
        public boolean isKnown(String secret) {
            return secret.startsWith("ended");
        }

        @Override
        public boolean addFirst(String secret, Actor actor) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Token add(String secret, TokenRequest.Granted granted) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Token> list(@Nullable String user, int limit) {
            return List.of();
        }

        @Override
        public Optional<Token> find(String id) {
            return Optional.empty();
        }

        @Override
        public boolean isInForce(String id, Instant now) {
            return false;
        }

        @Override
        public void logOut(String secret, Instant at) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void revoke(String id, String by, Instant at) {
            throw new UnsupportedOperationException();
        }
    }
}
