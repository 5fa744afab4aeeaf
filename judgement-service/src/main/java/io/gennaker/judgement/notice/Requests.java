package io.gennaker.judgement.notice;

import java.time.Instant;

/// Signed requests that were taken, so that none is played again.
@FunctionalInterface
public interface Requests {
    /// Acts in the running transaction.
    ///
    /// @return whether it is the first one with this signature
    boolean first(String signature, Instant now);
}
