package io.gennaker.console.access;

import io.gennaker.contracts.Actor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Access tokens, known only by their hash.
public interface Tokens {
    /// Whose token this is; empty when it is unknown, expired or revoked.
    Optional<Login> login(String secret, Instant now);

    /// Whether this is a token, also one that has expired or was revoked.
    boolean isKnown(String secret);

    /// Adds a token, unless its user has one already.
    ///
    /// @return whether it was added
    boolean addFirst(String secret, Actor actor);

    /// Adds a token that nobody had before.
    Token add(String secret, TokenRequest.Granted granted);

    /// Those that were made, the newest first, also those that expired or were revoked.
    ///
    /// @param user only theirs; null for all
    List<Token> list(@Nullable String user, int limit);

    Optional<Token> find(String id);

    /// Whether the token with this id still opens anything.
    boolean isInForce(String id, Instant now);

    /// Revokes the token if a log-in made it.
    void logOut(String secret, Instant at);

    /// From then on the token opens nothing, also what is open already. A token that was revoked before stays as it is.
    void revoke(String id, String by, Instant at);

    /// A token in use.
    ///
    /// @param token its id
    /// @param expiresAt null: never
    record Login(String token, Actor actor, @Nullable Instant expiresAt) {}

    /// A token without its secret.
    ///
    /// @param id names it; opens nothing
    /// @param expiresAt null: never
    record Token(
            String id,
            String user,
            List<String> roles,
            @Nullable String description,
            @Nullable String createdBy,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable String revokedBy,
            @Nullable Instant revokedAt) {}
}
