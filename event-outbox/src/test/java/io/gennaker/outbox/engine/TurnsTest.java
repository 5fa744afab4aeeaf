package io.gennaker.outbox.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final Set<String> ONE = Set.of("a", "b");
    private static final Set<String> OTHER = Set.of("c");

    private final Turns turns = new Turns(Duration.ofSeconds(60));

    @Test
    void shouldLetNobodyDecideBesideOneThatDecides() throws InterruptedException {
        // Given
        var first = begun(ONE);

        // When
        var second = inBackground(() -> turns.take());

        // Then
        waits(second);
        first.decided();
        assertThat(second).succeedsWithin(Duration.ofSeconds(60));
    }

    @Test
    void shouldDecideWhileTheOneBeforeIsWrittenAndBeWrittenAfterIt() throws InterruptedException {
        // Given
        var first = begun(ONE);
        first.decided();
        var second = begun(OTHER);

        // When
        var writing = inBackground(() -> {
            second.decided();
            return second;
        });

        // Then
        waits(writing);
        first.done();
        assertThat(writing).succeedsWithin(Duration.ofSeconds(60));
    }

    @Test
    void shouldBeginOnlyWhenTheOneBeforeIsDoneWhereTheyShareAKey() throws InterruptedException {
        // Given
        var first = begun(ONE);
        first.decided();
        var second = turns.take();

        // When
        var beginning = inBackground(() -> {
            second.begin(Set.of("b", "c"), true);
            return second;
        });

        // Then
        waits(beginning);
        first.done();
        assertThat(beginning).succeedsWithin(Duration.ofSeconds(60));
    }

    @Test
    void shouldBeginOnlyWhenTheOneBeforeIsDoneWhereItMayNotBeBesideAnother() throws InterruptedException {
        // Given
        var first = begun(ONE);
        first.decided();
        var second = turns.take();

        // When
        var beginning = inBackground(() -> {
            second.begin(OTHER, false);
            return second;
        });

        // Then
        waits(beginning);
        first.done();
        assertThat(beginning).succeedsWithin(Duration.ofSeconds(60));
    }

    @Test
    void shouldBeginAnewWhenTheOneBeforeFailedToBeWritten() throws InterruptedException {
        // Given
        var first = begun(ONE);
        first.decided();
        var second = begun(OTHER);

        // When
        first.failed();

        // Then
        assertThatThrownBy(second::decided).isInstanceOf(Turns.Overtaken.class);
        second.failed();
        var again = inBackground(() -> {
            second.begin(OTHER, true);
            return second;
        });
        waits(again);
        first.begin(ONE, true);
        first.decided();
        first.done();
        assertThat(again).succeedsWithin(Duration.ofSeconds(60));
        second.decided();
        second.done();
        assertThat(begun(ONE)).isNotNull();
    }

    @Test
    void shouldBeginAnewWhenTheOneBeforeFailedAndWasDoneMeanwhile() throws InterruptedException {
        // Given
        var first = begun(ONE);
        first.decided();
        var second = begun(OTHER);

        // When
        first.failed();
        first.begin(ONE, true);
        first.done();

        // Then
        assertThatThrownBy(second::decided).isInstanceOf(Turns.Overtaken.class);
    }

    @Test
    void shouldLetNobodyTakeWhileOneThatFailedIsHandledAlone() throws InterruptedException {
        // Given
        var first = begun(ONE);
        first.decided();
        first.failed();

        // When
        var second = inBackground(() -> turns.take());

        // Then
        waits(second);
        first.begin(ONE, true);
        first.decided();
        waits(second);
        first.done();
        assertThat(second).succeedsWithin(Duration.ofSeconds(60));
    }

    @Test
    void shouldGiveWayWhenTheOneBeforeTakesTooLong() throws InterruptedException {
        // Given
        var impatient = new Turns(Duration.ofMillis(1));
        var first = impatient.take();
        first.begin(ONE, true);
        first.decided();
        var second = impatient.take();
        second.begin(OTHER, true);

        // When
        assertThatThrownBy(second::decided)
                // Then
                .isInstanceOf(Turns.Overtaken.class);
    }

    @Test
    void shouldLetAnotherTakeWhenATurnIsGivenBack() throws InterruptedException {
        // Given
        var first = begun(ONE);
        first.decided();
        turns.take().giveBack();

        // When
        var second = begun(OTHER);

        // Then
        first.done();
        second.decided();
        second.done();
        assertThat(begun(ONE)).isNotNull();
    }

    @Test
    void shouldWakeAllThatWaitAtTheEnd() throws InterruptedException {
        // Given
        var first = begun(ONE);
        first.decided();
        var second = turns.take();
        var beginning = inBackground(() -> {
            second.begin(ONE, true);
            return second;
        });
        var taking = inBackground(() -> turns.take());
        waits(beginning);

        // When
        turns.end();

        // Then
        assertThatThrownBy(beginning::join)
                .isInstanceOf(CompletionException.class)
                .hasRootCauseInstanceOf(InterruptedException.class);
        assertThatThrownBy(taking::join).hasRootCauseInstanceOf(InterruptedException.class);
    }

    private Turns.Turn begun(Set<String> keys) throws InterruptedException {
        var turn = turns.take();
        turn.begin(keys, true);
        return turn;
    }

    private interface Waiting {
        Turns.Turn get() throws InterruptedException;
    }

    private Thread thread;

    private CompletableFuture<Turns.Turn> inBackground(Waiting waiting) {
        var result = new CompletableFuture<Turns.Turn>();
        thread = Thread.ofPlatform().daemon().start(() -> {
            try {
                result.complete(waiting.get());
            } catch (InterruptedException | RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private void waits(CompletableFuture<?> result) {
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING).contains(thread.getState()));
        assertThat(result).isNotDone();
    }
}
