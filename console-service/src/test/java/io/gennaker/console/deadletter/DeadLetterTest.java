package io.gennaker.console.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadLetterTest {
    private static final String STORY = "gennaker-dead-letter-";
    private static final byte[] NOTHING = {};
    private static final long TIMESTAMP = Instant.parse("2019-10-21T10:00:00Z").toEpochMilli();

    @Test
    void shouldTellTheStoryWhenTheRecordHasOne() {
        // When
        DeadLetter letter = DeadLetter.of(record(1, story(), new byte[] {7}));

        // Then
        assertThat(letter.origin()).isEqualTo(new DeadLetter.Origin("p.gennaker.triggers", 3, 17));
        assertThat(letter.service()).isEqualTo("trigger");
        assertThat(letter.reason()).isEqualTo("not for me");
        assertThat(letter.at()).isEqualTo("2019-10-21T09:26:41Z");
        assertThat(letter.type()).isEqualTo("made.up");
        assertThat(letter.headers()).extracting(RecordHeader::name).containsExactly("ce_type");
        assertThat(letter.complete()).isTrue();
    }

    @Test
    void shouldHaveOneIdWhenTheSameStandsInTwoPlaces() {
        assertThat(DeadLetter.of(record(1, story(), NOTHING)).id())
                .isEqualTo(DeadLetter.of(record(2, story(), NOTHING)).id());
    }

    @ParameterizedTest
    @CsvSource({"service, deployer", "topic, p.gennaker.other", "partition, 4", "offset, 18", "at, 2019-10-21T09:26:42Z"
    })
    void shouldHaveAnotherIdWhenItIsAboutSomethingElse(String header, String value) {
        // Given
        Map<String, String> other = story();
        other.put(STORY + header, value);

        // When
        DeadLetter letter = DeadLetter.of(record(1, other, NOTHING));

        // Then
        assertThat(letter.id())
                .isNotEqualTo(DeadLetter.of(record(1, story(), NOTHING)).id());
    }

    @ParameterizedTest
    @CsvSource({"partition, three", "offset, -", "offset, 99999999999999999999", "topic, ' '"})
    void shouldHaveNoOriginWhenThePlaceCannotBeRead(String header, String value) {
        // Given
        Map<String, String> odd = story();
        odd.put(STORY + header, value);

        // When
        DeadLetter letter = DeadLetter.of(record(1, odd, NOTHING));

        // Then
        assertThat(letter.origin()).isNull();
        assertThat(letter.id())
                .isNotEqualTo(DeadLetter.of(record(2, odd, NOTHING)).id());
    }

    @ParameterizedTest
    @CsvSource({
        "yesterday, 2019-10-21T10:00:00Z",
        "+999999999-12-31T23:59:59Z, 9999-01-01T00:00:00Z",
        "-999999999-01-01T00:00:00Z, 1970-01-01T00:00:00Z"
    })
    void shouldHaveATimeThatCanBeKeptWhenItsOwnCannot(String given, String kept) {
        // Given
        Map<String, String> odd = story();
        odd.put(STORY + "at", given);

        // When
        DeadLetter letter = DeadLetter.of(record(1, odd, NOTHING));

        // Then
        assertThat(letter.at()).isEqualTo(kept);
    }

    @Test
    void shouldKeepTheBeginningWhenTheRecordIsTooLarge() {
        // Given
        var headers = new ArrayList<RecordHeader>();
        for (int i = 0; i < 100; i++) {
            headers.add(new RecordHeader("h", new byte[1_000]));
        }

        // When
        DeadLetter letter =
                DeadLetter.of(new DeadRecord(0, 1, TIMESTAMP, new byte[70_000], headers, new byte[1_500_000]));

        // Then
        assertThat(letter.key()).hasSize(65_536);
        assertThat(letter.headers()).hasSize(65);
        assertThat(letter.value()).hasSize(1_000_000);
        assertThat(letter.bytes()).isEqualTo(1_500_000);
        assertThat(letter.complete()).isFalse();
    }

    @Test
    void shouldBoundTheReasonWhenItIsLong() {
        // Given
        Map<String, String> odd = story();
        odd.put(STORY + "reason", "\0" + "x".repeat(5_000));

        // When
        DeadLetter letter = DeadLetter.of(record(1, odd, NOTHING));

        // Then
        assertThat(letter.reason()).hasSize(2_000).startsWith("\uFFFDx");
    }

    static Map<String, String> story() {
        var headers = new LinkedHashMap<String, String>();
        headers.put("ce_type", "made.up");
        headers.put(STORY + "reason", "not for me");
        headers.put(STORY + "topic", "p.gennaker.triggers");
        headers.put(STORY + "partition", "3");
        headers.put(STORY + "offset", "17");
        headers.put(STORY + "service", "trigger");
        headers.put(STORY + "at", "2019-10-21T09:26:41Z");
        return headers;
    }

    static DeadRecord record(long offset, Map<String, String> headers, byte[] value) {
        List<RecordHeader> list = headers.entrySet().stream()
                .map(header ->
                        new RecordHeader(header.getKey(), header.getValue().getBytes(StandardCharsets.UTF_8)))
                .toList();
        return new DeadRecord(0, offset, TIMESTAMP, NOTHING, list, value);
    }
}
