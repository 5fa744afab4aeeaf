package io.gennaker.outbox.engine;

import static io.gennaker.outbox.engine.EngineFixture.command;
import static io.gennaker.outbox.engine.EngineFixture.header;
import static io.gennaker.outbox.engine.EngineFixture.received;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.contracts.Envelope;
import io.gennaker.contracts.MessageType;
import io.gennaker.contracts.Topic;
import io.gennaker.outbox.MessageHandler;
import io.gennaker.outbox.Outbox;
import io.gennaker.outbox.RejectedMessage;
import io.gennaker.outbox.store.BusRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private final EngineFixture fixture = new EngineFixture();
    private final SentReplays replays = new SentReplays();
    private final List<String> handled = new ArrayList<>();
    private boolean mended;

    @Test
    void shouldHandleWhenReplayedAfterItWasGivenUp() throws InterruptedException {
        // Given
        Received poison = received(1, "m1", command("a", "one"));
        process("victim", poison);
        mended = true;

        // When
        process("victim", replayed(poison, 2, "victim", "first"));

        // Then
        assertThat(handled).containsExactly("m1");
        assertThat(fixture.deadLetters()).hasSize(1);
    }

    @Test
    void shouldHandleOnceWhenReplayComesTwice() throws InterruptedException {
        // Given
        Received poison = received(1, "m1", command("a", "one"));
        process("victim", poison);
        mended = true;
        Received replay = replayed(poison, 2, "victim", "first");
        process("victim", replay);

        // When
        process("victim", replay);

        // Then
        assertThat(handled).containsExactly("m1");
    }

    @Test
    void shouldIgnoreWhenReplayIsForAnotherService() throws InterruptedException {
        // Given
        mended = true;
        Received poison = received(1, "m1", command("a", "one"));

        // When
        process("bystander", replayed(poison, 2, "victim", "first"));

        // Then
        assertThat(handled).isEmpty();
        assertThat(fixture.deadLetters()).isEmpty();
    }

    @Test
    void shouldBuryAgainWhenReplayFailsToo() throws InterruptedException {
        // Given
        Received poison = received(1, "m1", command("a", "one"));
        process("victim", poison);

        // When
        process("victim", replayed(poison, 2, "victim", "first"));

        // Then
        assertThat(fixture.deadLetters()).hasSize(2);
        assertThat(header(fixture.deadLetters().getLast(), "gennaker-dead-letter-offset"))
                .isEqualTo("2");
    }

    @Test
    void shouldKeepOnlyTheNewestReplayHeadersWhenReplayedAgain() {
        // Given
        Received first = replayed(received(1, "m1", command("a", "one")), 2, "victim", "first");

        // When
        Received second = replayed(first, 3, "victim", "second");

        // Then
        assertThat(second.headers())
                .filteredOn(header -> header.name().startsWith("gennaker-replay-"))
                .extracting(header -> header.name() + "=" + header.text())
                .containsExactly("gennaker-replay-service=victim", "gennaker-replay-id=second");
    }

    @Test
    void shouldBuryWhenReplayIdIsTooLong() throws InterruptedException {
        // Given
        mended = true;

        // When
        process("victim", replayed(received(1, "m1", command("a", "one")), 2, "victim", "x".repeat(201)));

        // Then
        assertThat(handled).isEmpty();
        assertThat(header(fixture.deadLetters().getFirst(), "gennaker-dead-letter-reason"))
                .contains("201 characters", "at most 200");
    }

    @Test
    void shouldRefuseWhenNoTransactionRuns() {
        assertThatThrownBy(() -> replays.send(new BusRecord("t", null, List.of(), null), "victim", "first"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not inside a transaction");
    }

    /// The record that a replay of `original` becomes on the bus.
    private Received replayed(Received original, long offset, String service, String replayId) {
        var record = new BusRecord("gennaker.execution-commands", original.key(), original.headers(), original.value());
        fixture.units.run(_ -> replays.send(record, service, replayId));
        BusRecord sent = fixture.sent().getLast();
        return new Received(original.topic(), 3, offset, 0, 0, sent.key(), sent.headers(), sent.value());
    }

    private void process(String service, Received record) throws InterruptedException {
        new BatchProcessor(fixture.units, new Handler(), service, new Unobserved(), EngineFixture.BACKOFF, 1)
                .process(List.of(record), new Turns().take(), _ -> {});
    }

    private final class Handler implements MessageHandler {
        @Override
        public Set<Topic> topics() {
            return Set.of(Topic.EXECUTION_COMMANDS);
        }

        @Override
        public void handle(Envelope envelope, Outbox outbox) {
            if (!mended) {
                throw new RejectedMessage("not yet");
            }
            handled.add(envelope.id());
        }
    }

    private static final class Unobserved implements Observer {
        @Override
        public void handled(MessageType type) {}

        @Override
        public void ignored(MessageType type) {}

        @Override
        public void deadLettered() {}
    }
}
