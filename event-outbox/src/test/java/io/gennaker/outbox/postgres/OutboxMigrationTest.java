package io.gennaker.outbox.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.outbox.store.BusRecord;
import io.gennaker.outbox.store.Header;
import io.gennaker.outbox.testing.FreshDatabase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxMigrationTest {
    @Test
    void shouldKeepWhatWaitsWhenRowsComeToHoldManyRecords() {
        // Given
        var database = FreshDatabase.empty();
        database.migrate("V1__inbox_outbox_operations_timers.sql");
        database.execute("""
                insert into gennaker_outbox (topic, key, headers, value) values
                    ('tränke', 'k', '[{"name":"ce_id","value":"ä\\"1"},{"name":"raw","base64":"/wAH"}]', 'one'),
                    ('other', null, '[]', null)""");

        // When
        database.migrate("V2__outbox_rows_hold_many_records.sql");

        // Then
        var rows = new PostgresOutbox(new Sql(database.dataSource())).oldest(1000);
        assertThat(rows)
                .flatExtracting(row -> row.records())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(
                        new BusRecord(
                                "tränke",
                                bytes("k"),
                                List.of(Header.of("ce_id", "ä\"1"), new Header("raw", new byte[] {-1, 0, 7})),
                                bytes("one")),
                        new BusRecord("other", null, List.of(), null));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
