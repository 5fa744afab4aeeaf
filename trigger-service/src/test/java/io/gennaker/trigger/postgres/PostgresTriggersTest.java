package io.gennaker.trigger.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.DefinitionEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ImageReference;
import io.gennaker.outbox.testing.FreshDatabase;
import io.gennaker.pipeline.definition.Trigger;
import io.gennaker.trigger.matching.Concern;
import io.gennaker.trigger.testing.Pipelines;
import io.gennaker.trigger.testing.ServiceDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;

class PostgresTriggersTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration WINDOW = Duration.ofMinutes(10);
    private static final ImageReference IMAGE =
            ImageReference.parse("us.gcr.io/acme/shop:v2@sha256:" + "ab".repeat(32));

    private final FreshDatabase database = ServiceDatabase.create();
    private final PostgresTriggers triggers = new PostgresTriggers(database.transactions());
    private final PostgresTriggers otherReplica = new PostgresTriggers(database.transactions());

    @Test
    void shouldSeeWhatAnotherReplicaStored() {
        // Given
        store(triggers, applied("shop", "v*"));
        assertThatTagsOf(otherReplica).containsExactly("v*");

        // When
        store(triggers, applied("shop", "release-*"));
        store(triggers, applied("shop-eu", "*"));

        // Then
        assertThatTagsOf(otherReplica).containsExactly("release-*", "*");
        assertThatTagsOf(triggers).containsExactly("release-*", "*");
    }

    @Test
    void shouldMatchWhatATemplateMadeOfAPipeline() {
        // Given
        store(triggers, Pipelines.made("shop", "us.gcr.io/acme/shop", "v*"));
        assertThatTagsOf(triggers).containsExactly("v*");

        // When
        store(otherReplica, Pipelines.made("shop", "us.gcr.io/acme/shop", "release-*"));

        // Then
        assertThatTagsOf(triggers).containsExactly("release-*");
    }

    @Test
    void shouldForgetARemovedPipeline() {
        // Given
        store(triggers, applied("shop", "v*"));
        assertThatTagsOf(triggers).hasSize(1);

        // When
        store(otherReplica, Pipelines.removed("shop"));

        // Then
        assertThatTagsOf(triggers).isEmpty();
    }

    @Test
    void shouldNotKeepAnIndexThatWasReadInATransactionThatRolledBack() {
        // Given
        rolledBack(() -> {
            triggers.store(applied("shop", "never-*"));
            triggers.index();
        });

        // When
        store(otherReplica, applied("shop", "v*"));

        // Then
        assertThatTagsOf(triggers).containsExactly("v*");
    }

    @Test
    void shouldKeepTheOtherTriggersWhenOneDefinitionCannotBeRead() {
        // Given
        store(triggers, applied("shop", "v*"));

        // When
        database.execute("insert into pipeline values ('new', 'new.yaml', 'kind: Later', 'sha256:00');"
                + " update pipeline_revision set revision = nextval('pipeline_revision_number')");

        // Then
        assertThatTagsOf(triggers).containsExactly("v*");
    }

    @Test
    void shouldNameTheEarlierStartWithinTheWindow() {
        // Given
        var first = new ExecutionId("shop-1");
        start(first, NOON);

        // When
        var again = start(new ExecutionId("shop-2"), NOON.plus(WINDOW));

        // Then
        assertThat(again).contains(first);
    }

    @Test
    void shouldNotStartTheSameExecutionTwice() {
        // Given
        var first = new ExecutionId("shop-1");
        start(first, NOON);

        // When
        var again = start(first, NOON);

        // Then
        assertThat(again).contains(first);
    }

    @Test
    void shouldStartAgainAfterTheWindow() {
        // Given
        start(new ExecutionId("shop-1"), NOON);

        // When
        var again = start(new ExecutionId("shop-2"), NOON.plus(WINDOW).plusMillis(1));

        // Then
        assertThat(again).isEmpty();
    }

    private Optional<ExecutionId> start(ExecutionId execution, Instant at) {
        return triggers.startedWithin(WINDOW, "shop", IMAGE, execution, at);
    }

    private void store(PostgresTriggers replica, DefinitionEvent event) {
        database.transactions().call(() -> {
            replica.store(event);
            return 0;
        });
    }

    private void rolledBack(Runnable work) {
        try {
            database.transactions().call(() -> {
                work.run();
                throw new RolledBack();
            });
        } catch (RolledBack expected) {
            // as the test wants it
        }
    }

    private static final class RolledBack extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static ListAssert<String> assertThatTagsOf(PostgresTriggers replica) {
        return assertThat(replica.index().of(new Concern("registry", "us.gcr.io/acme/shop")).stream()
                .map(trigger -> ((Trigger.Registry) trigger.rule()).tag().source())
                .toList());
    }

    private static DefinitionEvent.Applied applied(String name, String tag) {
        return Pipelines.applied(name, "us.gcr.io/acme/shop", tag);
    }
}
