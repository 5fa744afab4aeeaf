package io.gennaker.outbox.engine;

import static io.gennaker.outbox.engine.EngineFixture.command;
import static io.gennaker.outbox.engine.EngineFixture.event;
import static io.gennaker.outbox.engine.EngineFixture.header;
import static io.gennaker.outbox.engine.EngineFixture.received;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.contracts.Envelope;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.MessageType;
import io.gennaker.contracts.PackedMessages;
import io.gennaker.contracts.Topic;
import io.gennaker.outbox.MessageHandler;
import io.gennaker.outbox.Outbox;
import io.gennaker.outbox.RejectedMessage;
import io.gennaker.outbox.store.Header;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchProcessorTest {
    private static final int ATTEMPTS = 3;

    private final EngineFixture fixture = new EngineFixture();
    private final List<String> calls = new ArrayList<>();
    private final List<Duration> waits = new ArrayList<>();
    private final Counts counts = new Counts();

    /// Does what the reason of the command says.
    private final MessageHandler handler = new MessageHandler() {
        @Override
        public Set<Topic> topics() {
            return Set.of(Topic.EXECUTION_COMMANDS);
        }

        @Override
        public void handle(Envelope envelope, Outbox outbox) {
            String reason = ((ExecutionCommand.Cancel) envelope.message()).reason();
            calls.add(reason);
            outbox.send(event(envelope.message().key(), reason));
            switch (reason) {
                case "reject" -> throw new RejectedMessage("not for me");
                case "fail" -> throw new IllegalStateException("broken");
                case "recurse" -> throw new StackOverflowError();
                case "out of memory" -> throw new OutOfMemoryError("none left");
                default -> {}
            }
        }
    };

    private final Turns turns = new Turns();
    private final BatchProcessor processor =
            new BatchProcessor(fixture.units, handler, "test-service", counts, EngineFixture.BACKOFF, ATTEMPTS);

    @Test
    void shouldHandleInOrderWhenAllIsWell() throws InterruptedException {
        // When
        process(received(1, "m1", command("a", "one")), received(2, "m2", command("b", "two")));

        // Then
        assertThat(calls).containsExactly("one", "two");
        assertThat(fixture.sentReasons()).containsExactly("one", "two");
        assertThat(counts.handled).isEqualTo(2);
    }

    @Test
    void shouldSendWhatIsOfOneKeyAsOneRecord() throws InterruptedException {
        // When
        process(
                received(1, "m1", command("a", "one")),
                received(2, "m2", command("b", "two")),
                received(3, "m3", command("a", "three")));

        // Then
        assertThat(fixture.sent())
                .extracting(record -> new String(record.key(), StandardCharsets.UTF_8))
                .containsExactly("a", "b");
        assertThat(fixture.sentReasons()).containsExactly("one", "three", "two");
        assertThat(header(fixture.sent().getFirst(), "content-type")).isEqualTo(PackedMessages.CONTENT_TYPE);
    }

    @Test
    void shouldHandleEachMessageOfARecordAsIfItHadComeAlone() throws InterruptedException {
        // Given
        var record = packed("m1", "one", "m2", "reject", "m3", "three");

        // When
        process(record);
        process(record);

        // Then
        assertThat(fixture.sentReasons()).containsExactly("one", "three");
        assertThat(fixture.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(header(letter, "ce_id")).isEqualTo("m2");
            assertThat(header(letter, "gennaker-dead-letter-offset")).isEqualTo("7");
        });
        assertThat(counts.ignored).isEqualTo(3);
    }

    @Test
    void shouldBuryARecordThatCannotBeTakenApart() throws InterruptedException {
        // Given
        var good = packed("m1", "one");
        var torn = new Received(
                good.topic(), 3, 8, 0, 0, good.key(), good.headers(), "{\"id\":".getBytes(StandardCharsets.UTF_8));

        // When
        process(torn, received(9, "m2", command("a", "two")));

        // Then
        assertThat(fixture.sentReasons()).containsExactly("two");
        assertThat(fixture.deadLetters())
                .singleElement()
                .extracting(letter -> header(letter, "gennaker-dead-letter-reason"))
                .asString()
                .contains("ends within a line");
    }

    /// A parser that guesses at encodings reads it, and does not know where its data begins.
    @Test
    void shouldBuryARecordInAnotherEncodingAndHandleTheOneBehindIt() throws InterruptedException {
        // Given
        var good = packed("m1", "one");
        byte[] wide = "{\"specversion\":\"1.0\",\"data\":{}}".getBytes(StandardCharsets.UTF_16BE);
        byte[] line = Arrays.copyOf(wide, wide.length + 1);
        line[wide.length] = '\n';
        var odd = new Received(good.topic(), 3, 8, 0, 0, good.key(), good.headers(), line);

        // When
        process(odd, received(9, "m2", command("a", "two")));

        // Then
        assertThat(fixture.sentReasons()).containsExactly("two");
        assertThat(fixture.deadLetters())
                .singleElement()
                .extracting(letter -> header(letter, "gennaker-dead-letter-offset"))
                .isEqualTo("8");
    }

    /// @param idsAndReasons of commands, in turn
    private static Received packed(String... idsAndReasons) {
        var messages = new ArrayList<PackedMessages.Single>();
        for (int i = 0; i < idsAndReasons.length; i += 2) {
            var single = received(7, idsAndReasons[i], command("a", idsAndReasons[i + 1]));
            messages.add(new PackedMessages.Single(
                    single.headers().stream()
                            .collect(Collectors.toMap(
                                    Header::name, Header::text, (one, other) -> one, LinkedHashMap::new)),
                    single.value()));
        }
        var headers = PackedMessages.headers().entrySet().stream()
                .map(header -> Header.of(header.getKey(), header.getValue()))
                .toList();
        return new Received(
                "prefix.gennaker.execution-commands",
                3,
                7,
                0,
                0,
                "a".getBytes(StandardCharsets.UTF_8),
                headers,
                PackedMessages.pack(messages));
    }

    @Test
    void shouldTellCauseAndTraceWhenHandlerSends() throws InterruptedException {
        // When
        process(received(1, "m1", command("a", "one")));

        // Then
        assertThat(fixture.sent()).singleElement().satisfies(record -> {
            assertThat(header(record, "ce_source")).isEqualTo("/test-service");
            assertThat(header(record, "ce_causationid")).isEqualTo("m1");
            assertThat(header(record, "ce_traceparent")).isEqualTo(EngineFixture.TRACEPARENT);
            assertThat(record.key()).isEqualTo("a".getBytes(StandardCharsets.UTF_8));
        });
    }

    @Test
    void shouldHandleOnceWhenMessageComesAgain() throws InterruptedException {
        // Given
        var message = received(1, "m1", command("a", "one"));
        process(message);

        // When
        process(message, received(2, "m2", command("a", "two")), received(3, "m2", command("a", "two")));

        // Then
        assertThat(calls).containsExactly("one", "two");
        assertThat(counts.ignored).isEqualTo(2);
    }

    @Test
    void shouldBuryOnlyTheOneWhenItFailsAlways() throws InterruptedException {
        // When
        process(
                received(1, "m1", command("a", "one")),
                received(2, "m2", command("a", "fail")),
                received(3, "m3", command("a", "three")));

        // Then
        assertThat(fixture.sentReasons()).containsExactly("one", "three");
        assertThat(calls).filteredOn("fail"::equals).hasSize(1 + ATTEMPTS);
        assertThat(waits).containsExactly(Duration.ofMillis(10), Duration.ofMillis(20));
        assertThat(fixture.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(header(letter, "gennaker-dead-letter-reason"))
                    .isEqualTo("failed 3 times, at last with java.lang.IllegalStateException: broken");
            assertThat(header(letter, "gennaker-dead-letter-topic")).isEqualTo("prefix.gennaker.execution-commands");
            assertThat(header(letter, "gennaker-dead-letter-partition")).isEqualTo("3");
            assertThat(header(letter, "gennaker-dead-letter-offset")).isEqualTo("2");
            assertThat(header(letter, "gennaker-dead-letter-service")).isEqualTo("test-service");
            assertThat(header(letter, "gennaker-dead-letter-at"))
                    .isEqualTo(fixture.clock.instant().toString());
            assertThat(header(letter, "ce_id")).isEqualTo("m2");
        });
        assertThat(counts.deadLetters).isEqualTo(1);
    }

    @Test
    void shouldBuryAtOnceWhenRejected() throws InterruptedException {
        // When
        process(received(1, "m1", command("a", "reject")));

        // Then
        assertThat(fixture.sentReasons()).isEmpty();
        assertThat(waits).isEmpty();
        assertThat(fixture.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(header(letter, "gennaker-dead-letter-reason"))
                        .isEqualTo("not for me"));
    }

    @Test
    void shouldBuryOnceWhenPoisonComesAgain() throws InterruptedException {
        // Given
        var poison = received(1, "m1", command("a", "reject"));
        process(poison);

        // When
        process(poison);

        // Then
        assertThat(fixture.deadLetters()).hasSize(1);
    }

    @Test
    void shouldBuryWhenHandlerRecursesWithoutEnd() throws InterruptedException {
        // When
        process(received(1, "m1", command("a", "recurse")), received(2, "m2", command("a", "two")));

        // Then
        assertThat(fixture.deadLetters()).hasSize(1);
        assertThat(fixture.sentReasons()).containsExactly("two");
    }

    @Test
    void shouldNotBlameTheMessageWhenMemoryRunsOut() {
        // When
        assertThatThrownBy(() -> process(received(1, "m1", command("a", "out of memory"))))
                .isInstanceOf(OutOfMemoryError.class);

        // Then
        assertThat(fixture.sent()).isEmpty();
    }

    @Test
    void shouldBuryAsReceivedWhenRecordIsNoMessage() throws InterruptedException {
        // Given
        byte[] value = {1, 2, 3};
        var odd = new Received("t", 0, 7, 0, 42, null, List.of(new Header("x", new byte[] {-1})), value);

        // When
        process(odd, received(8, "m1", command("a", "one")), odd);

        // Then
        assertThat(fixture.sentReasons()).containsExactly("one");
        assertThat(fixture.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.value()).isEqualTo(value);
            assertThat(letter.key()).isNull();
            assertThat(letter.headers().getFirst().value()).isEqualTo(new byte[] {-1});
            assertThat(header(letter, "gennaker-dead-letter-reason")).contains("missing");
        });
    }

    @Test
    void shouldTellTheNewestStoryOnlyWhenDeadLetterFailsAgain() throws InterruptedException {
        // Given
        process(received(1, "m1", command("a", "reject")));
        var letter = fixture.deadLetters().getFirst();
        var headers = letter.headers().stream()
                .map(header -> header.name().equals("ce_id") ? Header.of("ce_id", "m1-again") : header)
                .toList();

        // When
        process(new Received("again", 0, 9, 0, 0, letter.key(), headers, letter.value()));

        // Then
        assertThat(fixture.deadLetters()).last().satisfies(second -> {
            assertThat(second.headers()).hasSameSizeAs(letter.headers());
            assertThat(header(second, "gennaker-dead-letter-topic")).isEqualTo("again");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "28P01", "28000", "3D000"})
    void shouldWaitForDatabaseAndBlameNoMessageWhenItIsAway(String state) throws InterruptedException {
        // Given
        fixture.outageState.set(state);
        fixture.outages.set(20);

        // When
        process(received(1, "m1", command("a", "one")), received(2, "m2", command("a", "two")));

        // Then
        assertThat(fixture.sentReasons()).containsExactly("one", "two");
        assertThat(fixture.deadLetters()).isEmpty();
        assertThat(waits).hasSize(20).endsWith(Duration.ofMillis(40));
        assertThat(counts.handled).isEqualTo(2);
    }

    @Test
    void shouldStillBuryWhenDatabaseGoesAwayMeanwhile() throws InterruptedException {
        // Given: the handler fails first, and each attempt to bury finds the database away
        var poison = received(1, "m1", command("a", "reject"));
        fixture.outages.set(4);

        // When
        process(poison);

        // Then
        assertThat(fixture.deadLetters()).hasSize(1);
    }

    @Test
    void shouldLeaveBatchAsItIsWhenServiceStops() {
        // Given
        fixture.outages.set(1);

        // When
        assertThatThrownBy(() -> processor.process(List.of(received(1, "m1", command("a", "one"))), turns.take(), _ -> {
                    throw new InterruptedException("stop");
                }))
                .isInstanceOf(InterruptedException.class);

        // Then
        assertThat(fixture.sent()).isEmpty();
    }

    @Test
    void shouldRefuseToSendWhenTransactionHasEnded() throws InterruptedException {
        // Given
        var kept = new ArrayList<Outbox>();
        fixture.units.run(kept::add);

        // When
        assertThatThrownBy(() -> kept.getFirst().send(event("a", "late")))
                // Then
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has ended");
    }

    private void process(Received... batch) throws InterruptedException {
        var turn = turns.take();
        processor.process(List.of(batch), turn, waits::add);
        turn.done(() -> {});
    }

    private static final class Counts implements Observer {
        private int handled;
        private int ignored;
        private int deadLetters;

        @Override
        public void handled(MessageType type) {
            handled++;
        }

        @Override
        public void ignored(MessageType type) {
            ignored++;
        }

        @Override
        public void deadLettered() {
            deadLetters++;
        }
    }
}
