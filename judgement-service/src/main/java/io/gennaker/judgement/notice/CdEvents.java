package io.gennaker.judgement.notice;

import io.gennaker.contracts.CdContext;
import io.gennaker.contracts.CdOutcome;
import io.gennaker.contracts.CdSubject;
import io.gennaker.contracts.DeliveryFact;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.MessageType;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/// The facts that the vocabulary of CDEvents has a word for. Each is the event that `gennaker.cdevents` has, with
/// its id: who gets both can tell.
public final class CdEvents {
    private static final String SOURCE = "/gennaker/orchestrator";

    private CdEvents() {}

    /// @param link where the execution can be looked at
    public static Optional<DeliveryFact> of(Fact fact, String link) {
        return switch (fact.occasion()) {
            case STARTED ->
                Optional.of(new DeliveryFact.PipelineRunStarted(
                        context(MessageType.PIPELINERUN_STARTED, fact),
                        new CdSubject.PipelineRun(
                                execution(fact), fact.delivery().pipeline(), link)));
            case SUCCEEDED -> Optional.of(finished(fact, CdOutcome.SUCCESS));
            case FAILED -> Optional.of(finished(fact, CdOutcome.FAILURE));
            case CANCELLED, TIMED_OUT -> Optional.of(finished(fact, CdOutcome.ERROR));
            case REFUSED, FROZEN, TAKING_BACK, STAGE_FAILED, STALLED, WAITING, REMINDED, DECIDED, INTERVENED ->
                Optional.empty();
        };
    }

    private static DeliveryFact finished(Fact fact, CdOutcome outcome) {
        return new DeliveryFact.PipelineRunFinished(
                context(MessageType.PIPELINERUN_FINISHED, fact),
                new CdSubject.FinishedPipelineRun(
                        execution(fact),
                        fact.delivery().pipeline(),
                        outcome,
                        outcome == CdOutcome.SUCCESS ? null : fact.reason()));
    }

    private static CdContext context(MessageType type, Fact fact) {
        String said = type.type() + "/" + execution(fact) + "/" + fact.at();
        UUID id = UUID.nameUUIDFromBytes(said.getBytes(StandardCharsets.UTF_8));
        return new CdContext(CdContext.VERSION, id.toString(), SOURCE, type.type(), fact.at());
    }

    private static ExecutionId execution(Fact fact) {
        return fact.delivery().executionId();
    }
}
