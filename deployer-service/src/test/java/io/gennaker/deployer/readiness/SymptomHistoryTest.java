package io.gennaker.deployer.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.FailureCode;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SymptomHistoryTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Symptom IMAGE = new Symptom(FailureCode.IMAGE_NOT_FOUND, "shop/app", "pod a: no image");

    @Test
    void shouldGiveUpWhenASymptomPersists() {
        // Given
        var history = SymptomHistory.EMPTY
                .observe(List.of(IMAGE), BEGIN)
                .observe(List.of(new Symptom(IMAGE.code(), IMAGE.subject(), "pod b: no image")), BEGIN.plusSeconds(6));

        // When
        var beyond = history.beyond(Patience.USUAL, BEGIN.plusSeconds(10));

        // Then
        assertThat(beyond).map(Symptom::description).contains("pod b: no image");
        assertThat(history.beyond(Patience.USUAL, BEGIN.plusSeconds(9))).isEmpty();
        assertThat(history.nextDue(Patience.USUAL)).contains(BEGIN.plusSeconds(10));
    }

    @Test
    void shouldBeginAnewWhenASymptomWentAway() {
        // When
        var history = SymptomHistory.EMPTY
                .observe(List.of(IMAGE), BEGIN)
                .observe(List.of(), BEGIN.plusSeconds(5))
                .observe(List.of(IMAGE), BEGIN.plusSeconds(6));

        // Then
        assertThat(history.beyond(Patience.USUAL, BEGIN.plusSeconds(12))).isEmpty();
        assertThat(history.beyond(Patience.USUAL, BEGIN.plusSeconds(16))).isPresent();
    }
}
