package io.gennaker.orchestrator.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.orchestrator.admission.Concurrency.WhenFull;
import io.gennaker.pipeline.definition.FreezeDefinition;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AdmissionTest {
    private static final Asking BY_A_PERSON = new Asking(null, false, true);

    @ParameterizedTest
    @EnumSource(WhenFull.class)
    void shouldStartWhenAPlaceIsFree(WhenFull whenFull) {
        // When
        var answer = Admission.answer(new Concurrency(2, whenFull), new Occupancy(1, List.of()), BY_A_PERSON);

        // Then
        assertThat(answer).isEqualTo(new Admission.StartsNow());
    }

    @Test
    void shouldWaitBehindTheOthersWhenFull() {
        // When
        var answer = Admission.answer(new Concurrency(1, WhenFull.QUEUE), new Occupancy(1, waiting(3)), BY_A_PERSON);

        // Then
        assertThat(answer).isEqualTo(new Admission.Waits(List.of(), null, null));
    }

    @Test
    void shouldReplaceThoseThatWaitWhenThePipelineWantsOnlyTheNewest() {
        // When
        var answer = Admission.answer(
                new Concurrency(1, WhenFull.REPLACE_WAITING), new Occupancy(1, waiting(2)), BY_A_PERSON);

        // Then
        assertThat(answer).isEqualTo(new Admission.Waits(ids(2), null, null));
    }

    @Test
    void shouldRefuseWithTheReasonWhenThePipelineRejects() {
        // When
        var answer = Admission.answer(new Concurrency(2, WhenFull.REJECT), new Occupancy(2, List.of()), BY_A_PERSON);

        // Then
        assertThat(answer)
                .isEqualTo(new Admission.Refused(
                        "no free place: 2 of 2 executions run, and the pipeline rejects further ones"));
    }

    @Test
    void shouldRefuseWhenTooManyWaitAlready() {
        // When
        var answer = Admission.answer(
                new Concurrency(1, WhenFull.QUEUE), new Occupancy(1, waiting(Admission.MOST_WAITING)), BY_A_PERSON);

        // Then
        assertThat(answer).isEqualTo(new Admission.Refused("no free place: 1000 executions wait already"));
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 3, 1", "1, 1, 3, 0", "3, 1, 3, 2", "5, 0, 3, 3", "1, 2, 3, 0", "2, 0, 0, 0"})
    void shouldFillFreePlacesInOrderWhenSomeWait(int limit, int running, int waiting, int expected) {
        // When
        var next =
                Admission.next(new Concurrency(limit, WhenFull.QUEUE), new Occupancy(running, waiting(waiting)), false);

        // Then
        assertThat(next).isEqualTo(ids(expected));
    }

    @Test
    void shouldBeRefusedWhenTheLimitIsNoNumberOfPlaces() {
        assertThatThrownBy(() -> new Concurrency(0, WhenFull.QUEUE)).hasMessageContaining("limit is 0");
    }

    /// Two run of three, and three wait: the second of them is one that no freeze holds.
    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            FREEZE, ASKS,    WHEN FULL,       LIMIT, ANSWER
            hold,   trigger, QUEUE,           9,     waits frozen
            hold,   person,  QUEUE,           1,     waits frozen
            hold,   trigger, REPLACE_WAITING, 9,     waits frozen
            hold,   trigger, REPLACE_WAITING, 1,     waits frozen for waiting-0 waiting-2
            hold,   trigger, REJECT,          9,     waits frozen
            hold,   trigger, REJECT,          1,     refused: no free place
            hold,   stage,   QUEUE,           9,     starts
            hold,   stage,   QUEUE,           4,     starts
            hold,   stage,   QUEUE,           3,     waits
            hold,   stage,   REPLACE_WAITING, 3,     waits for waiting-1
            reject, trigger, QUEUE,           9,     refused: frozen until 2026-12-27T08:00:00Z by christmas: calm
            reject, trigger, REJECT,          1,     refused: frozen until 2026-12-27T08:00:00Z by christmas: calm
            reject, person,  QUEUE,           9,     waits frozen
            reject, stage,   QUEUE,           9,     starts
            """)
    void shouldHoldOrRefuseWhatAFreezeConcerns(
            String freeze, String asks, WhenFull whenFull, int limit, String expected) {
        // Given
        var inForce = new FreezeDefinition.InForce(
                "christmas", "calm", Instant.parse("2026-12-27T08:00:00Z"), freeze.equals("reject"));
        var asking = new Asking(inForce, asks.equals("stage"), asks.equals("person"));
        var occupancy = new Occupancy(
                2,
                List.of(
                        waiting(0, Occupancy.Freezing.FROZEN),
                        waiting(1, Occupancy.Freezing.EXEMPT),
                        waiting(2, Occupancy.Freezing.NONE)));

        // When
        var answer = Admission.answer(new Concurrency(limit, whenFull), occupancy, asking);

        // Then
        assertThat(words(answer)).startsWith(expected);
    }

    private static String words(Admission.Answer answer) {
        return switch (answer) {
            case Admission.StartsNow _ -> "starts";
            case Admission.Refused(var reason) -> "refused: " + reason;
            case Admission.Waits(var replaces, var within, var freeze) ->
                "waits" + (freeze == null ? "" : " frozen")
                        + (replaces.isEmpty()
                                ? ""
                                : " for "
                                        + replaces.stream()
                                                .map(ExecutionId::value)
                                                .collect(Collectors.joining(" ")));
        };
    }

    @Test
    void shouldLetOnlyThoseStartThatTheFreezeDoesNotHold() {
        // Given
        var occupancy = new Occupancy(
                1,
                List.of(
                        waiting(0, Occupancy.Freezing.FROZEN),
                        waiting(1, Occupancy.Freezing.EXEMPT),
                        waiting(2, Occupancy.Freezing.NONE),
                        waiting(3, Occupancy.Freezing.EXEMPT),
                        waiting(4, Occupancy.Freezing.EXEMPT)));

        // When
        var next = Admission.next(new Concurrency(3, WhenFull.QUEUE), occupancy, true);

        // Then
        assertThat(next).containsExactly(new ExecutionId("waiting-1"), new ExecutionId("waiting-3"));
    }

    private static Occupancy.Waiting waiting(int number, Occupancy.Freezing freezing) {
        return new Occupancy.Waiting(new ExecutionId("waiting-" + number), freezing);
    }

    private static List<Occupancy.Waiting> waiting(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> waiting(i, Occupancy.Freezing.NONE))
                .toList();
    }

    private static List<ExecutionId> ids(int count) {
        return waiting(count).stream().map(Occupancy.Waiting::id).toList();
    }
}
