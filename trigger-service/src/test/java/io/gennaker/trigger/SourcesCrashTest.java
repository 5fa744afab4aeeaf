package io.gennaker.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gennaker.contracts.FactKind;
import io.gennaker.contracts.TriggerEvent;
import io.gennaker.outbox.Outbox;
import io.gennaker.outbox.UnitOfWork;
import io.gennaker.outbox.testing.FreshDatabase;
import io.gennaker.trigger.source.Call;
import io.gennaker.trigger.source.Calls;
import io.gennaker.trigger.source.SourceKind;
import io.gennaker.trigger.source.SubscriptionMessage;
import io.gennaker.trigger.testing.Doors;
import io.gennaker.trigger.testing.ServiceDatabase;
import io.gennaker.trigger.testing.Victim;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What each source brings, with the process dying between receiving, writing and acknowledging, brought again and in
/// another order: nothing lost, nothing twice. Over a real database; a death in here is a transaction that rolls back,
/// or one whose success nobody learns.
class SourcesCrashTest {
    private static FreshDatabase database;

    @BeforeAll
    static void apply() {
        database = ServiceDatabase.create();
        Doors.apply(database, Doors.PIPELINES);
    }

    private static Arguments source(SourceKind kind, Call call) {
        return Arguments.of(
                kind.word(), (Reading) id -> withId(kind.read(call).facts().getFirst(), id));
    }

    /// Makes the event of a source that has this id.
    interface Reading {
        TriggerEvent event(String id) throws Exception;
    }

    static Stream<Arguments> sources() {
        return Stream.of(
                source(SourceKind.REGISTRY, Calls.registry()),
                source(SourceKind.DOCKER_HUB, Calls.dockerHub()),
                source(SourceKind.GITHUB_PACKAGES, Calls.githubPackage()),
                source(SourceKind.QUAY, Calls.quay()),
                source(SourceKind.HARBOR, Calls.harbor()),
                source(SourceKind.GITHUB, Calls.githubPush("refs/heads/main")),
                source(SourceKind.GITLAB, Calls.gitlabRelease()),
                source(SourceKind.CDEVENTS, Calls.cdEvent("application/json", "%s")),
                source(SourceKind.PUBSUB, Calls.pubsub("{\"name\":\"backup\"}")),
                source(SourceKind.WEBHOOK, Calls.call(Map.of(), "{\"a\":1}")),
                Arguments.of("kafka", (Reading) id -> SubscriptionMessage.read(
                        "kafka:orders", "orders/0/" + id, "{\"a\":1}", Map.of(), Instant.now())),
                Arguments.of("cron", (Reading) id -> new TriggerEvent.FactReceived(
                        FactKind.CRON, "cron:every/nightly", id, Map.of(), "{}", Instant.now())),
                Arguments.of("pipeline", (Reading) id -> new TriggerEvent.FactReceived(
                        FactKind.PIPELINE,
                        "pipeline:build",
                        id,
                        Map.of("pipeline", "build", "status", "Succeeded"),
                        "{}",
                        Instant.now())));
    }

