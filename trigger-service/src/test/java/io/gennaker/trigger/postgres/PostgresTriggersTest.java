package io.gennaker.trigger.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.DefinitionEvent;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.FactKind;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.TriggerEvent;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.contracts.TriggerLine;
import io.gennaker.contracts.TriggerResult;
import io.gennaker.outbox.testing.FreshDatabase;
import io.gennaker.outbox.testing.InMemoryOutbox;
import io.gennaker.outbox.testing.InMemoryTimers;
import io.gennaker.pipeline.definition.FreezeDefinition;
import io.gennaker.pipeline.definition.Trigger;
import io.gennaker.trigger.CronSchedules;
import io.gennaker.trigger.CronTimes;
import io.gennaker.trigger.matching.Concern;
import io.gennaker.trigger.matching.Event;
import io.gennaker.trigger.matching.Explanation;
import io.gennaker.trigger.matching.Quiet;
import io.gennaker.trigger.matching.Resolutions;
import io.gennaker.trigger.matching.Triggering;
import io.gennaker.trigger.testing.Pipelines;
import io.gennaker.trigger.testing.ServiceDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ListAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PostgresTriggersTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Actor DANA = new Actor("dana", List.of());
    private static final Duration WINDOW = Duration.ofMinutes(10);
    private static final ImageReference IMAGE =
            ImageReference.parse("us.gcr.io/acme/shop:v2@sha256:" + "ab".repeat(32));

    private static final TriggerEvent.FactReceived PUSHED =
            new TriggerEvent.FactReceived(FactKind.WEBHOOK, "ci", "m1", Map.of(), "{}", NOON);
    private static final Event PUSH = Event.of(PUSHED);

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
    void shouldNotLoseATimerWhosePipelineCannotBeReadHere() {
        // Given
        database.execute("insert into pipeline values ('new', 'new.yaml', 'kind: Later', 'sha256:00');"
                + " update pipeline_revision set revision = nextval('pipeline_revision_number')");
        var triggering = new Triggering(triggers, _ -> {}, (pipeline, trigger, due) -> {}, WINDOW);
        var times =
                new CronTimes(triggers, triggering, new CronSchedules(new InMemoryTimers(), () -> NOON), () -> NOON);
        var outbox = new InMemoryOutbox();

        // When
        ThrowingCallable fired = () -> times.fired("cron/new/nightly", "cron/new", "nightly " + NOON, NOON, outbox);
        ThrowingCallable firedOfOneThatIsGone =
                () -> times.fired("cron/gone/nightly", "cron/gone", "nightly " + NOON, NOON, outbox);

        // Then: whoever fires a timer keeps it when that fails
        assertThatThrownBy(fired).hasMessage("the definition of pipeline new cannot be read here");
        assertThatCode(firedOfOneThatIsGone).doesNotThrowAnyException();
    }

    @Test
    void shouldKeepAStartThatWaitsForQuietWhateverBecomesOfTheReplica() {
        // Given
        var start = new ExecutionCommand.Start(
                new ExecutionId("shop-1"),
                "shop",
                new TriggerInfo("registry", "gcr", "m1", null, Map.of("tag", "v2")),
                Map.of("replicas", "3"),
                List.of(new Artifact("shop", IMAGE)),
                NOON);
        var quiet = new Quiet("pushed", "ev-1", start, List.of("ev-0"), NOON.plusSeconds(30));
        database.transactions().call(() -> {
            triggers.put(new Quiet("pushed", "ev-0", start, List.of(), NOON));
            triggers.put(quiet);
            return 0;
        });

        // When
        var found = database.transactions().call(() -> otherReplica.lockQuiet("shop", "pushed"));

        // Then
        assertThat(found).contains(quiet);
        database.transactions().call(() -> {
            otherReplica.remove(quiet);
            return 0;
        });
        assertThat(database.transactions().call(() -> triggers.lockQuiet("shop", "pushed")))
                .isEmpty();
    }

    @Test
    void shouldKnowTheFreezesThatAnotherReplicaStored() {
        // Given
        store(triggers, applied("shop", "v*"));
        String document = """
                apiVersion: gennaker/v1
                kind: Freeze
                metadata: {name: christmas}
                spec: {applications: [shop], reason: calm}
                """;

        // When
        store(
                triggers,
                new DefinitionEvent.Applied(
                        DefinitionKind.FREEZE,
                        "christmas",
                        Digest.of(document),
                        "freeze.yaml",
                        document,
                        Map.of(),
                        DANA,
                        NOON));
        var frozen = otherReplica.index().freeze("shop", NOON);
        store(otherReplica, new DefinitionEvent.Removed(DefinitionKind.FREEZE, "christmas", DANA, NOON));

        // Then
        assertThat(frozen).contains(new FreezeDefinition.InForce("christmas", "calm", null, false));
        assertThat(triggers.index().freeze("shop", NOON)).isEmpty();
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
    void shouldKeepBothLinesOfAnEventThatTwoReplicasChangeAtOnce() {
        // Given
        keep("shop", "shop-eu");
        var other = new ArrayList<CompletableFuture<Integer>>();

        // When
        unresolved(triggers, "shop", () -> {
            other.add(CompletableFuture.supplyAsync(() -> unresolved(otherReplica, "shop-eu", () -> {})));
            await("the other one waits").atMost(Duration.ofSeconds(30)).until(this::somebodyWaits);
        });
        other.forEach(CompletableFuture::join);

        // Then
        assertThat(triggers.find(PUSH.identity()).orElseThrow().explanation().outcomes())
                .extracting(TriggerLine::result)
                .containsExactly(TriggerResult.NOT_MATCHED, TriggerResult.NOT_MATCHED);
    }

    /// An event that the registry is asked about, once for each pipeline.
    private void keep(String... pipelines) {
        var lines = Arrays.stream(pipelines)
                .map(pipeline -> TriggerLine.of(pipeline, "pushed", TriggerResult.RESOLVING, "asks"))
                .toList();
        database.transactions().call(() -> {
            triggers.begin(PUSH, PUSHED);
            triggers.conclude(PUSH.identity(), new Explanation(lines, 0));
            return 0;
        });
    }

    /// @param meanwhile is done when the line is written and its transaction still runs
    private int unresolved(PostgresTriggers replica, String pipeline, Runnable meanwhile) {
        var start = new ExecutionCommand.Start(
                new ExecutionId(pipeline + "-1"),
                pipeline,
                new TriggerInfo("webhook", "ci", "m1", null, Map.of()),
                Map.of(),
                List.of(),
                NOON);
        var pending = new Resolutions.Pending(PUSH.identity(), "pushed", start, NOON);
        var triggering = new Triggering(replica, _ -> {}, (_, _, _) -> {}, WINDOW);
        return database.transactions().call(() -> {
            triggering.unresolved(pending, "no such tag", NOON, _ -> meanwhile.run());
            return 0;
        });
    }

    private boolean somebodyWaits() {
        return !database.value("select count(*) from pg_stat_activity"
                        + " where datname = current_database() and wait_event_type = 'Lock'")
                .equals("0");
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
