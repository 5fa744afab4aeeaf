package io.gennaker.outbox.store;

import static org.awaitility.Awaitility.await;

import io.gennaker.outbox.postgres.PostgresStore;
import io.gennaker.outbox.testing.FreshDatabase;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

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
