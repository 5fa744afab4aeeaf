package io.gennaker.cli.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An access token, without what opens.
///
/// @param id names it
/// @param expiresAt null: never
public record Token(
        String id,
        String user,
        List<String> roles,
        @Nullable String description,
        @Nullable String createdBy,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable String revokedBy,
        @Nullable Instant revokedAt) {
    /// A token just made.
    ///
    /// @param secret told this once
    public record Made(String secret, Token token) {}

    /// Who the caller is to the server.
    public record Me(
            String user,
            List<String> roles,
            String token,
            @Nullable Instant expiresAt) {}

    /// What it is good for at this time, in a word.
    public String state(Instant now) {
        if (revokedAt != null) {
            return "revoked";
        }
        return expiresAt != null && !expiresAt.isAfter(now) ? "expired" : "valid";
    }
}
