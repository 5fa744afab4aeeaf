package io.gennaker.outbox.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final Set<String> ONE = Set.of("a", "b");
    private static final Set<String> OTHER = Set.of("c");

    private final Turns turns = new Turns();
    private final List<String> said = new ArrayList<>();

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
    void shouldBeginWhileOneOfOtherKeysIsWritten() throws InterruptedException {
        // Given
        var first = begun(ONE);
        first.decided();

        // When
        var second = begun(OTHER);

        // Then
        second.decided();
        done(second, "second");
        assertThat(said).isEmpty();
    }

    @Test
    void shouldSayWhatIsDoneInTheOrderOfTheBatches() throws InterruptedException {
        // Given
        var first = begun(ONE);
        first.decided();
        var second = begun(OTHER);
        second.decided();
        done(second, "second");
        var third = begun(Set.of("d"));
        done(third, "third");

        // When
        done(first, "first");

        // Then
        assertThat(said).containsExactly("first", "second", "third");
    }

    @Test
    void shouldBeginOnlyWhenTheOneBeforeIsDoneWhereTheyShareAKey() throws InterruptedException {
        // Given
        var first = begun(ONE);
        first.decided();

        // When
        var beginning = beginning(Set.of("b", "c"), true);

        // Then
        waits(beginning);
        done(first, "first");
        assertThat(beginning).succeedsWithin(Duration.ofSeconds(60));
    }

    @Test
    void shouldBeginWhereOneThatSharesAKeyIsDoneAndAnotherBeforeItIsNot() throws InterruptedException {
        // Given
        var first = begun(ONE);
        first.decided();
        var second = begun(OTHER);
        done(second, "second");

        // When
        var third = begun(OTHER);

        // Then
        done(first, "first");
        done(third, "third");
        assertThat(said).containsExactly("first", "second", "third");
    }

    @Test
    void shouldBeginOnlyWhenTheOneBeforeIsDoneWhereItMayNotBeBesideAnother() throws InterruptedException {
        // Given
        var first = begun(ONE);
        first.decided();

        // When
        var beginning = beginning(OTHER, false);

        // Then
        waits(beginning);
        done(first, "first");
        assertThat(beginning).succeedsWithin(Duration.ofSeconds(60));
    }

    @Test
    void shouldBeginOnlyWhenTheOneBeforeIsDoneWhereThatMayNotBeBesideAnother() throws InterruptedException {
        // Given
        var first = turns.take();
        first.begin(ONE, false);
        first.decided();

        // When
        var beginning = beginning(OTHER, true);

        // Then
        waits(beginning);
        done(first, "first");
        assertThat(beginning).succeedsWithin(Duration.ofSeconds(60));
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
        done(first, "first");
        done(second, "second");
        assertThat(said).containsExactly("first", "second");
    }

    @Test
    void shouldWakeAllThatWaitAtTheEnd() throws InterruptedException {
        // Given
        var first = begun(ONE);
        first.decided();
        var beginning = beginning(ONE, true);
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

    private void done(Turns.Turn turn, String name) {
        turn.done(() -> said.add(name));
    }

    private Turns.Turn begun(Set<String> keys) throws InterruptedException {
        var turn = turns.take();
        turn.begin(keys, true);
        return turn;
    }

    private CompletableFuture<Turns.Turn> beginning(Set<String> keys, boolean besides) throws InterruptedException {
        var turn = turns.take();
        return inBackground(() -> {
            turn.begin(keys, besides);
            return turn;
        });
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