    private static TriggerEvent withId(TriggerEvent event, String id) {
        return switch (event) {
            case TriggerEvent.ImageChanged e ->
                new TriggerEvent.ImageChanged(e.source(), id, e.action(), e.image(), e.attributes(), e.at());
            case TriggerEvent.FactReceived e ->
                new TriggerEvent.FactReceived(e.kind(), e.source(), id, e.attributes(), e.payload(), e.at());
            case TriggerEvent.ArtifactPublished e -> e;
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sources")
    void shouldStartOnceThroughDeathsAndRepetitions(String name, Reading source) throws Exception {
        // Given
        TriggerEvent event = source.event(name + "-deaths");
        EventDoor dying = Doors.door(database, BeforeCommit::new);
        EventDoor unheard = Doors.door(database, AfterCommit::new);
        EventDoor door = Doors.door(database, real -> real);

        // When
        takeAndDie(dying, event);
        takeAndDie(unheard, event);
        takeTenTimesAtOnce(door, event);

        // Then
        assertThat(Doors.kept(database, event)).isEqualTo(1);
        assertThat(Doors.asked(database, event)).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sources")
    void shouldTakeAllWhenTheyComeInAnyOrder(String name, Reading source) throws Exception {
        // Given
        var events = new ArrayList<TriggerEvent>();
        for (int number : List.of(3, 1, 2, 1, 3)) {
            events.add(source.event(name + "-order-" + number));
        }
        EventDoor door = Doors.door(database, real -> real);

        // When
        events.forEach(door::take);

        // Then
        assertThat(events)
                .allSatisfy(event -> assertThat(Doors.kept(database, event)).isEqualTo(1));
    }

    /// With real deaths: the process halts at a place between two writes.
    @ParameterizedTest
    @ValueSource(strings = {"event-received", "event-written", "event-kept"})
    void shouldStartOnceWhenTheProcessIsKilled(String crashPoint) throws Exception {
        // Given
        killed("team", crashPoint, crashPoint);
        TriggerEvent event = Doors.event("team", crashPoint);
        assertThat(Doors.kept(database, event)).isEqualTo(crashPoint.equals("event-kept") ? 1 : 0);

        // When
        Doors.door(database, real -> real).take(event);

        // Then
        assertThat(Doors.kept(database, event)).isEqualTo(1);
        assertThat(Doors.asked(database, event)).isEqualTo(1);
    }

    /// The event was taken by a process that is dead by the time it has been quiet for long enough.
    @Test
    void shouldStartOnceWhenTheProcessIsKilledInAQuietPeriod() throws Exception {
        // Given
        killed("calm", "event-kept", "calm");
        TriggerEvent event = Doors.event("calm", "calm");
        assertThat(Doors.kept(database, event)).isEqualTo(1);
        assertThat(Doors.asked(database, event)).isZero();

        // When
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            fireAsTwoReplicas();
            return Doors.asked(database, event) > 0;
        });
        fireAsTwoReplicas();
        Doors.door(database, real -> real).take(event);
        fireAsTwoReplicas();

        // Then
        assertThat(Doors.asked(database, event)).isEqualTo(1);
        assertThat(database.value("select count(*) from quiet")).isEqualTo("0");
    }

    private static void fireAsTwoReplicas() throws Exception {
        try (var threads = Executors.newFixedThreadPool(2)) {
            var turns = IntStream.range(0, 2)
                    .mapToObj(_ -> threads.submit(() -> Doors.fireTimers(database)))
                    .toList();
            for (var turn : turns) {
                turn.get();
            }
        }
    }

    private static void killed(String webhook, String crashPoint, String event) throws Exception {
        Victim.start(Doors.class, crashPoint, event, database, webhook, event).awaitDeath();
    }

    private static void takeAndDie(EventDoor door, TriggerEvent event) {
        try {
            door.take(event);
        } catch (Death expected) {
            return;
        }
        throw new AssertionError("the door did not die");
    }

    private static void takeTenTimesAtOnce(EventDoor door, TriggerEvent event) throws Exception {
        try (var threads = Executors.newFixedThreadPool(10)) {
            var calls = IntStream.range(0, 10)
                    .mapToObj(_ -> threads.submit(() -> door.take(event)))
                    .toList();
            for (var call : calls) {
                call.get();
            }
        }
    }

    private static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /// Dies after the work, before the commit.
    private record BeforeCommit(UnitOfWork real) implements UnitOfWork {
        @Override
        public <T extends @Nullable Object> T call(Function<Outbox, T> work) {
            return real.call(outbox -> {
                var _ = work.apply(outbox);
                throw new Death();
            });
        }
    }

    /// Dies after the commit, before anybody learns of it.
    private record AfterCommit(UnitOfWork real) implements UnitOfWork {
        @Override
        public <T extends @Nullable Object> T call(Function<Outbox, T> work) {
            real.call(work);
            throw new Death();
        }
    }
}
