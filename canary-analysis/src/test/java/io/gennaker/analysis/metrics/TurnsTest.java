package io.gennaker.analysis.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.analysis.metrics.Turns.Ticket;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TurnsTest {

    @Test
    void shouldNotLetALargeExecutionStarveASmallOne() {
        // Given: one place, taken, and a thousand questions of one execution before the two of another
        var turns = new Turns(1);
        turns.draw("large");
        var large = drawn(turns, "large", 1000);
        var small = drawn(turns, "small", 2);

        // When
        IntStream.range(0, 4).forEach(_ -> turns.giveBack());

        // Then: each second place is the small one's
        assertThat(large).filteredOn(Ticket::isCalled).hasSize(2);
        assertThat(small).allMatch(Ticket::isCalled);
    }

    @Test
    void shouldGiveEachOfAThousandExecutionsOnePlaceBeforeAnyGetsTheNext() {
        // Given: all questions of 1,000 executions with 20 metrics each wait at once, execution by execution
        var turns = new Turns(8);
        var busy = drawn(turns, "before", 8);
        var executions = IntStream.range(0, 1000)
                .mapToObj(number -> drawn(turns, "execution-" + number, 20))
                .toList();

        for (var round = 1; round <= 20; round++) {
            // When
            IntStream.range(0, 1000).forEach(_ -> turns.giveBack());

            // Then
            var served = round;
            assertThat(executions)
                    .allSatisfy(tickets -> assertThat(tickets.stream().filter(Ticket::isCalled))
                            .hasSize(served));
        }
        assertThat(busy).allMatch(Ticket::isCalled);
    }

    @Test
    void shouldCallTheQuestionsOfAnExecutionInTheirOrder() {
        // Given
        var turns = new Turns(1);
        turns.draw("one");
        var waiting = drawn(turns, "one", 3);

        // When
        turns.giveBack();

        // Then
        assertThat(waiting).extracting(Ticket::isCalled).containsExactly(true, false, false);
    }

    @Test
    void shouldPassThePlaceOnOfOneWhoDoesNotWaitAnyLonger() {
        // Given
        var turns = new Turns(1);
        turns.draw("one");
        var gone = turns.draw("two");
        var calledThenGone = turns.draw("three");
        var last = turns.draw("four");

        // When: one leaves before its turn, another when it has just been called
        turns.leave(gone);
        turns.giveBack();
        turns.leave(calledThenGone);

        // Then
        assertThat(gone.isCalled()).isFalse();
        assertThat(last.isCalled()).isTrue();
    }

    @Test
    void shouldKeepPlacesThatNobodyWants() {
        // Given
        var turns = new Turns(2);
        turns.draw("one");
        turns.giveBack();

        // When
        var tickets = drawn(turns, "one", 3);

        // Then
        assertThat(tickets).extracting(Ticket::isCalled).containsExactly(true, true, false);
    }

    @Test
    void shouldRefuseASourceThatIsNeverAsked() {
        assertThatThrownBy(() -> new Turns(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("queries at once: found 0, must be at least 1");
    }

    private static List<Ticket> drawn(Turns turns, String asker, int number) {
        return Stream.generate(() -> turns.draw(asker)).limit(number).toList();
    }
}
