package io.gennaker.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BucketsTest {
    private final Buckets buckets = new Buckets(0.5, 2);

    @Test
    void shouldGiveWhatWasSavedAndThenSayHowLongToWait() {
        assertThat(buckets.take("a", 0)).isZero();
        assertThat(buckets.take("a", 0)).isZero();
        assertThat(buckets.take("a", 0)).isEqualTo(2);
        assertThat(buckets.take("a", seconds(1))).isEqualTo(1);
        assertThat(buckets.take("a", seconds(2))).isZero();
        assertThat(buckets.look("a", seconds(2))).isEqualTo(2);
    }

    @Test
    void shouldCountEachSourceByItself() {
        // Given
        buckets.take("a", 0);
        buckets.take("a", 0);

        // Then
        assertThat(buckets.look("a", 0)).isPositive();
        assertThat(buckets.take("b", 0)).isZero();
    }

    @Test
    void shouldSaveNoMoreThanIsGivenAtOnce() {
        // Given
        buckets.take("a", 0);

        // Then
        assertThat(buckets.take("a", seconds(3600))).isZero();
        assertThat(buckets.take("a", seconds(3600))).isZero();
        assertThat(buckets.take("a", seconds(3600))).isPositive();
    }

    @Test
    void shouldForgetWhoWasSilentLongestWhenThereAreTooMany() {
        // Given
        buckets.take("first", 0);
        buckets.take("first", 0);

        // When
        for (int other = 0; other < 10_000; other++) {
            buckets.take("other-" + other, 1);
        }

        // Then
        assertThat(buckets.look("first", 1)).isZero();
    }

    private static long seconds(int seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
