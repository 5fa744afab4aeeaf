package io.gennaker.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.console.view.ChangeFeed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwaitingTest {
    /// Who waits for its end is ended by the test's timeout.
    private static final Duration LONG = Duration.ofDays(1);
    private static final Duration SHORT = Duration.ofMillis(1);

    private final Feed feed = new Feed();
    private final Awaiting awaiting = new Awaiting(feed);
    private final AtomicInteger looks = new AtomicInteger();

    @Timeout(60)
    @ParameterizedTest
    @ValueSource(strings = {"mine", ChangeFeed.EVERYTHING})
    void shouldLookAgainWhenTheSubjectMayHaveChanged(String changed) throws InterruptedException {
        // When
        var found = awaiting.after(() -> feed.tell(changed), "mine", () -> foundAtLook(2), LONG);

        // Then
        assertThat(found).contains("found");
        assertThat(feed.listeners).isEmpty();
    }

    @Test
    void shouldFindAtTheEndWhatChangedUnheard() throws InterruptedException {
        // When
        var found = awaiting.after(() -> feed.tell("another's"), "mine", () -> foundAtLook(2), SHORT);

        // Then
        assertThat(found).contains("found");
    }

    @Test
    void shouldFindNothingWhenNothingComes() throws InterruptedException {
        // When
        var found = awaiting.after(() -> {}, "mine", Optional::empty, SHORT);

        // Then
        assertThat(found).isEmpty();
        assertThat(feed.listeners).isEmpty();
    }

    private Optional<String> foundAtLook(int number) {
        return looks.incrementAndGet() < number ? Optional.empty() : Optional.of("found");
    }

    private static final class Feed implements ChangeFeed {
        private final List<Consumer<String>> listeners = new ArrayList<>();

        void tell(String subject) {
            listeners.forEach(listener -> listener.accept(subject));
        }

        @Override
        public Runnable listen(Consumer<String> listener) {
            listeners.add(listener);
            return () -> listeners.remove(listener);
        }
    }
}
