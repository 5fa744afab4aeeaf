package io.gennaker.cli.api;

import java.time.Instant;

/// What somebody did or was refused.
///
/// @param token id of the token that was used
/// @param status of HTTP: below 400 it was done
public record AuditEntry(
        long id,
        Instant at,
        String user,
        String token,
        String channel,
        String address,
        String action,
        String path,
        int status) {}
