package io.gennaker.deployer.drift;

import io.gennaker.deployer.drift.PastDrift.Answer;
import io.gennaker.deployer.resource.LastWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Decides what is done about a drift. Pure.
///
/// Somebody who writes its own weights whenever they are corrected would be fought for ever, and requests would
/// swing with it: after a few corrections in short time the change stands until the next shift.
public final class DriftPolicy {
    static final int CORRECTIONS = 3;
    /// GitOps tools come back within seconds, or at their next look some minutes later.
    static final Duration WITHIN = Duration.ofMinutes(15);
    /// Between two reports of changes that are held anyway.
    static final Duration BETWEEN_REPORTS = Duration.ofSeconds(10);

    private DriftPolicy() {}

    /// @param history of the shift in force, oldest first
    public static DriftDecision decide(Drift drift, List<PastDrift> history, OnDrift configured, Instant now) {
        List<PastDrift> same = history.stream()
                .filter(past -> past.version().equals(drift.version()))
                .toList();
        if (!same.isEmpty()) {
            Instant ended = same.getLast().correctionEndedAt();
            if (ended == null) {
                return new DriftDecision.Answered();
            }
            // A correction that works writes: it has failed.
            if (now.isBefore(ended.plus(BETWEEN_REPORTS))) {
                return new DriftDecision.Later();
            }
        }
        // It writes the intended weights over whatever it finds; only what comes after it is a drift of its own.
        if (history.stream().anyMatch(PastDrift::isUnderWay)) {
            return new DriftDecision.Later();
        }
        if (drift.refusal() != null) {
            return held(drift, history, now, Answer.HELD, "held as it is, it cannot be corrected: " + drift.refusal());
        }
        if (configured == OnDrift.HOLD) {
            return held(drift, history, now, Answer.HELD, "held as it is, as configured");
        }
        if (!history.isEmpty() && history.getLast().answer() == Answer.LOOPED) {
            return held(drift, history, now, Answer.LOOPED, "held as it is until the next shift");
        }
        // Who follows the size of the release fights with nobody, however often that changes.
        return corrections(drift.isOutgrown() ? same : history, now) >= CORRECTIONS
                ? new DriftDecision.Reply(Answer.LOOPED, told(drift) + "; " + loop(drift))
                : new DriftDecision.Reply(Answer.CORRECTED, told(drift) + "; correcting it");
    }

    private static long corrections(List<PastDrift> history, Instant now) {
        return history.stream()
                .filter(past ->
                        past.answer() == Answer.CORRECTED && past.seenAt().isAfter(now.minus(WITHIN)))
                .count();
    }

    private static DriftDecision held(
            Drift drift, List<PastDrift> history, Instant now, Answer answer, String consequence) {
        if (!history.isEmpty() && history.getLast().answer() != Answer.CORRECTED) {
            PastDrift last = history.getLast();
            if (last.found().equals(drift.found())) {
                return new DriftDecision.Answered();
            }
            if (now.isBefore(last.seenAt().plus(BETWEEN_REPORTS))) {
                return new DriftDecision.Later();
            }
        }
        return new DriftDecision.Reply(answer, told(drift) + "; " + consequence);
    }

    private static String told(Drift drift) {
        if (drift.isOutgrown()) {
            return drift.found();
        }
        return drift.found() + ", "
                + drift.writer().map(LastWriter::toString).orElse("the server does not say by whom");
    }

    private static String loop(Drift drift) {
        if (drift.isOutgrown()) {
            return CORRECTIONS + " corrections changed nothing; held as it is until the next shift";
        }
        String who = drift.writer().map(LastWriter::manager).orElse("the other writer");
        return CORRECTIONS + " corrections within " + WITHIN.toMinutes() + " minutes did not last: " + who
                + " is probably a GitOps tool that applies its own version again and again; held as it is until the"
                + " next shift. Let that tool ignore the field " + drift.field()
                + " (Argo CD: ignoreDifferences with this jsonPointer, and RespectIgnoreDifferences=true)";
    }
}
