package io.gennaker.outbox.quarkus;

import io.gennaker.outbox.Replays;
import io.gennaker.outbox.engine.SentReplays;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// What the service for operators injects besides.
class ReplayBeans {
    @Produces
    @Singleton
    Replays replays() {
        return new SentReplays();
    }
}
