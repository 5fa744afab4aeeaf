package io.gennaker.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.outbox.testing.InMemoryOutbox;
import io.gennaker.outbox.testing.InMemoryUnitOfWork;
import io.gennaker.outbox.testing.SettableClock;
import io.gennaker.trigger.matching.InMemoryTriggerStore;
import io.gennaker.trigger.matching.TriggerReader;
import io.gennaker.trigger.matching.Triggering;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Executions that end, and the pipelines that follow.
class EventDoorTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final ExecutionId BUILT = new ExecutionId("shop-build-1");
    private static final ImageReference IMAGE =
            ImageReference.parse("us.gcr.io/acme/shop:v2@sha256:" + "ab".repeat(32));

    private final InMemoryOutbox outbox = new InMemoryOutbox();
    private final InMemoryTriggerStore store = new InMemoryTriggerStore();
    private final EventDoor door = new EventDoor(
            new Triggering(store, _ -> {}, (pipeline, trigger, due) -> {}, Duration.ofMinutes(10)),
            new InMemoryExecutions(),
            new InMemoryUnitOfWork(outbox),
            new SettableClock(NOON),
            _ -> {});

    @BeforeEach
    void applyAPipelineThatFollows() throws Exception {
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
    }

    private void accepted(TriggerInfo trigger) {
        accepted(BUILT, trigger);
    }

    private void accepted(ExecutionId execution, TriggerInfo trigger) {
        accepted(execution, trigger, List.of(new Artifact("shop", IMAGE)));
    }

    private void accepted(ExecutionId execution, TriggerInfo trigger, List<Artifact> artifacts) {
        door.follow(
                new ExecutionEvent.Accepted(
                        execution,
                        "shop-build",
                        "shop",
                        ExecutionStatus.RUNNING,
                        Digest.of("d"),
                        Digest.of("p"),
                        trigger,
                        Map.of(),
                        artifacts,
                        List.of(),
                        NOON),
                outbox::send);
    }

    private void finished(String pipeline, ExecutionStatus status) {
        finished(pipeline, status, NOON);
    }

    private void finished(String pipeline, ExecutionStatus status, Instant at) {
        door.follow(new ExecutionEvent.Finished(BUILT, pipeline, status, null, at), outbox::send);
    }

    private List<ExecutionCommand.Start> starts() {
        return outbox.sent(ExecutionCommand.Start.class);
    }

    @Test
    void shouldStartThePipelineThatFollowsWithTheImagesOfTheOneBefore() {
        // Given
        accepted(new TriggerInfo("manual", "console", "r1", "ada", Map.of()));

        // When
        finished("shop-build", ExecutionStatus.SUCCEEDED);

        // Then
        assertThat(starts()).singleElement().satisfies(start -> {
            assertThat(start.pipeline()).isEqualTo("shop");
            assertThat(start.artifacts()).containsExactly(new Artifact("app", IMAGE));
            assertThat(start.trigger().attributes())
                    .containsEntry("execution", BUILT.value())
                    .containsEntry("status", "Succeeded")
                    .containsEntry("depth", "1");
        });
    }

    @Test
    void shouldStartOnceWhenTheEndIsToldTenTimes() {
        // Given
        accepted(new TriggerInfo("manual", "console", "r1", "ada", Map.of()));

        // When
        for (int i = 0; i < 10; i++) {
            finished("shop-build", ExecutionStatus.SUCCEEDED);
        }

        // Then
        assertThat(starts()).hasSize(1);
    }

    @Test
    void shouldNotStartForAnotherStatusAndSayWhy() {
        // When
        finished("shop-build", ExecutionStatus.TIMED_OUT);

        // Then
        assertThat(starts()).isEmpty();
        assertThat(store.events.values())
                .extracting(event -> event.explanation().outcomes().getFirst().detail())
                .containsExactly("wanted an end as Succeeded, found an end as TimedOut");
    }

    @Test
    void shouldKeepNothingOfPipelinesThatNobodyFollows() {
        // When
        finished("other", ExecutionStatus.SUCCEEDED);

        // Then
        assertThat(store.events).isEmpty();
    }

    @Test
    void shouldEndAChainThatGoesOnAndOn() {
        // Given
        accepted(new TriggerInfo("pipeline", "pipeline:shop", "shop-20", null, Map.of("depth", "20")));

        // When
        finished("shop-build", ExecutionStatus.SUCCEEDED);

        // Then
        assertThat(starts()).isEmpty();
        assertThat(store.events.values())
                .extracting(event -> event.explanation().outcomes().getFirst().detail())
                .containsExactly("wanted at most 20 pipelines that started one another, found more");
    }

    @Test
    void shouldStartThePipelineThatFollowsWhenTheOneBeforeSucceedsAfterItWasOpenedAgain() {
        // Given
        accepted(new TriggerInfo("manual", "console", "r1", "ada", Map.of()));
        finished("shop-build", ExecutionStatus.FAILED);

        // When
        finished("shop-build", ExecutionStatus.SUCCEEDED, NOON.plusSeconds(60));

        // Then
        assertThat(starts())
                .singleElement()
                .satisfies(start -> assertThat(start.artifacts()).containsExactly(new Artifact("app", IMAGE)));
    }

    @Test
    void shouldEndAChainThatGoesThroughNestedExecutions() {
        // Given
        var outer = new ExecutionId("shop-20");
        accepted(outer, new TriggerInfo("pipeline", "pipeline:shop-build", "e", null, Map.of("depth", "20")));
        accepted(new TriggerInfo("stage", outer.value(), outer.value() + "/build/run/1", null, Map.of()));

        // When
        finished("shop-build", ExecutionStatus.SUCCEEDED);

        // Then
        assertThat(starts()).isEmpty();
        assertThat(store.events.values())
                .extracting(event -> event.explanation().outcomes().getFirst().detail())
                .containsExactly("wanted at most 20 pipelines that started one another, found more");
    }

    @Test
    void shouldSayWhoStartedTheOneBefore() {
        // Given
        accepted(new TriggerInfo("manual", "console", "r1", "ada", Map.of()));

        // When
        finished("shop-build", ExecutionStatus.SUCCEEDED);

        // Then
        assertThat(starts()).singleElement().satisfies(start -> {
            assertThat(start.trigger().user()).isNull();
            assertThat(start.trigger().attributes())
                    .containsEntry("user", "ada")
                    .containsEntry("startedBy", "ada");
        });
    }

    @Test
    void shouldSayWhoPushedAndWhoSentThePushAgain() {
        // Given
        accepted(new TriggerInfo("github", "hub", "replay-1", "dana", Map.of("user", "ann")));

        // When
        finished("shop-build", ExecutionStatus.SUCCEEDED);

        // Then
        assertThat(starts())
                .singleElement()
                .satisfies(start -> assertThat(start.trigger().attributes())
                        .containsEntry("user", "ann")
                        .containsEntry("startedBy", "dana"));
    }

    @Test
    void shouldSayThroughAChainWhoPushedAndWhoStarted() {
        // Given
        accepted(new TriggerInfo(
                "pipeline", "pipeline:shop-test", "e", null, Map.of("user", "ann", "startedBy", "dana", "depth", "1")));

        // When
        finished("shop-build", ExecutionStatus.SUCCEEDED);

        // Then
        assertThat(starts())
                .singleElement()
                .satisfies(start -> assertThat(start.trigger().attributes())
                        .containsEntry("user", "ann")
                        .containsEntry("startedBy", "dana"));
    }

    @Test
    void shouldSayThroughAChainWhoHadAPartAlsoOfMoreImagesThanAttributesFit() {
        // Given
        List<Artifact> many = IntStream.range(0, 60)
                .mapToObj(number -> new Artifact("image-" + number, IMAGE))
                .toList();
        accepted(
                BUILT,
                new TriggerInfo(
                        "pipeline",
                        "pipeline:shop-test",
                        "e",
                        null,
                        Map.of("user", "ann", "startedBy", "dana", "depth", "7")),
                many);

        // When
        finished("shop-build", ExecutionStatus.SUCCEEDED);

        // Then
        assertThat(starts())
                .singleElement()
                .satisfies(start -> assertThat(start.trigger().attributes())
                        .containsEntry("user", "ann")
                        .containsEntry("startedBy", "dana")
                        .containsEntry("depth", "8"));
    }

    @Test
    void shouldSayOfARerunWhoPushedForTheExecutionWhosePlanItRuns() {
        // Given
        var first = new ExecutionId("shop-build-0");
        accepted(first, new TriggerInfo("github", "hub", "1", null, Map.of("user", "ann")));
        accepted(new TriggerInfo("rerun", first.value(), BUILT.value(), "eve", Map.of("reason", "flaky")));

        // When
        finished("shop-build", ExecutionStatus.SUCCEEDED);

        // Then
        assertThat(starts())
                .singleElement()
                .satisfies(start -> assertThat(start.trigger().attributes())
                        .containsEntry("user", "ann")
                        .containsEntry("startedBy", "eve"));
    }

    @Test
    void shouldSayOfANestedExecutionWhoStartedTheOuterOneAndWhoAskedForItsRerun() {
        // Given
        accepted(new TriggerInfo("stage", "shop-2", "shop-2/build/run/1", "ann", Map.of("startedBy", "eve")));

        // When
        finished("shop-build", ExecutionStatus.SUCCEEDED);

        // Then
        assertThat(starts())
                .singleElement()
                .satisfies(start -> assertThat(start.trigger().attributes())
                        .containsEntry("user", "ann")
                        .containsEntry("startedBy", "ann")
                        .containsEntry("startedByOthers", "eve"));
    }

    @Test
    void shouldSayOfARerunWhoStartedTheExecutionsWhosePlanItRuns() {
        // Given
        var first = new ExecutionId("shop-build-0");
        var second = new ExecutionId("shop-build-2");
        accepted(first, new TriggerInfo("manual", "console", "r1", "ada", Map.of()));
        accepted(second, new TriggerInfo("rerun", first.value(), second.value(), "dana", Map.of("reason", "flaky")));
        accepted(new TriggerInfo("rerun", second.value(), BUILT.value(), "eve", Map.of("reason", "flaky")));

        // When
        finished("shop-build", ExecutionStatus.SUCCEEDED);

        // Then
        assertThat(starts())
                .singleElement()
                .satisfies(start -> assertThat(start.trigger().attributes())
                        .containsEntry("user", "ada")
                        .containsEntry("startedBy", "eve")
                        .containsEntry("startedByOthers", "dana\nada"));
    }

    @Test
    void shouldSayThroughAChainWhoElseStarted() {
        // Given
        accepted(new TriggerInfo(
                "pipeline",
                "pipeline:shop-test",
                "e",
                null,
                Map.of("user", "ann", "startedBy", "dana", "startedByOthers", "eve\nfay", "depth", "1")));

        // When
        finished("shop-build", ExecutionStatus.SUCCEEDED);

        // Then
        assertThat(starts())
                .singleElement()
                .satisfies(start -> assertThat(start.trigger().attributes())
                        .containsEntry("startedBy", "dana")
                        .containsEntry("startedByOthers", "eve\nfay"));
    }
}
