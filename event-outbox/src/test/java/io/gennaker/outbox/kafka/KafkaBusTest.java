package io.gennaker.outbox.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gennaker.outbox.store.BusRecord;
import io.gennaker.outbox.store.Refusal;
import io.smallrye.mutiny.Multi;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KafkaBusTest {
    private static final String TOPIC = "prefix.gennaker.execution-events";
    private static final String FACTS = "prefix.gennaker.cdevents";

    private final HeldProducer producer = new HeldProducer();
    private final KafkaBus bus = bus();

    @Test
    void shouldSendNextOfKeyOnlyWhenBrokerHasTheOneBefore() {
        // Given
        var sending = send(record("a", "a1"), record("a", "a2"), record("b", "b1"), record(null, "c1"));
        awaitSent("a1", "b1", "c1");

        // When
        producer.acknowledge(3);

        // Then
        awaitSent("a1", "b1", "c1", "a2");
        assertThat(sending).isNotDone();
        producer.acknowledge(1);
        assertThat(sending.join()).isEmpty();
    }

    @Test
    void shouldSendFactsForOutsidersTogetherWithTheFirstOfEachKey() {
        // When
        var sending = send(fact("a", "f1"), record("a", "a1"), fact("a", "f2"), record("a", "a2"));

        // Then
        awaitSent("f1", "a1", "f2");
        producer.acknowledge(3);
        awaitSent("f1", "a1", "f2", "a2");
        producer.acknowledge(1);
        assertThat(sending.join()).isEmpty();
    }

    @Test
    void shouldSendNothingMoreWhenOneFailed() {
        // Given
        var sending = send(record("a", "a1"), record("a", "a2"), record("b", "b1"), record("b", "b2"));
        awaitSent("a1", "b1");

        // When
        producer.errorNext(new TimeoutException("no answer"));
        producer.acknowledge(1);

        // Then
        assertThatThrownBy(sending::join)
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("no answer");
        assertThat(producer.sent()).containsExactly("a1", "b1");
    }

    @Test
    void shouldWaitForWhatIsUnderWayWhenOneFailed() {
        // Given
        var sending = send(record("a", "a1"), record("b", "b1"));
        awaitSent("a1", "b1");

        // When
        producer.errorNext(new TimeoutException("no answer"));

        // Then
        assertThat(sending).isNotDone();
        producer.acknowledge(1);
        await().atMost(Duration.ofSeconds(60)).until(sending::isCompletedExceptionally);
    }

    @Test
    void shouldGoOnBehindRecordThatIsNeverTaken() {
        // Given
        var sending = send(record("a", "a1"), record("a", "a2"));
        awaitSent("a1");

        // When
        producer.errorNext(new RecordTooLargeException("too large"));

        // Then
        awaitSent("a1", "a2");
        producer.acknowledge(1);
        assertThat(sending.join())
                .extracting(refusal -> new String(refusal.record().value(), StandardCharsets.UTF_8))
                .containsExactly("a1");
    }

    @Test
    void shouldNotTryTheRestWhenTheClientTakesNothing() {
        // Given
        producer.takesNothing = true;

        // When
        var sending = send(record("a", "a1"), record("b", "b1"));

        // Then
        assertThatThrownBy(sending::join).hasRootCauseMessage("no broker");
        assertThat(producer.refusals).isEqualTo(1);
    }

    private KafkaBus bus() {
        var settings = new KafkaSettings("test", Map.of(), "prefix.", 1, (short) 1, false, 1, Duration.ofSeconds(6));
        var channels = new KafkaChannels(
                Multi.createFrom().nothing(),
                () -> {
                    throw new IllegalStateException("nothing is read");
                },
                () -> producer);
        return new KafkaBus(settings, new KafkaTopics(settings), channels);
    }

    /// A broker that acknowledges when it is told to; a flush waits for that, as the real client's does.
    private static final class HeldProducer extends MockProducer<byte[], byte[]> {
        private final List<Future<RecordMetadata>> underWay = new CopyOnWriteArrayList<>();
        private boolean takesNothing;
        private int refusals;

        HeldProducer() {
            super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
            assertThat(record.topic()).isIn(TOPIC, FACTS);
            if (takesNothing) {
                refusals++;
                return CompletableFuture.failedFuture(new TimeoutException("no broker"));
            }
            var sending = super.send(record);
            underWay.add(sending);
            return sending;
        }

        @Override
        public void flush() {
            for (Future<RecordMetadata> sending : underWay) {
                try {
                    sending.get();
                } catch (ExecutionException _) {
                    // ended all the same
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        void acknowledge(int records) {
            for (int i = 0; i < records; i++) {
                completeNext();
            }
        }

        List<String> sent() {
            return history().stream()
                    .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                    .toList();
        }
    }

    private CompletableFuture<List<Refusal>> send(BusRecord... records) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return bus.send(List.of(records));
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                Thread::startVirtualThread);
    }

    private void awaitSent(String... values) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(producer.sent()).containsExactly(values));
    }

    private static BusRecord record(@Nullable String key, String value) {
        return record("gennaker.execution-events", key, value);
    }

    private static BusRecord fact(String key, String value) {
        return record("gennaker.cdevents", key, value);
    }

    private static BusRecord record(String topic, @Nullable String key, String value) {
        return new BusRecord(
                topic,
                key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                List.of(),
                value.getBytes(StandardCharsets.UTF_8));
    }
}
