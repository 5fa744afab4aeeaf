package io.gennaker.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.TriggerLine;
import io.gennaker.contracts.TriggerResult;
import io.gennaker.outbox.testing.InMemoryOutbox;
import io.gennaker.outbox.testing.InMemoryTimers;
import io.gennaker.outbox.testing.SettableClock;
import io.gennaker.pipeline.definition.Trigger;
import io.gennaker.trigger.matching.InMemoryTriggerStore;
import io.gennaker.trigger.matching.PipelineTrigger;
import io.gennaker.trigger.matching.TriggerReader;
import io.gennaker.trigger.matching.Triggering;
import io.gennaker.trigger.matching.UnreadableDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CronTimesTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-28T12:00:00Z"));
    private final InMemoryTimers timers = new InMemoryTimers();
    private final InMemoryOutbox outbox = new InMemoryOutbox();
    private final InMemoryTriggerStore store = new InMemoryTriggerStore();
    private final Triggering triggering =
            new Triggering(store, _ -> {}, (pipeline, trigger, due) -> {}, Duration.ofMinutes(10));
    private final CronSchedules schedules = new CronSchedules(timers, clock);
    private final CronTimes times = new CronTimes(store, triggering, schedules, clock);

    private void apply(String keys) throws UnreadableDefinition {
        List<PipelineTrigger> triggers = TriggerReader.triggersOf("shop.yaml", """
                apiVersion: gennaker/v1
                kind: Pipeline
                metadata: {name: shop}
                spec:
                  triggers:
                    - {name: nightly, type: cron, zone: Europe/Berlin, %s}
                  stages: [{id: pause, kind: wait, duration: 1s}]
                """.formatted(keys));
        schedules.replace("shop", store.triggers, triggers);
        store.triggers.clear();
        store.triggers.addAll(triggers);
    }

    private void passTo(String time) {
        clock.set(Instant.parse(time));
        timers.fireDue(clock.instant(), times, outbox);
    }

    private List<String> started() {
        return outbox.sent(ExecutionCommand.Start.class).stream()
                .map(start -> start.trigger().eventId())
                .toList();
    }

    @Test
    void shouldStartOnceADayThroughAChangeOfTheClocks() throws Exception {
        // Given
        apply("schedule: '30 2 * * *'");

        // When
        passTo("2026-03-29T00:59:59Z");
        passTo("2026-03-29T01:00:00Z");
        passTo("2026-03-30T00:30:00Z");

        // Then
        assertThat(started()).containsExactly("2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z");
    }

    @Test
    void shouldStartOnceWhenATimeComesAgain() throws Exception {
        // Given
        apply("schedule: '30 2 * * *'");
        InMemoryTimers.Timer timer = timers.set().getFirst();
        passTo("2026-03-29T01:00:00Z");

        // When
        times.fired(timer.id(), timer.key(), timer.payload(), timer.due(), outbox);

        // Then
        assertThat(started()).hasSize(1);
    }

    @Test
    void shouldLeaveOutMissedTimesAndSayIt() throws Exception {
        // Given
        apply("schedule: '0 * * * *'");

        // When
        passTo("2026-03-28T18:30:00Z");

        // Then
        assertThat(started()).isEmpty();
        assertThat(store.events.values())
                .flatExtracting(event -> event.explanation().outcomes())
                .extracting(TriggerLine::detail)
                .containsExactly(
                        "wanted to start at 2026-03-28T18:00:00Z, found it to be 2026-03-28T18:30:00Z; misfire is skip");
        assertThat(timers.set())
                .extracting(InMemoryTimers.Timer::due)
                .containsExactly(Instant.parse("2026-03-28T19:00:00Z"));
    }

    @Test
    void shouldMakeUpForTheLastMissedTimeOnly() throws Exception {
        // Given
        apply("schedule: '0 * * * *', misfire: run");

        // When
        passTo("2026-03-28T18:30:00Z");

        // Then
        assertThat(started()).containsExactly("2026-03-28T18:00:00Z");
    }

    @Test
    void shouldPutAStartOffByAtMostTheJitterAndTheSameEachTime() throws Exception {
        // Given
        apply("schedule: '0 3 * * *', jitter: 10m");
        Instant due = timers.set().getFirst().due();

        // When
        apply("schedule: '0 3 * * *', jitter: 10m");

        // Then
        assertThat(due).isBetween(Instant.parse("2026-03-29T01:00:00Z"), Instant.parse("2026-03-29T01:10:00Z"));
        assertThat(timers.set()).extracting(InMemoryTimers.Timer::due).containsExactly(due);
    }

    @Test
    void shouldNotLoseAStartThatIsPutOffWhenTheDefinitionIsAppliedAgain() throws Exception {
        // Given
        apply("schedule: '0 3 * * *', jitter: 10m");
        Instant due = timers.set().getFirst().due();
        clock.set(due.minusMillis(1));

        // When
        apply("schedule: '0 3 * * *', jitter: 10m");
        passTo(due.toString());

        // Then
        assertThat(started()).containsExactly("2026-03-29T01:00:00Z");
    }

    @Test
    void shouldNotLoseATimeThatIsDueWhenTheDefinitionIsAppliedAgain() throws Exception {
        // Given
        apply("schedule: '0 3 * * *', misfire: run");
        clock.set(Instant.parse("2026-03-29T09:00:00Z"));

        // When
        apply("schedule: '0 3 * * *', misfire: run");
        passTo("2026-03-29T09:00:00Z");

        // Then
        assertThat(started()).containsExactly("2026-03-29T01:00:00Z");
    }

    @Test
    void shouldGoOnWhenTheDefinitionIsAppliedAgainAndTheTimerWasLost() throws Exception {
        // Given
        apply("schedule: '0 3 * * *'");
        timers.cancelAll("cron/shop");

        // When
        apply("schedule: '0 3 * * *'");
        passTo("2026-03-29T01:00:00Z");

        // Then
        assertThat(started()).containsExactly("2026-03-29T01:00:00Z");
    }

    @Test
    void shouldKeepToTheTimesOfANewScheduleAlone() throws Exception {
        // Given
        apply("schedule: '0 3 * * *'");

        // When
        apply("schedule: '0 4 * * *'");

        // Then
        assertThat(timers.set())
                .extracting(InMemoryTimers.Timer::due)
                .containsExactly(Instant.parse("2026-03-29T02:00:00Z"));
    }

    @Test
    void shouldStartNothingAnyMoreWhenTheTriggerIsGone() throws Exception {
        // Given
        apply("schedule: '0 3 * * *'");
        InMemoryTimers.Timer timer = timers.set().getFirst();

        // When
        apply("schedule: '0 4 * * *', enabled: false");
        times.fired(timer.id(), timer.key(), timer.payload(), timer.due(), outbox);

        // Then
        assertThat(started()).isEmpty();
        assertThat(timers.set()).isEmpty();
    }

    @Test
    void shouldStartAtTheTimeThatIsOnTimeAlthoughOneBeforeWasMissed() throws Exception {
        // Given
        apply("schedule: '0 * * * *'");
        passTo("2026-03-28T17:59:30Z");

        // When
        passTo("2026-03-28T19:00:05Z");

        // Then
        assertThat(started()).containsExactly("2026-03-28T19:00:00Z");
        assertThat(store.events.values())
                .flatExtracting(event -> event.explanation().outcomes())
                .filteredOn(line -> line.result() == TriggerResult.NOT_MATCHED)
                .extracting(TriggerLine::detail)
                .contains(
                        "wanted to start at 2026-03-28T18:00:00Z, found it to be 2026-03-28T19:00:05Z; misfire is skip");
    }

    @Test
    void shouldMakeUpForMissedTimesByTheOneThatIsOnTime() throws Exception {
        // Given
        apply("schedule: '0 * * * *', misfire: run");

        // When
        passTo("2026-03-28T19:00:05Z");

        // Then
        assertThat(started()).containsExactly("2026-03-28T19:00:00Z");
    }

    @Test
    void shouldPutOffAsEverTheStartWhoseTimeCameWhileAnotherOneWasMissed() throws Exception {
        // Given
        apply("schedule: '0 * * * *', misfire: run, jitter: 30m");
        passTo("2026-03-28T17:59:30Z");
        Instant due = due("2026-03-28T19:00:00Z");
        clock.set(due.minusMillis(1));

        // When
        timers.fireDue(clock.instant(), times, outbox);
        List<String> before = started();
        passTo(due.toString());

        // Then
        assertThat(before).endsWith("2026-03-28T18:00:00Z");
        assertThat(started()).endsWith("2026-03-28T18:00:00Z", "2026-03-28T19:00:00Z");
    }

    /// When a start is due by a schedule of its own, that is put off.
    private Instant due(String time) {
        var probe = new InMemoryTimers();
        new CronSchedules(probe, clock)
                .setNext("shop", cron(), Instant.parse(time).minusSeconds(1));
        return probe.set().getFirst().due();
    }

    private Trigger.Cron cron() {
        return (Trigger.Cron) store.triggers.getFirst().rule();
    }
}
