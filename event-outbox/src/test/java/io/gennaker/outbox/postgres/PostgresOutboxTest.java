package io.gennaker.outbox.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.outbox.store.BusRecord;
import io.gennaker.outbox.store.Header;
import io.gennaker.outbox.store.OutboxRow;
import io.gennaker.outbox.testing.FreshDatabase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PostgresOutboxTest {
    private final FreshDatabase database = FreshDatabase.create();
    private final PostgresOutbox outbox = outbox();

    @Test
    void shouldGiveItsOwnRecordsWithoutReadingThem() {
        // Given
        var record = record("mine");

        // When
        outbox.append(List.of(record));

        // Then
        assertThat(outbox.oldest(1000)).flatExtracting(OutboxRow::records).containsExactly(record);
    }

    @Test
    void shouldReadWhatAnotherProcessAppended() {
        // Given
        var odd = new BusRecord("tränke", null, List.of(new Header("raw", new byte[] {-1, 0, 7})), null);
        var others = List.of(odd, record("theirs"));
        outbox().append(others);
        outbox.append(List.of(record("mine")));

        // When
        var rows = outbox.oldest(1000);

        // Then
        assertThat(rows).hasSize(2);
        assertThat(rows.getFirst().records())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactlyElementsOf(others);
        assertThat(values(rows.subList(1, 2))).containsExactly("mine");
    }

    @Test
    void shouldGiveAllInOrderWhenThereIsMoreThanItKeeps() {
        // Given
        String[] values = IntStream.range(0, 40).mapToObj(i -> i + noise(i)).toArray(String[]::new);
        for (String value : values) {
            outbox.append(List.of(record(value)));
        }

        // Then
        assertThat(values(outbox.oldest(10_000_000))).containsExactly(values);
    }

    @Test
    void shouldReadTheRowThatCameInThePlaceOfItsOwn() {
        // Given
        outbox.append(List.of(record("mine")));
        var restored = outbox();
        database.execute("truncate gennaker_outbox restart identity");
        restored.append(List.of(record("after the database was restored")));

        // When
        var rows = outbox.oldest(1000);

        // Then
        assertThat(values(rows)).containsExactly("after the database was restored");
    }

    @Test
    void shouldNotGiveWhatWasRolledBack() {
        // Given
        try {
            database.transactions().call(() -> {
                outbox.append(List.of(record("never")));
                throw new IllegalStateException("rolled back");
            });
        } catch (IllegalStateException _) {
            // as it should
        }
        outbox.append(List.of(record("once")));

        // When
        var rows = outbox.oldest(1000);
        outbox.remove(rows.stream().map(OutboxRow::id).toList(), List.of());

        // Then
        assertThat(values(rows)).containsExactly("once");
        assertThat(outbox.oldest(1000)).isEmpty();
    }

    private PostgresOutbox outbox() {
        return new PostgresOutbox(new Sql(database.transactions()));
    }

    private static List<String> values(List<OutboxRow> rows) {
        return rows.stream()
                .flatMap(row -> row.records().stream())
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    }

    private static BusRecord record(String value) {
        return new BusRecord("topic", bytes("k"), List.of(Header.of("ce_id", value)), bytes(value));
    }

    /// 20 kB that cannot be made much smaller.
    private static String noise(int seed) {
        return new Random(seed)
                .ints(20_000, ' ', '~')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
