package io.gennaker.judgement;

import io.gennaker.judgement.decision.JudgementStore;
import io.gennaker.judgement.decision.Judgements;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/// Makes beans of what the core leaves plain.
class JudgementWiring {
    @Produces
    @Singleton
    Judgements judgements(JudgementStore store) {
        return new Judgements(store);
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }
}
