package io.gennaker.outbox.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gennaker.outbox.postgres.PostgresStore;
import io.gennaker.outbox.testing.FreshDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
