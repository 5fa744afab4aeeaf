package io.gennaker.trigger.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.Message;
import io.gennaker.contracts.RegistryAction;
import io.gennaker.contracts.TriggerEvent;
import io.gennaker.contracts.TriggerLine;
import io.gennaker.contracts.TriggerOutcome;
import io.gennaker.contracts.TriggerResult;
import io.gennaker.pipeline.definition.ExpectedArtifact;
import io.gennaker.pipeline.definition.FreezeDefinition;
import io.gennaker.pipeline.definition.TextPattern;
import io.gennaker.pipeline.definition.Trigger;
import io.gennaker.trigger.QuietTimers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TriggeringTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final String DIGEST = "sha256:" + "ab".repeat(32);
    private static final String SHOP = "us.gcr.io/acme/shop";

    private final List<Message> sent = new ArrayList<>();
    private final List<Resolutions.Pending> requested = new ArrayList<>();
    private final Map<String, Instant> timers = new HashMap<>();
    private final InMemoryTriggerStore store = new InMemoryTriggerStore();
    private final Triggering triggering = new Triggering(
            store,
            requested::add,
            (pipeline, trigger, due) -> timers.put(pipeline + "/" + trigger, due),
            Duration.ofMinutes(10));

    @Test
    void shouldStartThePipelineWithTheImagePinned() {
        // Given
        store.triggers.add(trigger("shop", "v*", "shop"));

        // When
        take(event("m1", RegistryAction.INSERT, SHOP + ":v2@" + DIGEST, NOON));

        // Then
        assertThat(starts()).singleElement().satisfies(start -> {
            assertThat(start.executionId()).isEqualTo(ExecutionId.of("shop", "pubsub:acme/gcr/m1"));
            assertThat(start.artifacts())
                    .containsExactly(new Artifact("shop", ImageReference.parse(SHOP + ":v2@" + DIGEST)));
            assertThat(start.trigger().eventId()).isEqualTo("m1");
            assertThat(start.trigger().attributes()).containsEntry("tag", "v2").containsEntry("digest", DIGEST);
        });
    }

    @ParameterizedTest(name = "{0} of {1} under tag {2}: {3}")
    @CsvSource({
        "INSERT, us.gcr.io/acme/shop:v2@D, v*, Started",
        "INSERT, us.gcr.io/acme/shop:dev@D, v*, 'wanted tag v*, found tag dev'",
        "INSERT, us.gcr.io/acme/shop@D, v*, 'wanted tag v*, found no tag'",
        "INSERT, us.gcr.io/acme/shop@D, *, Started",
        "DELETE, us.gcr.io/acme/shop:v2@D, v*, 'wanted action INSERT, found action DELETE'",
    })
    void shouldSayWhyATriggerDidNotStart(RegistryAction action, String image, String tag, String expected) {
        // Given
        store.triggers.add(trigger("shop", tag, "shop"));

        // When
        Explanation explanation = take(event("m1", action, image.replace("D", DIGEST), NOON));

        // Then
        TriggerLine line = explanation.outcomes().getFirst();
        if (expected.equals("Started")) {
            assertThat(line.result()).isEqualTo(TriggerResult.STARTED);
            assertThat(starts()).hasSize(1);
        } else {
            assertThat(line.result()).isEqualTo(TriggerResult.NOT_MATCHED);
            assertThat(line.detail()).isEqualTo(expected);
            assertThat(starts()).isEmpty();
        }
        assertThat(store.events.values()).extracting(TakenEvent::explanation).containsExactly(explanation);
    }

    @Test
    void shouldNotLookAtPipelinesThatTheImageDoesNotConcern() {
        // Given
        store.triggers.add(trigger("shop", "*", "shop"));

        // When
        Explanation explanation = take(event("m1", RegistryAction.INSERT, "us.gcr.io/acme/cart:v1@" + DIGEST, NOON));

        // Then
        assertThat(explanation.outcomes()).isEmpty();
        assertThat(starts()).isEmpty();
    }

    @Test
    void shouldStartOnceWhenARegistryPublishesOnePushTwice() {
        // Given
        store.triggers.add(trigger("shop", "*", "shop"));
        take(event("m1", RegistryAction.INSERT, SHOP + ":v2@" + DIGEST, NOON));

        // When
        Explanation second = take(event("m2", RegistryAction.INSERT, SHOP + ":v2@" + DIGEST, NOON.plusSeconds(60)));

        // Then
        assertThat(starts()).hasSize(1);
        assertThat(second.outcomes()).singleElement().satisfies(line -> {
            assertThat(line.result()).isEqualTo(TriggerResult.DUPLICATE);
            assertThat(line.detail()).isEqualTo("of " + ExecutionId.of("shop", "pubsub:acme/gcr/m1"));
        });
    }

    @Test
    void shouldStartAgainWhenTheSameImageIsPushedAfterTheWindow() {
        // Given
        store.triggers.add(trigger("shop", "*", "shop"));
        take(event("m1", RegistryAction.INSERT, SHOP + ":v2@" + DIGEST, NOON));

        // When
        take(event("m2", RegistryAction.INSERT, SHOP + ":v2@" + DIGEST, NOON.plusSeconds(601)));

        // Then
        assertThat(starts()).hasSize(2);
    }

    @Test
    void shouldStartEveryPipelineThatTheImageConcerns() {
        // Given
        store.triggers.add(trigger("shop", "*", "shop"));
        store.triggers.add(trigger("shop-eu", "v*", "app"));

        // When
        take(event("m1", RegistryAction.INSERT, SHOP + ":v2@" + DIGEST, NOON));

        // Then
        assertThat(starts()).extracting(ExecutionCommand.Start::pipeline).containsExactly("shop", "shop-eu");
    }

    @Test
    void shouldHaveNoEffectWhenTheSameEventComesAgain() {
        // Given
        store.triggers.add(trigger("shop", "*", "shop"));
        take(event("m1", RegistryAction.INSERT, SHOP + ":v2@" + DIGEST, NOON));
        List<Message> before = List.copyOf(sent);

        // When
        Taken again =
                triggering.take(event("m1", RegistryAction.INSERT, SHOP + ":v2@" + DIGEST, NOON), NOON, sent::add);

        // Then
        assertThat(again.repeated()).isTrue();
        assertThat(again.event().explanation().outcomes())
                .extracting(TriggerLine::result)
                .containsExactly(TriggerResult.STARTED);
        assertThat(sent).isEqualTo(before);
    }

    @Test
    void shouldAskTheRegistryWhichDigestATagNames() {
        // Given
        store.triggers.add(trigger("shop", "*", "shop"));

        // When
        Explanation explanation = take(event("m1", RegistryAction.INSERT, SHOP + ":v2", NOON));

        // Then
        assertThat(explanation.outcomes()).extracting(TriggerLine::result).containsExactly(TriggerResult.RESOLVING);
        assertThat(starts()).isEmpty();
        assertThat(requested).singleElement().satisfies(pending -> {
            assertThat(pending.start().artifacts())
                    .containsExactly(new Artifact("shop", ImageReference.parse(SHOP + ":v2")));
            assertThat(pending.until()).isEqualTo(NOON.plusSeconds(600));
        });
    }

    @Test
    void shouldStartWhenTheRegistryHasNamedTheDigest() {
        // Given
        store.triggers.add(trigger("shop", "*", "shop"));
        take(event("m1", RegistryAction.INSERT, SHOP + ":v2", NOON));
        Resolutions.Pending pending = requested.getFirst();
        ExecutionCommand.Start start = pending.start();
        var pinned = new ExecutionCommand.Start(
                start.executionId(),
                start.pipeline(),
                start.trigger(),
                start.parameters(),
                List.of(new Artifact("shop", ImageReference.parse(SHOP + ":v2@" + DIGEST))),
                start.at());

        // When
        triggering.resolved(pending, pinned, NOON, sent::add);

        // Then
        assertThat(starts()).containsExactly(pinned);
        assertThat(store.find(pending.event()).orElseThrow().explanation().outcomes())
                .extracting(TriggerLine::result)
                .containsExactly(TriggerResult.STARTED);
        assertThat(sent.getLast()).isInstanceOf(TriggerOutcome.EventTaken.class);
    }

    @Test
    void shouldSayThatTheRegistryDoesNotKnowTheTag() {
        // Given
        store.triggers.add(trigger("shop", "*", "shop"));
        take(event("m1", RegistryAction.INSERT, SHOP + ":v2", NOON));

        // When
        triggering.unresolved(requested.getFirst(), "the registry does not know it", NOON, sent::add);

        // Then
        assertThat(starts()).isEmpty();
        assertThat(store.events.values())
                .extracting(kept -> kept.explanation().outcomes().getFirst().detail())
                .containsExactly(
                        "wanted a digest to pin us.gcr.io/acme/shop:v2 by, found the registry does not know it");
    }

    @Test
    void shouldStartOnlyNewerImagesWhereTheTriggerWantsTheNewest() {
        // Given
        store.triggers.add(new PipelineTrigger(
                "shop",
                "shop",
                new Trigger.Registry(Trigger.Terms.none("pushed"), SHOP, TextPattern.ANY, true),
                List.of(new ExpectedArtifact("shop", SHOP))));
        take(event("m2", RegistryAction.INSERT, SHOP + ":v2@" + DIGEST, NOON.plusSeconds(60)));

        // When
        Explanation late = take(event("m1", RegistryAction.INSERT, SHOP + ":v1@" + DIGEST, NOON));

        // Then
        assertThat(starts()).hasSize(1);
        assertThat(late.outcomes())
                .extracting(TriggerLine::detail)
                .containsExactly(
                        "wanted an image pushed after 2026-11-23T12:01:00Z, found one pushed at 2026-11-23T12:00:00Z");
    }

    @Test
    void shouldStartAgainWhenAPersonHasAnEventTakenOnceMore() {
        // Given
        store.triggers.add(trigger("shop", "*", "shop"));
        TriggerEvent.ImageChanged event = event("m1", RegistryAction.INSERT, SHOP + ":v2@" + DIGEST, NOON);
        take(event);
        String identity = TriggerEvent.identity(event.source(), "m1");

        // When
        Taken again = triggering
                .replay(identity, "r1", "ada", NOON.plusSeconds(5), sent::add)
                .orElseThrow();
        triggering.replay(identity, "r1", "ada", NOON.plusSeconds(6), sent::add);

        // Then
        assertThat(again.event().replayOf()).isEqualTo(identity);
        assertThat(again.event().requestedBy()).isEqualTo("ada");
        assertThat(starts())
                .hasSize(2)
                .extracting(start -> start.trigger().user())
                .containsExactly(null, "ada");
    }

    @Test
    void shouldNotTakeOnceMoreWhatIsNotKept() {
        assertThat(triggering.replay("ev-0", "r1", "ada", NOON, sent::add)).isEmpty();
    }

    @Test
    void shouldSayThatAnExecutionWaitsForTheEndOfAFreeze() {
        // Given
        store.triggers.add(trigger("shop", "*", "shop"));
        store.freezes.add(
                new FreezeDefinition("christmas", List.of(TextPattern.parse("sh*")), List.of(), "calm", false));

        // When
        Explanation explanation = take(event("m1", RegistryAction.INSERT, SHOP + ":v2@" + DIGEST, NOON));

        // Then
        assertThat(starts()).hasSize(1);
        assertThat(explanation.outcomes())
                .extracting(TriggerLine::result, TriggerLine::detail)
                .containsExactly(tuple(
                        TriggerResult.STARTED,
                        ExecutionId.of("shop", "pubsub:acme/gcr/m1")
                                + "; frozen until the freeze is removed by christmas: calm"));
    }

    /// The database's clock says when a timer is due, and keeps its time in microseconds.
    @Test
    void shouldStartWhatItWasQuietForThoughTheClockIsBehindTheDatabases() {
        // Given
        store.triggers.add(quiet());
        take("m1", ":v1@" + DIGEST, NOON.plusNanos(789));
        var ends = new QuietTimers.Ends(triggering, () -> NOON);

        // When
        ends.fired("quiet/shop/pushed", "quiet/shop/pushed", "pushed", NOON.plusSeconds(30), sent::add);

        // Then
        assertThat(starts()).hasSize(1);
    }

    @Test
    void shouldStartOnceWithTheNewestWhenItWasQuietAfterManyEvents() {
        // Given
        store.triggers.add(quiet());
        Explanation first = take("m1", ":v1@" + DIGEST, NOON);
        take("m2", ":v2@" + DIGEST, NOON.plusSeconds(20));
        take("m3", ":v3@" + DIGEST, NOON.plusSeconds(40));

        // When
        triggering.quietOver("shop", "pushed", NOON.plusSeconds(69), sent::add);
        List<ExecutionCommand.Start> before = starts();
        triggering.quietOver("shop", "pushed", NOON.plusSeconds(70), sent::add);
        triggering.quietOver("shop", "pushed", NOON.plusSeconds(71), sent::add);

        // Then
        assertThat(first.outcomes())
                .extracting(TriggerLine::result, TriggerLine::detail)
                .containsExactly(tuple(
                        TriggerResult.QUIET,
                        execution("m1") + " starts at 2026-11-23T12:00:30Z when nothing else comes"));
        assertThat(timers).containsExactly(Map.entry("shop/pushed", NOON.plusSeconds(70)));
        assertThat(before).isEmpty();
        assertThat(starts()).extracting(ExecutionCommand.Start::executionId).containsExactly(execution("m3"));
        assertThat(line("m1")).isEqualTo("SUPERSEDED by " + event("m2"));
        assertThat(line("m2")).isEqualTo("SUPERSEDED by " + event("m3"));
        assertThat(line("m3"))
                .isEqualTo("STARTED " + execution("m3") + "; in the place of " + event("m2") + ", " + event("m1"));
    }

    @Test
    void shouldKeepTheNewerEventAndWaitOnWhenAnOlderOneComesLate() {
        // Given
        store.triggers.add(quiet());
        take("m2", ":v2@" + DIGEST, NOON.plusSeconds(10));

        // When
        triggering.take(
                event("m1", RegistryAction.INSERT, SHOP + ":v1@" + DIGEST, NOON), NOON.plusSeconds(20), sent::add);
        triggering.quietOver("shop", "pushed", NOON.plusSeconds(50), sent::add);

        // Then
        assertThat(timers).containsExactly(Map.entry("shop/pushed", NOON.plusSeconds(50)));
        assertThat(starts()).extracting(ExecutionCommand.Start::executionId).containsExactly(execution("m2"));
        assertThat(line("m1")).isEqualTo("SUPERSEDED by " + event("m2") + ", which is newer");
    }

    @Test
    void shouldNotMoveTheEndOfTheQuietWhenTheSameEventComesAgain() {
        // Given
        store.triggers.add(quiet());
        take("m1", ":v1@" + DIGEST, NOON);

        // When
        triggering.take(
                event("m1", RegistryAction.INSERT, SHOP + ":v1@" + DIGEST, NOON), NOON.plusSeconds(20), sent::add);

        // Then
        assertThat(timers).containsExactly(Map.entry("shop/pushed", NOON.plusSeconds(30)));
    }

    @Test
    void shouldAskTheRegistryWhenItIsQuietForTheNewestAlone() {
        // Given
        store.triggers.add(quiet());
        take("m1", ":v1", NOON);
        take("m2", ":v2", NOON.plusSeconds(1));

        // When
        triggering.quietOver("shop", "pushed", NOON.plusSeconds(31), sent::add);

        // Then
        assertThat(requested)
                .extracting(pending -> pending.start().executionId())
                .containsExactly(execution("m2"));
        assertThat(line("m2")).startsWith("RESOLVING");
    }

    private Explanation take(String id, String image, Instant at) {
        return triggering
                .take(event(id, RegistryAction.INSERT, SHOP + image, at), at, sent::add)
                .event()
                .explanation();
    }

    private static ExecutionId execution(String id) {
        return ExecutionId.of("shop", "pubsub:acme/gcr/" + id);
    }

    private static String event(String id) {
        return TriggerEvent.identity("pubsub:acme/gcr", id);
    }

    private String line(String id) {
        TriggerLine line =
                store.find(event(id)).orElseThrow().explanation().outcomes().getFirst();
        return line.result() + " " + line.detail();
    }

    private static PipelineTrigger quiet() {
        var terms =
                new Trigger.Terms("pushed", true, null, Map.of(), Map.of(), Map.of(), Map.of(), Duration.ofSeconds(30));
        return new PipelineTrigger(
                "shop",
                "shop",
                new Trigger.Registry(terms, SHOP, TextPattern.ANY, false),
                List.of(new ExpectedArtifact("shop", SHOP)));
    }

    private Explanation take(TriggerEvent event) {
        return triggering.take(event, NOON, sent::add).event().explanation();
    }

    private List<ExecutionCommand.Start> starts() {
        return sent.stream()
                .filter(ExecutionCommand.Start.class::isInstance)
                .map(ExecutionCommand.Start.class::cast)
                .toList();
    }

    private static PipelineTrigger trigger(String pipeline, String tag, String artifact) {
        return new PipelineTrigger(
                pipeline,
                "shop",
                new Trigger.Registry(Trigger.Terms.none("pushed"), SHOP, TextPattern.parse(tag), false),
                List.of(new ExpectedArtifact(artifact, SHOP)));
    }

    private static TriggerEvent.ImageChanged event(String id, RegistryAction action, String image, Instant at) {
        return new TriggerEvent.ImageChanged("pubsub:acme/gcr", id, action, ImageReference.parse(image), Map.of(), at);
    }
}
