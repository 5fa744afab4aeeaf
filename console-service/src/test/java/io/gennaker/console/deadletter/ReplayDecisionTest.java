package io.gennaker.console.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.Topic;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayDecisionTest {
    private static final Replay FIRST = new Replay(1, "dana", Instant.parse("2019-10-21T10:00:00Z"), "r1");

    @Test
    void shouldGrantWhenItWasNeverSent() {
        assertThat(decide(letter("p.gennaker.triggers"), List.of(), "r1", false))
                .isEqualTo(new ReplayDecision.Granted(Topic.TRIGGERS, "trigger", 1));
    }

    @Test
    void shouldAskForForceWhenItWasSent() {
        assertThat(decide(letter("p.gennaker.triggers"), List.of(FIRST), "r2", false))
                .isEqualTo(new ReplayDecision.Repeated(FIRST));
        assertThat(decide(letter("p.gennaker.triggers"), List.of(FIRST), "r2", true))
                .isEqualTo(new ReplayDecision.Granted(Topic.TRIGGERS, "trigger", 2));
    }

    @Test
    void shouldSendNothingMoreWhenTheRequestIsRepeated() {
        assertThat(decide(letter("p.gennaker.triggers"), List.of(FIRST), "r1", true))
                .isEqualTo(new ReplayDecision.Done(FIRST));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gennaker.triggers",
                "q.gennaker.triggers",
                "p.gennaker.nothing",
                "p.gennaker.definitions",
                "p.gennaker.dead-letters"
            })
    void shouldRefuseWhenTheTopicTakesNoReplay(String topic) {
        assertThat(decide(letter(topic), List.of(), "r1", true)).isInstanceOf(ReplayDecision.Impossible.class);
    }

    @Test
    void shouldRefuseWhenItsServiceIsUnknown() {
        // Given
        Map<String, String> story = DeadLetterTest.story();
        story.remove("gennaker-dead-letter-service");

        // When
        var decision = decide(DeadLetter.of(DeadLetterTest.record(1, story, new byte[] {1})), List.of(), "r1", true);

        // Then
        assertThat(decision).isInstanceOf(ReplayDecision.Impossible.class);
    }

    private static DeadLetter letter(String topic) {
        Map<String, String> story = DeadLetterTest.story();
        story.put("gennaker-dead-letter-topic", topic);
        return DeadLetter.of(DeadLetterTest.record(1, story, new byte[] {1}));
    }

    private static ReplayDecision decide(DeadLetter letter, List<Replay> earlier, String requestId, boolean force) {
        return ReplayDecision.decide(letter, earlier, "p.", requestId, force);
    }
}
