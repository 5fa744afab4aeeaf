package io.gennaker.orchestrator.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.orchestrator.admission.Concurrency.WhenFull;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AdmissionTest {

    @ParameterizedTest
    @EnumSource(WhenFull.class)
    void shouldStartWhenAPlaceIsFree(WhenFull whenFull) {
        // When
        var answer = Admission.answer(new Concurrency(2, whenFull), new Occupancy(1, List.of()));

        // Then
        assertThat(answer).isEqualTo(new Admission.StartsNow());
    }

    @Test
    void shouldWaitBehindTheOthersWhenFull() {
        // When
        var answer = Admission.answer(new Concurrency(1, WhenFull.QUEUE), new Occupancy(1, waiting(3)));

        // Then
        assertThat(answer).isEqualTo(new Admission.Waits(List.of(), null));
    }

    @Test
    void shouldReplaceThoseThatWaitWhenThePipelineWantsOnlyTheNewest() {
        // When
        var answer = Admission.answer(new Concurrency(1, WhenFull.REPLACE_WAITING), new Occupancy(1, waiting(2)));

        // Then
        assertThat(answer).isEqualTo(new Admission.Waits(waiting(2), null));
    }

    @Test
    void shouldRefuseWithTheReasonWhenThePipelineRejects() {
        // When
        var answer = Admission.answer(new Concurrency(2, WhenFull.REJECT), new Occupancy(2, List.of()));

        // Then
        assertThat(answer)
                .isEqualTo(new Admission.Refused(
                        "no free place: 2 of 2 executions run, and the pipeline rejects further ones"));
    }

    @Test
    void shouldRefuseWhenTooManyWaitAlready() {
        // When
        var answer =
                Admission.answer(new Concurrency(1, WhenFull.QUEUE), new Occupancy(1, waiting(Admission.MOST_WAITING)));

        // Then
        assertThat(answer).isEqualTo(new Admission.Refused("no free place: 1000 executions wait already"));
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 3, 1", "1, 1, 3, 0", "3, 1, 3, 2", "5, 0, 3, 3", "1, 2, 3, 0", "2, 0, 0, 0"})
    void shouldFillFreePlacesInOrderWhenSomeWait(int limit, int running, int waiting, int expected) {
        // When
        var next = Admission.next(new Concurrency(limit, WhenFull.QUEUE), new Occupancy(running, waiting(waiting)));

        // Then
        assertThat(next).isEqualTo(waiting(expected));
    }

    @Test
    void shouldBeRefusedWhenTheLimitIsNoNumberOfPlaces() {
        assertThatThrownBy(() -> new Concurrency(0, WhenFull.QUEUE)).hasMessageContaining("limit is 0");
    }

    private static List<ExecutionId> waiting(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new ExecutionId("waiting-" + i))
                .toList();
    }
}
