package io.gennaker.deployer.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.deployer.drift.PastDrift.Answer;
import io.gennaker.deployer.resource.LastWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DriftPolicyTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final LastWriter ARGO = new LastWriter("argocd-controller", "Update", NOW.minusSeconds(1));

    private static Drift drift(String found, String version, @Nullable String refusal) {
        return new Drift(found, version, Optional.of(ARGO), "/spec/http/0/route", refusal);
    }

    private static Drift drift(String version) {
        return drift("weights changed", version, null);
    }

    private static PastDrift past(int number, Answer answer, Duration ago) {
        Instant seen = NOW.minus(ago);
        return new PastDrift(number, "v" + number, "weights changed", answer, seen, seen.plusMillis(300));
    }

    private static DriftDecision decide(Drift drift, PastDrift... history) {
        return DriftPolicy.decide(drift, List.of(history), OnDrift.CORRECT, NOW);
    }

    private static DriftDecision.Reply reply(DriftDecision decision) {
        assertThat(decision).isInstanceOf(DriftDecision.Reply.class);
        return (DriftDecision.Reply) decision;
    }

    @Test
    void shouldCorrectAndSayWhoChangedWhatAndWhen() {
        var reply = reply(decide(drift("v1")));

        assertThat(reply.answer()).isEqualTo(Answer.CORRECTED);
        assertThat(reply.said())
                .isEqualTo("weights changed, by argocd-controller (Update) at 2026-03-01T11:59:59Z; correcting it");
    }

    @Test
    void shouldOnlyTellWhenConfiguredToHold() {
        var reply = reply(DriftPolicy.decide(drift("v1"), List.of(), OnDrift.HOLD, NOW));

        assertThat(reply.answer()).isEqualTo(Answer.HELD);
        assertThat(reply.said()).endsWith("held as it is, as configured");
    }

    @Test
    void shouldAnswerAVersionOnce() {
        var underWay = new PastDrift(1, "v1", "weights changed", Answer.CORRECTED, NOW.minusSeconds(60), null);

        assertThat(decide(drift("v1"), underWay)).isEqualTo(new DriftDecision.Answered());
        assertThat(decide(drift("v1"), past(1, Answer.HELD, Duration.ofSeconds(60))))
                .isEqualTo(new DriftDecision.Answered());
        assertThat(decide(drift("v1"), past(1, Answer.LOOPED, Duration.ofSeconds(60))))
                .isEqualTo(new DriftDecision.Answered());
    }

    @Test
    void shouldCorrectAgainALittleLaterWhatACorrectionThatEndedHasNotChanged() {
        var justNow = decide(drift("v1"), past(1, Answer.CORRECTED, Duration.ofSeconds(5)));
        var later = decide(drift("v1"), past(1, Answer.CORRECTED, Duration.ofSeconds(20)));

        assertThat(justNow).isEqualTo(new DriftDecision.Later());
        assertThat(reply(later).answer()).isEqualTo(Answer.CORRECTED);
    }

    @Test
    void shouldGiveUpOnAVersionAfterAsManyCorrectionsAsOnAnyOther() {
        // Given
        PastDrift[] history = IntStream.rangeClosed(1, 3)
                .mapToObj(number -> past(number, Answer.CORRECTED, Duration.ofMinutes(12 - number * 3)))
                .map(failed -> new PastDrift(
                        failed.number(), "v1", failed.found(), failed.answer(), failed.seenAt(), failed.endedAt()))
                .toArray(PastDrift[]::new);

        // When
        var reply = reply(decide(drift("v1"), history));

        // Then
        assertThat(reply.answer()).isEqualTo(Answer.LOOPED);
    }

    @Test
    void shouldWaitWhileACorrectionIsUnderWay() {
        var underWay = new PastDrift(1, "v1", "weights changed", Answer.CORRECTED, NOW.minusSeconds(1), null);

        assertThat(decide(drift("v2"), underWay)).isEqualTo(new DriftDecision.Later());
    }

    @Test
    void shouldTakeAToolThatComesEveryThreeMinutesForALoopAndNameTheFieldToIgnore() {
        // Given
        PastDrift[] history = IntStream.rangeClosed(1, 3)
                .mapToObj(number -> past(number, Answer.CORRECTED, Duration.ofMinutes(12 - number * 3)))
                .toArray(PastDrift[]::new);

        // When
        var reply = reply(decide(drift("v4"), history));

        // Then
        assertThat(reply.answer()).isEqualTo(Answer.LOOPED);
        assertThat(reply.said())
                .contains("argocd-controller is probably a GitOps tool")
                .contains("ignore the field /spec/http/0/route");
    }

    @Test
    void shouldFollowTheSizeOfTheReleaseHoweverOftenThatChanges() {
        // Given
        PastDrift[] history = IntStream.rangeClosed(1, 5)
                .mapToObj(number -> past(number, Answer.CORRECTED, Duration.ofMinutes(12 - number * 2)))
                .toArray(PastDrift[]::new);

        // When
        var reply = reply(decide(Drift.outgrown("release has 6 pods now", "v6"), history));

        // Then
        assertThat(reply.answer()).isEqualTo(Answer.CORRECTED);
        assertThat(reply.said()).isEqualTo("release has 6 pods now; correcting it");
    }

    @Test
    void shouldFollowTheSizeOfTheReleaseNoMoreWhereCorrectionsChangeNothing() {
        // Given
        PastDrift[] history = IntStream.rangeClosed(1, 3)
                .mapToObj(number -> past(number, Answer.CORRECTED, Duration.ofMinutes(12 - number * 3)))
                .map(failed -> new PastDrift(
                        failed.number(), "v1", failed.found(), failed.answer(), failed.seenAt(), failed.endedAt()))
                .toArray(PastDrift[]::new);

        // When
        var reply = reply(decide(Drift.outgrown("release has 6 pods now", "v1"), history));

        // Then
        assertThat(reply.answer()).isEqualTo(Answer.LOOPED);
        assertThat(reply.said())
                .isEqualTo("release has 6 pods now; 3 corrections changed nothing; held as it is until the next shift");
    }

    @Test
    void shouldCorrectAgainWhenTheChangesAreFarApart() {
        PastDrift[] history = IntStream.rangeClosed(1, 3)
                .mapToObj(number -> past(number, Answer.CORRECTED, Duration.ofMinutes(24 - number * 7)))
                .toArray(PastDrift[]::new);

        assertThat(reply(decide(drift("v4"), history)).answer()).isEqualTo(Answer.CORRECTED);
    }

    @Test
    void shouldHoldAfterALoopWithoutRepeatingItself() {
        // Given
        var loop = past(4, Answer.LOOPED, Duration.ofSeconds(70));

        // When
        var same = decide(drift("v5"), loop);
        var another = decide(drift("other weights", "v6", null), loop);

        // Then
        assertThat(same).isEqualTo(new DriftDecision.Answered());
        assertThat(reply(another).answer()).isEqualTo(Answer.LOOPED);
        assertThat(reply(another).said()).endsWith("held as it is until the next shift");
    }

    @Test
    void shouldNotReportHeldChangesInQuickSuccession() {
        var held = past(1, Answer.HELD, Duration.ofSeconds(3));

        assertThat(DriftPolicy.decide(drift("other weights", "v2", null), List.of(held), OnDrift.HOLD, NOW))
                .isEqualTo(new DriftDecision.Later());
    }

    @Test
    void shouldHoldWhatCannotBeCorrectedAndSayWhy() {
        var reply = reply(decide(drift("VirtualService shop was changed", "v1", "its weights sum to 110")));

        assertThat(reply.answer()).isEqualTo(Answer.HELD);
        assertThat(reply.said()).endsWith("held as it is, it cannot be corrected: its weights sum to 110");
    }
}
