package io.gennaker.deployer.drift;

import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.deployer.drift.PastDrift.Answer;
import io.gennaker.deployer.task.IntendedWeights.Intention;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// Answers drifts, each once, however many replicas see it.
public final class DriftAnswers {
    /// How long a correction waits for pods.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final DriftRecords records;
    private final Corrections corrections;
    private final OnDrift configured;
    private final InstantSource clock;

    public DriftAnswers(DriftRecords records, Corrections corrections, OnDrift configured, InstantSource clock) {
        this.records = records;
        this.corrections = corrections;
        this.configured = configured;
        this.clock = clock;
    }

    /// @param drift as read from the server after the intention was read from the records
    /// @return whether this version of the route needs no other look
    boolean answer(Intention intention, Drift drift) {
        var settled = new AtomicBoolean();
        corrections.within(transaction -> settled.set(answer(intention, drift, transaction)));
        return settled.get();
    }

    private boolean answer(Intention intention, Drift drift, Corrections.Transaction transaction) {
        if (!records.holds(intention.operation())) {
            // A newer shift has begun: it answers for the route now, and what was seen may be its work.
            return true;
        }
        List<PastDrift> history = records.drifts(intention.operation());
        return switch (DriftPolicy.decide(drift, history, configured, clock.instant())) {
            // Whether a correction worked is known once it has ended.
            case DriftDecision.Answered() -> history.stream().noneMatch(PastDrift::isUnderWay);
            case DriftDecision.Later() -> false;
            case DriftDecision.Reply reply -> {
                int number = history.isEmpty() ? 1 : history.getLast().number() + 1;
                reply(intention, drift, number, reply, transaction);
                yield reply.answer() != Answer.CORRECTED;
            }
        };
    }

    private void reply(
            Intention intention,
            Drift drift,
            int number,
            DriftDecision.Reply reply,
            Corrections.Transaction transaction) {
        Instant now = clock.instant();
        records.add(
                intention.operation(),
                new PastDrift(number, drift.version(), drift.found(), reply.answer(), now, null));
        transaction.say(
                new DeploymentEvent.Progressed(intention.execution(), intention.operation(), reply.said(), now));
        if (reply.answer() == Answer.CORRECTED) {
            transaction.correct(intention, number, now.plus(PATIENCE));
        }
    }
}
