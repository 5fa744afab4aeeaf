package io.gennaker.trigger.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.Intervention;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.outbox.testing.FreshDatabase;
import io.gennaker.outbox.testing.InMemoryOutbox;
import io.gennaker.outbox.testing.InMemoryUnitOfWork;
import io.gennaker.trigger.EventDoor;
import io.gennaker.trigger.matching.InMemoryTriggerStore;
import io.gennaker.trigger.matching.TriggerReader;
import io.gennaker.trigger.matching.Triggering;
import io.gennaker.trigger.testing.ServiceDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What is remembered of executions, over a database. The database tells the time, so all times are before now.
class RetentionTest {
    private static final Duration RETENTION = Duration.ofDays(30);
    private static final ExecutionId BUILT = new ExecutionId("shop-build-1");
    private static final Actor DANA = new Actor("dana", List.of());
    private static final ImageReference IMAGE =
            ImageReference.parse("us.gcr.io/acme/shop:v2@sha256:" + "ab".repeat(32));

    private final FreshDatabase database = ServiceDatabase.create();
    private final RunningExecutions executions = new RunningExecutions(database.transactions());
    private final Retention retention = new Retention(database.transactions(), RETENTION, Duration.ofMinutes(10));
    private final InMemoryOutbox outbox = new InMemoryOutbox();
    private final InMemoryTriggerStore store = new InMemoryTriggerStore();
    private final EventDoor door = new EventDoor(
            new Triggering(store, _ -> {}, (pipeline, trigger, due) -> {}, Duration.ofMinutes(10)),
            executions,
            new InMemoryUnitOfWork(outbox),
            Instant::now,
            _ -> {});

    @Test
    void shouldGiveWhoFollowsTheImagesOfAnExecutionThatTookLongerThanEventsAreKept() throws Exception {
        // Given
        store.triggers.addAll(TriggerReader.triggersOf("shop.yaml", """
                apiVersion: gennaker/v1
                kind: Pipeline
                metadata: {name: shop}
                spec:
                  artifacts: [{name: app, image: us.gcr.io/acme/shop}]
                  triggers:
                    - {name: built, type: pipeline, pipeline: shop-build}
                  stages: [{id: pause, kind: wait, duration: 1s}]
                """));
        accepted(daysAgo(40));
        retention.removeOld();

        // When
        finished(daysAgo(0));

        // Then
        assertThat(outbox.sent(ExecutionCommand.Start.class)).singleElement().satisfies(start -> {
            assertThat(start.artifacts()).containsExactly(new Artifact("app", IMAGE));
            assertThat(start.trigger().attributes()).containsEntry("user", "ada");
        });
    }

    @Test
    void shouldRememberAnExecutionAsLongAfterItsEndAsEventsAreKept() {
        // Given
        accepted(daysAgo(40));
        finished(daysAgo(29));

        // When
        int removed = retention.removeOld();

        // Then
        assertThat(removed).isZero();
    }

    @Test
    void shouldForgetAnExecutionThatEndedLongAgo() {
        // Given
        accepted(daysAgo(40));
        finished(daysAgo(31));

        // When
        int removed = retention.removeOld();

        // Then
        assertThat(removed).isOne();
    }

    @Test
    void shouldRememberAnExecutionThatAPersonOpenedAgain() {
        // Given
        accepted(daysAgo(50));
        finished(daysAgo(40));
        door.follow(
                new ExecutionEvent.Intervened(
                        BUILT,
                        "r1",
                        new Intervention.Retry("deploy"),
                        DANA,
                        "again",
                        ExecutionStatus.QUEUED,
                        daysAgo(39)),
                outbox::send);

        // When
        int removed = retention.removeOld();

        // Then
        assertThat(removed).isZero();
    }

    @Test
    void shouldForgetAnExecutionWhoseEndWasNeverTold() {
        // Given
        accepted(daysAgo(3 * 365));

        // When
        int removed = retention.removeOld();

        // Then
        assertThat(removed).isOne();
    }

    private static Instant daysAgo(int days) {
        return Instant.now().minus(Duration.ofDays(days));
    }

    private void accepted(Instant at) {
        door.follow(
                new ExecutionEvent.Accepted(
                        BUILT,
                        "shop-build",
                        "shop",
                        ExecutionStatus.RUNNING,
                        Digest.of("d"),
                        Digest.of("p"),
                        new TriggerInfo("manual", "console", "r1", "ada", Map.of()),
                        Map.of(),
                        List.of(new Artifact("shop", IMAGE)),
                        List.of(),
                        at),
                outbox::send);
    }

    private void finished(Instant at) {
        door.follow(
                new ExecutionEvent.Finished(BUILT, "shop-build", ExecutionStatus.SUCCEEDED, null, at), outbox::send);
    }
}
