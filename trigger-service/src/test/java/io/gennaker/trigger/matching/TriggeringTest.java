package io.gennaker.trigger.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.Message;
import io.gennaker.contracts.RegistryAction;
import io.gennaker.contracts.TriggerEvent;
import io.gennaker.pipeline.definition.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TriggeringTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final String DIGEST = "sha256:" + "ab".repeat(32);
    private static final String SHOP = "us.gcr.io/acme/shop";

    private final List<Message> sent = new ArrayList<>();
    private final InMemoryTriggerStore store = new InMemoryTriggerStore();
    private final Triggering triggering = new Triggering(store, Duration.ofMinutes(10));

    @Test
    void shouldStartThePipelineWithTheImagePinned() {
        // Given
        store.triggers.add(trigger("shop", "v*", "shop"));

        // When
        triggering.take(event("m1", RegistryAction.INSERT, SHOP + ":v2@" + DIGEST, NOON), sent::add);

        // Then
        assertThat(sent).singleElement().isInstanceOfSatisfying(ExecutionCommand.Start.class, start -> {
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
        "INSERT, us.gcr.io/acme/shop:v2, v*, 'wanted a digest to pin the image by, found no digest'",
        "DELETE, us.gcr.io/acme/shop:v2@D, v*, 'wanted action INSERT, found action DELETE'",
    })
    void shouldSayWhyATriggerDidNotStart(RegistryAction action, String image, String tag, String expected) {
        // Given
        store.triggers.add(trigger("shop", tag, "shop"));

        // When
        Explanation explanation = triggering.take(event("m1", action, image.replace("D", DIGEST), NOON), sent::add);

        // Then
        Explanation.Line line = explanation.outcomes().getFirst();
        if (expected.equals("Started")) {
            assertThat(line.result()).isEqualTo("Started");
            assertThat(sent).hasSize(1);
        } else {
            assertThat(line.result()).isEqualTo("NotMatched");
            assertThat(line.detail()).isEqualTo(expected);
            assertThat(sent).isEmpty();
        }
        assertThat(store.recorded).containsExactly(explanation);
    }

    @Test
    void shouldNotLookAtPipelinesThatTheImageDoesNotConcern() {
        // Given
        store.triggers.add(trigger("shop", "*", "shop"));

        // When
        Explanation explanation = triggering.take(
                event("m1", RegistryAction.INSERT, "us.gcr.io/acme/cart:v1@" + DIGEST, NOON), sent::add);

        // Then
        assertThat(explanation.outcomes()).isEmpty();
        assertThat(sent).isEmpty();
    }

    @Test
    void shouldStartOnceWhenARegistryPublishesOnePushTwice() {
        // Given
        store.triggers.add(trigger("shop", "*", "shop"));
        triggering.take(event("m1", RegistryAction.INSERT, SHOP + ":v2@" + DIGEST, NOON), sent::add);

        // When
        Explanation second = triggering.take(
                event("m2", RegistryAction.INSERT, SHOP + ":v2@" + DIGEST, NOON.plusSeconds(60)), sent::add);

        // Then
        assertThat(sent).hasSize(1);
        assertThat(second.outcomes()).singleElement().satisfies(line -> {
            assertThat(line.result()).isEqualTo("Duplicate");
            assertThat(line.detail()).isEqualTo("of " + ExecutionId.of("shop", "pubsub:acme/gcr/m1"));
        });
    }

    @Test
    void shouldStartAgainWhenTheSameImageIsPushedAfterTheWindow() {
        // Given
        store.triggers.add(trigger("shop", "*", "shop"));
        triggering.take(event("m1", RegistryAction.INSERT, SHOP + ":v2@" + DIGEST, NOON), sent::add);

        // When
        triggering.take(event("m2", RegistryAction.INSERT, SHOP + ":v2@" + DIGEST, NOON.plusSeconds(601)), sent::add);

        // Then
        assertThat(sent).hasSize(2);
    }

    @Test
    void shouldStartEveryPipelineThatTheImageConcerns() {
        // Given
        store.triggers.add(trigger("shop", "*", "shop"));
        store.triggers.add(trigger("shop-eu", "v*", "app"));

        // When
        triggering.take(event("m1", RegistryAction.INSERT, SHOP + ":v2@" + DIGEST, NOON), sent::add);

        // Then
        assertThat(sent)
                .extracting(message -> ((ExecutionCommand.Start) message).pipeline())
                .containsExactly("shop", "shop-eu");
    }

    private static RegistryTrigger trigger(String pipeline, String tag, String artifact) {
        return new RegistryTrigger(pipeline, new Trigger.Registry("pushed", SHOP, tag, true), List.of(artifact));
    }

    private static TriggerEvent.ImageChanged event(String id, RegistryAction action, String image, Instant at) {
        return new TriggerEvent.ImageChanged("pubsub:acme/gcr", id, action, ImageReference.parse(image), Map.of(), at);
    }

    private static final class InMemoryTriggerStore implements TriggerStore {
        private record Started(ExecutionId execution, Instant at) {}

        final List<RegistryTrigger> triggers = new ArrayList<>();
        final List<Explanation> recorded = new ArrayList<>();
        private final Map<String, Started> started = new HashMap<>();

        @Override
        public TriggerIndex index() {
            return new TriggerIndex(triggers);
        }

        @Override
        public Optional<ExecutionId> startedWithin(
                Duration window, String pipeline, ImageReference image, ExecutionId execution, Instant at) {
            Started before = started.get(pipeline + image);
            if (before != null && !before.at().isBefore(at.minus(window))) {
                return Optional.of(before.execution());
            }
            started.put(pipeline + image, new Started(execution, at));
            return Optional.empty();
        }

        @Override
        public void record(TriggerEvent.ImageChanged event, Explanation explanation) {
            recorded.add(explanation);
        }
    }
}
