package io.gennaker.outbox.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.outbox.store.BusRecord;
import io.gennaker.outbox.store.Header;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PackedRecordsTest {
    private static final int MOST = 500_000;

    @Test
    void shouldGiveBackWhatItCompressed() {
        // Given
        var records = IntStream.range(0, 500).mapToObj(PackedRecordsTest::wordy).toList();

        // When
        var rows = PackedRecords.pack(records, MOST);

        // Then
        assertThat(rows).hasSize(1).allSatisfy(row -> {
            assertThat(row.records()).hasSize(500);
            assertThat(row.bytes().length).isLessThan(500 * 200 / 4);
            assertThat(PackedRecords.unpack(row.bytes()))
                    .usingRecursiveFieldByFieldElementComparator()
                    .containsExactlyElementsOf(records);
        });
    }

    @Test
    void shouldGiveBackWhatCannotBeCompressed() {
        // Given
        byte[] noise = new byte[MOST + 1];
        new Random(7).nextBytes(noise);
        var records = List.of(new BusRecord("topic", null, List.of(), noise), wordy(1));

        // When
        var rows = PackedRecords.pack(records, MOST);

        // Then
        assertThat(rows).hasSize(2);
        assertThat(rows)
                .flatExtracting(row -> PackedRecords.unpack(row.bytes()))
                .extracting(BusRecord::value)
                .containsExactly(noise, wordy(1).value());
    }

    @Test
    void shouldLeaveFewRecordsToBeReadByPeople() {
        // When
        var rows = PackedRecords.pack(List.of(wordy(7)), MOST);

        // Then
        assertThat(new String(rows.getFirst().bytes(), StandardCharsets.UTF_8)).contains("the words of number 7");
    }

    private static BusRecord wordy(int number) {
        return new BusRecord(
                "gennaker.execution-events",
                ("key-" + number).getBytes(StandardCharsets.UTF_8),
                List.of(Header.of("ce_type", "io.gennaker.stage.changed.v1")),
                ("the words of number " + number + ", which are the words of all of them, again and again")
                        .getBytes(StandardCharsets.UTF_8));
    }
}
