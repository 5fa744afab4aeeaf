package io.gennaker.outbox.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gennaker.outbox.CrashPoints;
import io.gennaker.outbox.testing.FreshDatabase;
import io.gennaker.outbox.testing.TestBus;
import io.gennaker.playground.testing.TestDatabase;
import io.gennaker.playground.testing.TestInfrastructure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Kills the service between every two of its writes and at any other moment, under load.
class CrashTest {
    /// Every place between two writes, of one process to the database, to the bus or to the group's offsets.
    private static final List<String> POINTS = List.of(
            "inbox-inserted",
            "operation-submitted",
            "timer-set",
            "state-written",
            "outbox-written",
            "committed",
            "batch-handled",
            "relay-read",
            "relay-sent",
            "relay-removed",
            "operation-claimed",
            "operation-checkpointed",
            "operation-paused",
            "operation-completed",
            "timer-taken",
            "timer-fired");
    private static final int RANDOM_KILLS = 5;
    private static final long SEED = 20191021;

    private String broker;
    private String prefix;
    private TestDatabase database;
    private FreshDatabase tables;
    private TestBus bus;
    private Load load;
    private Ledger ledger;

    @BeforeEach
    void prepare() {
        var infrastructure = TestInfrastructure.ensure();
        broker = infrastructure.bootstrapServers();
        prefix = infrastructure.freshTopicPrefix();
        tables = FreshDatabase.create();
        tables.execute(CountingHandlers.TABLE);
        database = new TestDatabase(
                tables.dataSource().getUrl(),
                tables.dataSource().getUser(),
                tables.dataSource().getPassword());
        bus = new TestBus(broker, prefix);
        load = new Load(bus);
        ledger = new Ledger(tables, bus);
    }

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void shouldLoseAndRepeatNothingWhenKilledAtEveryCrashPoint() throws InterruptedException {
        // Given
        load.start();

        // When
        for (String point : POINTS) {
            // not at the first time: in the midst of work
            try (var victim = victim("one", point + ":3")) {
                assertThat(victim.awaitEnd()).as(point).isEqualTo(CrashPoints.EXIT_CODE);
            }
        }

        // Then
        int last = load.stop();
        try (var _ = victim("one", null)) {
            ledger.awaitQuiet(last);
        }
        ledger.check(last);
    }

    @Test
    void shouldLoseAndRepeatNothingWhenTwoReplicasAreKilledAtRandom() throws InterruptedException {
        // Given
        var random = new Random(SEED);
        var replicas = new Victim[] {victim("one", null), victim("two", null)};
        load.start();
        awaitProgress(0);

        // When
        for (int kills = 0; kills < RANDOM_KILLS; kills++) {
            pass(Duration.ofMillis(random.nextInt(200, 1500)));
            int one = random.nextInt(replicas.length);
            replicas[one].kill();
            replicas[one] = victim(one == 0 ? "one" : "two", null);
            awaitProgress(applied());
        }

        // Then
        int last = load.stop();
        ledger.awaitQuiet(last);
        for (Victim replica : replicas) {
            replica.kill();
        }
        ledger.check(last);
    }

    private Victim victim(String replica, @Nullable String crashAt) {
        return Victim.start(broker, prefix, database, replica, crashAt);
    }

    private int applied() {
        return Integer.parseInt(tables.value("select count(*) from applied"));
    }

    private void awaitProgress(int since) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> applied() > since);
    }

    private static void pass(Duration time) {
        Instant until = Instant.now().plus(time);
        await().pollInterval(Duration.ofMillis(10)).until(() -> Instant.now().isAfter(until));
    }
}
