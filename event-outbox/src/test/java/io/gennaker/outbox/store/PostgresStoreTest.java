package io.gennaker.outbox.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gennaker.outbox.postgres.PostgresStore;
import io.gennaker.outbox.testing.FreshDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PostgresStoreTest extends StoreContract {
    private static FreshDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = FreshDatabase.create();
    }

    @BeforeEach
    void empty() {
        database.execute("truncate gennaker_inbox, gennaker_outbox, gennaker_operation, gennaker_timer");
    }

    @Override
    Store store() {
        var silent = new Announcements() {
            @Override
            public void outboxFilled() {}

            @Override
            public void operationCancelled(String id) {}
        };
        return PostgresStore.over(database.transactions(), database.transactions(), silent);
    }

    @Test
    void shouldRenewTheOthersAtOnceWhenATransactionHoldsOneOperation() throws Exception {
        // Given
        var operations = store().operations();
        operations.insert(operation("busy"));
        operations.insert(operation("idle"));
        var leases = operations.claim("one", Duration.ofMinutes(1), 10).stream()
                .map(ClaimedOperation::lease)
                .toList();
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select from gennaker_operation where id = 'busy' for update");

            // When
            var renewal = CompletableFuture.supplyAsync(() -> operations.renew(leases, Duration.ofMinutes(1)));

            // Then
            assertThat(renewal.get(60, TimeUnit.SECONDS))
                    .containsExactlyInAnyOrder(
                            new HeldLease(new Lease("busy", 1), false, false),
                            new HeldLease(new Lease("idle", 1), true, false));
        }
    }

    static Stream<Named<Consumer<TimerTable>>> cancellations() {
        return Stream.of(
                Named.of("all of its key", timers -> timers.removeAll(List.of("k"))),
                Named.of("itself", timers -> timers.change(List.of("t", "later"), List.of())));
    }

    /// Who cancels holds what the firing one waits for.
    @ParameterizedTest
    @MethodSource("cancellations")
    void shouldNotWaitForATimerThatIsFiringWhenItIsCancelled(Consumer<TimerTable> cancel) throws Exception {
        // Given
        var store = store();
        store.timers()
                .change(List.of(), List.of(timer("t", "k", Duration.ZERO), timer("later", "k", Duration.ofDays(1))));
        var due = store.timers().due(10).getFirst();

        // When
        var fired = store.transactions().call(() -> {
            var taken = store.timers().take(due);
            CompletableFuture.runAsync(() -> store.transactions().call(() -> {
                        cancel.accept(store.timers());
                        return true;
                    }))
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join();
            return taken;
        });

        // Then
        assertThat(fired).map(TimerRow::id).contains("t");
        assertThat(store.timers().untilNext()).isEmpty();
    }

    /// The store's clock is the database's: time passes by itself.
    @Override
    void pass(Duration time) {
        Instant until = Instant.now().plus(time);
        await().pollInterval(Duration.ofMillis(5)).until(() -> Instant.now().isAfter(until));
    }

    @Override
    Instant now() {
        return Instant.parse(database.value(
                "select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"));
    }
}
