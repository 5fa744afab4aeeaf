package io.gennaker.analysis.kafka;

import io.gennaker.analysis.canary.Specifications;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that is set by hand.
final class FakeClock implements InstantSource {

    private Instant now = Specifications.ACCEPTED;

    @Override
    public Instant instant() {
        return now;
    }

    void set(Instant time) {
        now = time;
    }
}
