package io.gennaker.outbox.store;

import org.jspecify.annotations.Nullable;

/// An operation that was just claimed.
///
/// @param attempt how often it was begun, from 1
/// @param failures how often it failed since it last recorded progress
/// @param cause what it was submitted for
public record ClaimedOperation(
        Lease lease,
        String key,
        String command,
        @Nullable String state,
        int attempt,
        int failures,
        boolean cancelRequested,
        Cause cause) {}
