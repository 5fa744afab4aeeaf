package io.gennaker.outbox.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gennaker.outbox.store.BusRecord;
import io.gennaker.outbox.store.OutboxRow;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KafkaBusTest {
    private static final String TOPIC = "prefix.gennaker.execution-events";

    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final Map<String, UniEmitter<? super Void>> underWay = new ConcurrentHashMap<>();
    private final KafkaBus bus = bus();

    @Test
    void shouldSendNextOfKeyOnlyWhenBrokerHasTheOneBefore() {
        // Given
        var sending = send(row(1, "a", "a1"), row(2, "a", "a2"), row(3, "b", "b1"), row(4, null, "c1"));
        awaitSent("a1", "b1", "c1");

        // When
        acknowledge("a1");

        // Then
        awaitSent("a1", "b1", "c1", "a2");
        acknowledge("b1");
        acknowledge("c1");
        assertThat(sending).isNotDone();
        acknowledge("a2");
        assertThat(sending.join()).isEmpty();
    }

    @Test
    void shouldSendNothingMoreWhenOneFailed() {
        // Given
        var sending = send(row(1, "a", "a1"), row(2, "a", "a2"), row(3, "b", "b1"), row(4, "b", "b2"));
        awaitSent("a1", "b1");

        // When
        fail("a1", new TimeoutException("no answer"));
        acknowledge("b1");

        // Then
        assertThatThrownBy(sending::join)
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("no answer");
        assertThat(sent).containsExactlyInAnyOrder("a1", "b1");
    }

    @Test
    void shouldWaitForWhatIsUnderWayWhenOneFailed() {
        // Given
        var sending = send(row(1, "a", "a1"), row(2, "b", "b1"));
        awaitSent("a1", "b1");

        // When
        fail("a1", new TimeoutException("no answer"));

        // Then
        assertThat(sending).isNotDone();
        acknowledge("b1");
        await().atMost(Duration.ofSeconds(5)).until(sending::isCompletedExceptionally);
    }

    @Test
    void shouldGoOnBehindRecordThatIsNeverTaken() {
        // Given
        var sending = send(row(1, "a", "a1"), row(2, "a", "a2"));
        awaitSent("a1");

        // When
        fail("a1", new RecordTooLargeException("too large"));

        // Then
        awaitSent("a1", "a2");
        acknowledge("a2");
        assertThat(sending.join()).containsOnlyKeys(1L);
    }

    private KafkaBus bus() {
        var settings = new KafkaSettings("test", Map.of(), "prefix.", 1, (short) 1, false, 1, Duration.ofSeconds(6));
        var channels = new KafkaChannels(
                Multi.createFrom().nothing(),
                () -> {
                    throw new IllegalStateException("nothing is read");
                },
                this::hold);
        return new KafkaBus(settings, new KafkaTopics(settings), channels);
    }

    private Uni<Void> hold(ProducerRecord<byte[], byte[]> record) {
        assertThat(record.topic()).isEqualTo(TOPIC);
        String value = new String(record.value(), StandardCharsets.UTF_8);
        return Uni.createFrom().emitter(sending -> {
            underWay.put(value, sending);
            sent.add(value);
        });
    }

    private CompletableFuture<Map<Long, String>> send(OutboxRow... rows) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return bus.send(List.of(rows));
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                Thread::startVirtualThread);
    }

    private void awaitSent(String... values) {
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(sent).containsExactlyInAnyOrder(values));
    }

    private void acknowledge(String value) {
        emitter(value).complete(null);
    }

    private void fail(String value, RuntimeException failure) {
        emitter(value).fail(failure);
    }

    private UniEmitter<? super Void> emitter(String value) {
        var emitter = underWay.remove(value);
        assertThat(emitter).as(value).isNotNull();
        return emitter;
    }

    private static OutboxRow row(long id, @Nullable String key, String value) {
        return new OutboxRow(
                id,
                new BusRecord(
                        "gennaker.execution-events",
                        key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                        List.of(),
                        value.getBytes(StandardCharsets.UTF_8)));
    }
}
