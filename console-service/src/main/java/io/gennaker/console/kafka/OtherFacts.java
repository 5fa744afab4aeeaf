package io.gennaker.console.kafka;

import io.gennaker.console.canary.Evidence;
import io.gennaker.console.health.Health;
import io.gennaker.console.view.Notices;
import io.gennaker.console.view.Proofs;
import io.gennaker.console.view.TriggerEvents;
import io.gennaker.console.view.WithdrawnImages;
import io.gennaker.contracts.Envelope;
import io.gennaker.contracts.EvidenceEvent;
import io.gennaker.contracts.ExecutionProof;
import io.gennaker.contracts.HealthEvent;
import io.gennaker.contracts.ImageEvent;
import io.gennaker.contracts.NoticeEvent;
import io.gennaker.contracts.TriggerOutcome;
import io.gennaker.outbox.RejectedMessage;
import jakarta.enterprise.context.ApplicationScoped;

/// Gives facts that change no view of an execution to what keeps them.
@ApplicationScoped
class OtherFacts {
    private final TriggerEvents triggerEvents;
    private final Proofs proofs;
    private final Notices notices;
    private final Evidence evidence;
    private final Health health;
    private final WithdrawnImages images;

    OtherFacts(
            TriggerEvents triggerEvents,
            Proofs proofs,
            Notices notices,
            Evidence evidence,
            Health health,
            WithdrawnImages images) {
        this.triggerEvents = triggerEvents;
        this.proofs = proofs;
        this.notices = notices;
        this.evidence = evidence;
        this.health = health;
        this.images = images;
    }

    void store(Envelope envelope) {
        switch (envelope.message()) {
            case TriggerOutcome.EventTaken event -> triggerEvents.store(event);
            case ExecutionProof proof -> proofs.keep(proof);
            case NoticeEvent event -> notices.store(event);
            case EvidenceEvent event -> evidence.store(event);
            case HealthEvent event -> health.store(event);
            case ImageEvent event -> images.store(event);
            default -> throw new RejectedMessage("found " + envelope.type().type() + "; only events are allowed here");
        }
    }
}
