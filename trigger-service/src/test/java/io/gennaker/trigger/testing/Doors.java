package io.gennaker.trigger.testing;

import io.gennaker.contracts.FactKind;
import io.gennaker.contracts.TriggerEvent;
import io.gennaker.outbox.UnitOfWork;
import io.gennaker.outbox.engine.Backoff;
import io.gennaker.outbox.engine.Observer;
import io.gennaker.outbox.engine.OperationSettings;
import io.gennaker.outbox.engine.TimerRunner;
import io.gennaker.outbox.engine.Tracing;
import io.gennaker.outbox.engine.Units;
import io.gennaker.outbox.engine.Wakeups;
import io.gennaker.outbox.kafka.KafkaSettings;
import io.gennaker.outbox.postgres.PostgresStore;
import io.gennaker.outbox.postgres.Replica;
import io.gennaker.outbox.runtime.OutboxRuntime;
import io.gennaker.outbox.runtime.OutboxSettings;
import io.gennaker.outbox.store.Store;
import io.gennaker.outbox.testing.FreshDatabase;
import io.gennaker.trigger.DoorForTests;
import io.gennaker.trigger.EventDoor;
import io.gennaker.trigger.QuietTimers;
import io.gennaker.trigger.matching.Triggering;
import io.gennaker.trigger.postgres.PostgresTriggers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.UnaryOperator;

/// The way in over a real database, without bus and container; also in a process of its own, to be killed.
public final class Doors {
    /// One pipeline for each kind of fact that [io.gennaker.trigger.source.Calls] makes.
    public static final Map<String, String> PIPELINES = Map.of(
            "host", registry("registry.acme.io:5000/acme/shop"),
            "hub", registry("docker.io/acme/shop"),
            "ghcr", registry("ghcr.io/acme/shop"),
            "quay", registry("quay.io/acme/shop"),
            "harbor", registry("harbor.acme.io/team/shop"),
            "every", """
                  triggers:
                    - {name: nightly, type: cron, schedule: "0 3 * * *"}
                    - {name: github, type: git, repository: github.com/acme/shop}
                    - {name: gitlab, type: git, repository: gitlab.acme.io/team/shop, events: [release]}
                    - {name: event, type: cdevent, source: team}
                    - {name: message, type: message, source: team}
                    - {name: call, type: webhook, source: team}
                    - {name: orders, type: message, source: orders}
                    - {name: built, type: pipeline, pipeline: build}
                """,
            "calm", """
                  triggers: [{name: call, type: webhook, source: calm, quiet: 1s}]
                """);

    private static final long EVERYTHING = 100_000_000;
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1));

    private Doors() {}

    private static String registry(String image) {
        return """
                  artifacts: [{name: app, image: "%s"}]
                  triggers: [{name: pushed, type: registry, image: "%s"}]
                """.formatted(image, image);
    }

    /// Arguments: JDBC URL, user, password, name of the webhook, id of the event.
    public static void main(String[] arguments) {
        door(FreshDatabase.at(arguments[0], arguments[1], arguments[2]), real -> real)
                .take(event(arguments[3], arguments[4]));
    }

    public static TriggerEvent.FactReceived event(String webhook, String id) {
        return new TriggerEvent.FactReceived(
                FactKind.WEBHOOK,
                "webhook:" + webhook,
                id,
                Map.of(),
                "{\"a\":1}",
                Instant.parse("2026-11-23T12:00:00Z"));
    }

    public static void apply(FreshDatabase database, Map<String, String> pipelines) {
        var triggers = new PostgresTriggers(database.transactions());
        pipelines.forEach((name, spec) -> database.transactions().call(() -> {
            triggers.store(Pipelines.applied(name, """
                    apiVersion: gennaker/v1
                    kind: Pipeline
                    metadata: {name: %s}
                    spec:
                    %s
                      stages: [{id: pause, kind: wait, duration: 1s}]
                    """.formatted(name, spec.stripTrailing())));
            return 0;
        }));
    }

    public static EventDoor door(FreshDatabase database, UnaryOperator<UnitOfWork> around) {
        var outbox = outbox(database);
        return DoorForTests.of(triggering(database, outbox), around.apply(outbox.unitOfWork()));
    }

    private static Triggering triggering(FreshDatabase database, OutboxRuntime outbox) {
        return DoorForTests.triggering(database.transactions(), outbox.operations(), outbox.timers());
    }

    /// Fires the timers that are due, as a replica does.
    public static void fireTimers(FreshDatabase database) {
        var units = new Units("/trigger", store(database), new Wakeups(), Tracing.none(), Clock.systemUTC());
        var ends = new QuietTimers.Ends(triggering(database, outbox(database)), InstantSource.system());
        new TimerRunner(units, ends, BACKOFF).turn();
    }

    private static OutboxRuntime outbox(FreshDatabase database) {
        var transactions = database.transactions();
        return new OutboxRuntime(
                new OutboxSettings(
                        new KafkaSettings("trigger", Map.of(), "", 1, (short) 1, false, 50, Duration.ofSeconds(6)),
                        3,
                        BACKOFF,
                        new OperationSettings(1, Duration.ofSeconds(2), BACKOFF),
                        Duration.ofDays(1),
                        Duration.ofDays(1)),
                transactions,
                transactions,
                Tracing.none(),
                Observer.none(),
                Clock.systemUTC());
    }

    /// How often an event is in the history.
    public static long kept(FreshDatabase database, TriggerEvent event) {
        return count(database, "select count(*) from trigger_event where event = '" + identity(event) + "'");
    }

    /// How often an execution was asked for because of an event: by a start, or by a question to the registry that
    /// comes before it.
    public static long asked(FreshDatabase database, TriggerEvent event) {
        String eventId = "\"eventId\":\"" + id(event) + "\"";
        return commands(database, eventId)
                + count(database, "select count(*) from gennaker_operation where command like '%" + eventId + "%'");
    }

    /// How many commands to executions hold a text.
    public static long commands(FreshDatabase database, String text) {
        return store(database).outbox().oldest(EVERYTHING).stream()
                .flatMap(row -> row.records().stream())
                .filter(record -> record.topic().endsWith("execution-commands"))
                .filter(record -> new String(record.value(), StandardCharsets.UTF_8).contains(text))
                .count();
    }

    private static Store store(FreshDatabase database) {
        var transactions = database.transactions();
        return PostgresStore.over(transactions, transactions, new Replica(transactions, () -> {}, _ -> {}));
    }

    private static long count(FreshDatabase database, String sql) {
        return Long.parseLong(database.value(sql));
    }

    private static String identity(TriggerEvent event) {
        return TriggerEvent.identity(event.source(), id(event));
    }

    private static String id(TriggerEvent event) {
        return switch (event) {
            case TriggerEvent.ImageChanged changed -> changed.eventId();
            case TriggerEvent.FactReceived fact -> fact.eventId();
            case TriggerEvent.ArtifactPublished published -> published.context().id();
        };
    }
}
