package io.gennaker.judgement;

import io.gennaker.judgement.callout.CallbackStore;
import io.gennaker.judgement.callout.Callouts;
import io.gennaker.judgement.decision.JudgementStore;
import io.gennaker.judgement.decision.Judgements;
import io.gennaker.judgement.http.CalloutConfiguration;
import io.gennaker.judgement.kafka.CallbackAddress;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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

    @Produces
    @Singleton
    Callouts callouts(CallbackStore store) {
        return new Callouts(store);
    }

    @Produces
    @Singleton
    CallbackAddress callbackAddress(CalloutConfiguration configuration) {
        return operation -> configuration
                .callbackUrl()
                .map(url -> url.toString().replaceFirst("/+$", "") + "/webhooks/callouts?operation="
                        + URLEncoder.encode(operation.value(), StandardCharsets.UTF_8));
    }
}
