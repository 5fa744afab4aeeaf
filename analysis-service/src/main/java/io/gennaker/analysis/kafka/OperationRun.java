package io.gennaker.analysis.kafka;

import io.gennaker.analysis.canary.AnalysisReport.ScorePoint;
import io.gennaker.contracts.AnalysisEvent;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.ObservedSplit;
import io.gennaker.outbox.Outbox;
import io.gennaker.outbox.RunningOperation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One run of an operation with its state: progress, rest and the ways to end.
final class OperationRun {

    private static final Logger LOG = Logger.getLogger(OperationRun.class);

    /// The asker gives up at the deadline; the reason has to reach it before.
    private static final Duration AHEAD_OF_DEADLINE = Duration.ofSeconds(2);

    /// A longer rest gives the lease back, so that waiting operations cost nothing.
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(10);

    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);

    private final RunningOperation operation;
    private final AcceptedStart accepted;
    private final InstantSource clock;
    private OperationState state;
    private Instant deadline;

    OperationRun(RunningOperation operation, AcceptedStart accepted, InstantSource clock) {
        this.operation = operation;
        this.accepted = accepted;
        this.clock = clock;
        this.state = OperationState.parse(operation.state());
        this.deadline = accepted.start().deadline();
    }

    AcceptedStart accepted() {
        return accepted;
    }

    Instant now() {
        return clock.instant();
    }

    boolean cancelRequested() {
        return operation.cancelRequested();
    }

    boolean isSourceAway() {
        return state.lastCode() == FailureCode.METRICS_UNAVAILABLE;
    }

    String lastObservation() {
        return state.lastObservation();
    }

    /// The asker waits for longer than it said at first.
    void isDueBy(@Nullable Instant later) {
        if (later != null) {
            deadline = later;
        }
    }

    Instant deadline() {
        return deadline;
    }

    boolean isPastDeadline() {
        return !now().isBefore(end());
    }

    /// Reports progress, unless the same was reported last or the last report is younger than `distance`.
    void announce(String message, Duration distance) {
        var now = now();
        var tooSoon =
                state.announcedAt() != null && now.isBefore(state.announcedAt().plus(distance));
        if (message.equals(state.announced()) || tooSoon) {
            return;
        }
        state = state.withAnnounced(message, now);
        checkpoint(message, null, now);
    }

    List<ScorePoint> scores() {
        return state.scores();
    }

    boolean isExtended() {
        return state.extendedAt() != null;
    }

    /// Records what a look found and reports it, in one transaction: whoever goes on begins with the next look.
    void looked(String message, ScorePoint score) {
        var now = now();
        state = state.withLook(score).withAnnounced(message, now);
        checkpoint(message, score.score(), now);
    }

    /// Records what the last look found, and that the data are gathered for longer.
    void extended(String message, ScorePoint score) {
        var now = now();
        state = state.withLook(score).withExtension(now).withAnnounced(message, now);
        checkpoint(message, score.score(), now);
    }

    private void checkpoint(String message, @Nullable Double score, Instant now) {
        var start = accepted.start();
        operation.checkpoint(
                state.format(),
                outbox -> outbox.send(
                        new AnalysisEvent.Progressed(start.executionId(), start.operationId(), message, score, now)));
    }

    void observed(FailureCode code, String observation) {
        state = state.withObservation(code, observation);
    }

    /// What was seen does not tell.
    void tooLittle(ObservedSplit seen, String observation) {
        state = state.withTooLittle(seen, observation);
    }

    /// What was seen last, where it does not tell; null where it does, or nobody looked.
    @Nullable
    ObservedSplit tooLittleSeen() {
        return state.tooLittle();
    }

    /// Remembers that the metrics store gave no answer.
    ///
    /// @return when to ask again
    Instant sourceFailed(String reason) {
        var doubled = Duration.ofSeconds(1L << Math.min(state.failures(), 5));
        var backoff = doubled.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : doubled;
        LOG.warnf("metrics unavailable operationId=%s askAgainAfter=%s reason=%s", operation.id(), backoff, reason);
        state = state.withSourceFailure(reason);
        return now().plus(backoff);
    }

    /// Rests until a time or the deadline.
    ///
    /// @return false when the lease was given back: this run is over and another one follows
    boolean rest(Instant until) throws InterruptedException {
        var end = end();
        return restRegardless(until.isBefore(end) ? until : end);
    }

    /// As [#rest], of the deadline.
    boolean restRegardless(Instant resumeAt) throws InterruptedException {
        var length = Duration.between(now(), resumeAt);
        if (length.compareTo(LONGEST_SLEEP) > 0) {
            operation.pause(state.format(), resumeAt);
            return false;
        }
        if (length.isPositive()) {
            operation.sleep(length);
        }
        // Written after each rest: throws when another replica took over meanwhile.
        operation.checkpoint(state.format(), _ -> {});
        return true;
    }

    void completeCancelled() {
        var start = accepted.start();
        complete(new AnalysisEvent.Cancelled(start.executionId(), start.operationId(), now()));
    }

    void completeFailed(FailureCode code, String reason) {
        var start = accepted.start();
        complete(new AnalysisEvent.Failed(start.executionId(), start.operationId(), code, reason, now()));
    }

    /// Ends at the deadline with what was observed last.
    void completeAtDeadline() {
        completeFailed(state.lastCode(), "deadline %s reached: %s".formatted(deadline, state.lastObservation()));
    }

    void complete(AnalysisEvent outcome) {
        operation.complete(outbox -> outbox.send(outcome));
    }

    /// Ends with an outcome and what else is written and sent, in one transaction.
    void complete(AnalysisEvent outcome, Consumer<Outbox> write) {
        operation.complete(outbox -> {
            write.accept(outbox);
            outbox.send(outcome);
        });
    }

    private Instant end() {
        return deadline.minus(AHEAD_OF_DEADLINE);
    }
}
