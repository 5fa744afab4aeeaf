package io.gennaker.judgement.notice;

import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.JudgementEvent;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.StageStatus;
import io.gennaker.contracts.StepStatus;
import io.gennaker.pipeline.definition.Occasion;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the messages about a delivery say to people. Pure.
public final class Occasions {
    private Occasions() {}

    /// @param delivery after the event
    /// @param fact that people may be told
    public record Outcome(Delivery delivery, Optional<Fact> fact) {}

    /// A delivery begins to be followed.
    public static Delivery accepted(ExecutionEvent.Accepted event) {
        return new Delivery(
                event.executionId(),
                event.pipeline(),
                event.application(),
                event.trigger().user(),
                event.artifacts().stream().map(Occasions::image).toList(),
                word(event.status()),
                null,
                false);
    }

    /// Nothing runs, so there is nothing to follow; of an unknown pipeline the application is not known either.
    public static Delivery refused(ExecutionEvent.Refused event) {
        return new Delivery(
                event.executionId(),
                event.pipeline(),
                event.application() == null ? "" : event.application(),
                event.trigger().user(),
                List.of(),
                "Refused",
                event.reason(),
                false);
    }

    private static String image(Artifact artifact) {
        return artifact.image().toString();
    }

    /// @param id of the message
    public static Outcome of(String id, ExecutionEvent event, Delivery before) {
        return switch (event) {
            case ExecutionEvent.Accepted _, ExecutionEvent.FilesAwaited _, ExecutionEvent.InterventionRefused _ ->
                new Outcome(before, Optional.empty());
            case ExecutionEvent.Refused refused ->
                told(
                        id,
                        Occasion.REFUSED,
                        before,
                        null,
                        refused.reason(),
                        refused.trigger().user(),
                        refused.at());
            case ExecutionEvent.Frozen frozen ->
                told(id, Occasion.FROZEN, before.to("Frozen", frozen.words()), null, frozen.words(), null, frozen.at());
            case ExecutionEvent.Thawed _ -> new Outcome(before.to("Queued", null), Optional.empty());
            case ExecutionEvent.Started started ->
                told(id, Occasion.STARTED, before.to("Running", null), null, null, null, started.at());
            case ExecutionEvent.StageChanged changed -> stage(id, changed, before);
            case ExecutionEvent.StepChanged changed ->
                changed.compensation() && changed.status() == StepStatus.RUNNING && !before.takingBack()
                        ? told(
                                id,
                                Occasion.TAKING_BACK,
                                before.toTakingBack(),
                                changed.stage(),
                                changed.title(),
                                null,
                                changed.at())
                        : new Outcome(before, Optional.empty());
            case ExecutionEvent.CancelRequested asked ->
                told(
                        id,
                        Occasion.INTERVENED,
                        before.to("Cancelling", asked.reason()),
                        null,
                        "cancel: " + asked.reason(),
                        asked.by().user(),
                        asked.at());
            case ExecutionEvent.Intervened done ->
                told(
                        id,
                        Occasion.INTERVENED,
                        before.to(word(done.status()), done.reason()),
                        null,
                        done.intervention().getClass().getSimpleName().toLowerCase(Locale.ROOT) + ": " + done.reason(),
                        done.by().user(),
                        done.at());
            case ExecutionEvent.Stalled stalled ->
                told(
                        id,
                        Occasion.STALLED,
                        before,
                        null,
                        "has not moved since " + stalled.since() + "; waits for "
                                + String.join(", ", stalled.waitsFor()),
                        null,
                        stalled.at());
            case ExecutionEvent.Finished finished ->
                told(
                        id,
                        end(finished.status()),
                        before.to(word(finished.status()), finished.reason()),
                        null,
                        finished.reason(),
                        null,
                        finished.at());
        };
    }

    private static Outcome stage(String id, ExecutionEvent.StageChanged changed, Delivery before) {
        boolean failed = changed.status() == StageStatus.FAILED
                || changed.status() == StageStatus.FAILED_CONTINUED
                || changed.status() == StageStatus.TIMED_OUT;
        return failed
                ? told(id, Occasion.STAGE_FAILED, before, changed.stage(), changed.reason(), null, changed.at())
                : new Outcome(before, Optional.empty());
    }

    private static Occasion end(ExecutionStatus status) {
        return switch (status) {
            case SUCCEEDED -> Occasion.SUCCEEDED;
            case CANCELLED -> Occasion.CANCELLED;
            case TIMED_OUT -> Occasion.TIMED_OUT;
            case FAILED, QUEUED, RUNNING, PAUSED, COMPENSATING -> Occasion.FAILED;
        };
    }

    /// The questions of a delivery; a question itself is shown as it stands.
    public static Optional<Fact> of(String id, JudgementEvent event, Delivery delivery) {
        return switch (event) {
            case JudgementEvent.Opened opened ->
                Optional.of(new Fact(
                        id,
                        Occasion.WAITING,
                        delivery,
                        stage(opened.operationId()),
                        opened.spec().instructions(),
                        opened.requester(),
                        opened.operationId(),
                        opened.spec().title(),
                        opened.at()));
            case JudgementEvent.Concluded concluded ->
                Optional.of(new Fact(
                        id,
                        Occasion.DECIDED,
                        delivery,
                        stage(concluded.operationId()),
                        concluded.outcome().name().toLowerCase(Locale.ROOT)
                                + (concluded.comment() == null ? "" : ": " + concluded.comment()),
                        concluded.decidedBy().isEmpty() ? null : String.join(", ", concluded.decidedBy()),
                        null,
                        "",
                        concluded.at()));
            case JudgementEvent.Reminded reminded ->
                Optional.of(new Fact(
                        id,
                        Occasion.REMINDED,
                        delivery,
                        stage(reminded.operationId()),
                        "reminder " + reminded.reminder(),
                        null,
                        null,
                        "",
                        reminded.at()));
            case JudgementEvent.DecisionRecorded _,
                    JudgementEvent.Revoked _,
                    JudgementEvent.Delegated _,
                    JudgementEvent.Commented _,
                    JudgementEvent.DecisionRefused _,
                    JudgementEvent.Cancelled _ -> Optional.empty();
        };
    }

    private static String stage(OperationId id) {
        return id.value().split("/")[1];
    }

    private static Outcome told(
            String id,
            Occasion occasion,
            Delivery delivery,
            @Nullable String stage,
            @Nullable String reason,
            @Nullable String user,
            Instant at) {
        return new Outcome(delivery, Optional.of(new Fact(id, occasion, delivery, stage, reason, user, null, "", at)));
    }

    /// `TIMED_OUT` is `TimedOut`.
    private static String word(ExecutionStatus status) {
        var word = new StringBuilder();
        for (String part : status.name().split("_")) {
            word.append(part.charAt(0)).append(part.substring(1).toLowerCase(Locale.ROOT));
        }
        return word.toString();
    }
}
