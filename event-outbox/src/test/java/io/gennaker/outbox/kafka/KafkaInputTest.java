package io.gennaker.outbox.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.Envelope;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.MessageCodec;
import io.gennaker.contracts.Topic;
import io.gennaker.outbox.MessageHandler;
import io.gennaker.outbox.Outbox;
import io.gennaker.outbox.engine.Backoff;
import io.gennaker.outbox.engine.BatchProcessor;
import io.gennaker.outbox.engine.Observer;
import io.gennaker.outbox.engine.Tracing;
import io.gennaker.outbox.engine.Units;
import io.gennaker.outbox.engine.Wakeups;
import io.gennaker.outbox.store.Store;
import io.gennaker.outbox.store.StoreFailure;
import io.gennaker.outbox.store.Transactions;
import io.gennaker.outbox.testing.InMemoryStore;
import io.gennaker.outbox.testing.SettableClock;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KafkaInputTest {
    private static final TopicPartition PARTITION = new TopicPartition("gennaker.execution-commands", 0);

    private final Store memory = InMemoryStore.create(new SettableClock());
    private final AtomicBoolean away = new AtomicBoolean();
    private final AtomicInteger subscriptions = new AtomicInteger();
    private final List<Long> committed = new CopyOnWriteArrayList<>();

    @Test
    void shouldCommitEachBatchWhenItIsDone() throws InterruptedException {
        // Given
        var input = input(Multi.createFrom().items(1L, 2L, 3L).map(this::batch));

        // When
        assertThatThrownBy(input.hand()::consume).hasMessageContaining("has ended");

        // Then
        assertThat(committed).containsExactly(2L, 3L, 4L);
    }

    @Test
    void shouldHandleWhatCameMeanwhileTogetherUpToTheSizeOfABatch() {
        // Given
        var input = input(Multi.createFrom().items(1L, 2L, 3L, 4L, 5L).map(this::batch), 3);

        // When
        assertThatThrownBy(input.hand()::consume).hasMessageContaining("has ended");

        // Then
        assertThat(committed).containsExactly(4L, 6L);
    }

    @Test
    void shouldSayThatItConsumesAlthoughTheOtherHandFailed() {
        // Given
        var input = input(Multi.createFrom().nothing());
        var consuming = consume(input);
        await().atMost(Duration.ofSeconds(60)).until(() -> input.gauges().consuming());

        // When
        input.gauges().consuming(false);

        // Then
        await().atMost(Duration.ofSeconds(60)).until(() -> input.gauges().consuming());
        input.end();
        await().atMost(Duration.ofSeconds(60)).until(consuming::isDone);
    }

    @Test
    void shouldSubscribeAgainWhenChannelFailed() throws InterruptedException {
        // Given
        var input = input(Multi.createFrom()
                .<Long>deferred(() -> subscriptions.incrementAndGet() == 1
                        ? Multi.createFrom().failure(new IllegalStateException("no client"))
                        : Multi.createFrom().item(7L))
                .map(this::batch));
        assertThatThrownBy(input.hand()::consume).hasRootCauseMessage("no client");

        // When
        assertThatThrownBy(input.hand()::consume).hasMessageContaining("has ended");

        // Then
        assertThat(committed).containsExactly(8L);
    }

    @Test
    void shouldHoldBatchWithoutCommittingWhileDatabaseIsAway() {
        // Given
        away.set(true);
        var input = input(Multi.createFrom().items(1L, 2L).map(this::batch));
        var consuming = consume(input);
        await().pollDelay(Duration.ofMillis(200)).until(() -> committed.isEmpty());

        // When
        away.set(false);

        // Then
        assertThatThrownBy(consuming::join).hasMessageContaining("has ended");
        assertThat(committed).containsExactly(2L, 3L);
    }

    @Test
    void shouldLeaveBatchUncommittedWhenServiceEndsMeanwhile() {
        // Given
        away.set(true);
        var input = input(Multi.createFrom().items(1L, 2L).map(this::batch));
        var consuming = consume(input);
        await().until(() -> input.gauges().consuming());

        // When
        input.end();

        // Then
        await().atMost(Duration.ofSeconds(60)).until(consuming::isDone);
        assertThat(committed).isEmpty();
        assertThat(input.gauges().ready()).isFalse();
    }

    @Test
    void shouldGoOnBesideABatchThatFailsAndCommitOffsetsInTheirOrder() {
        // Given
        var handler = new Busy();
        var input = input(
                Multi.createBy()
                        .concatenating()
                        .streams(
                                Multi.createFrom().items(message(1, "one"), message(2, "other")),
                                Multi.createFrom().nothing()),
                1,
                handler);
        var hands = List.of(consume(input), consume(input));
        await().atMost(Duration.ofSeconds(60)).until(() -> handler.handled.contains("other"));
        await().atMost(Duration.ofSeconds(60)).until(() -> handler.failures.get() > 2);
        assertThat(committed).isEmpty();

        // When
        handler.busy.set(false);

        // Then
        await().atMost(Duration.ofSeconds(60)).until(() -> committed.size() == 2);
        assertThat(committed).containsExactly(2L, 3L);
        assertThat(handler.handled).containsExactly("other", "one");
        input.end();
        await().atMost(Duration.ofSeconds(60)).until(() -> hands.stream().allMatch(CompletableFuture::isDone));
    }

    private static CompletableFuture<Void> consume(KafkaInput input) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        input.hand().consume();
                    } catch (InterruptedException _) {
                        // the end of the service
                    }
                },
                Thread::startVirtualThread);
    }

    private KafkaInput input(Multi<Message<ConsumerRecords<byte[], byte[]>>> polls) {
        return input(polls, 1);
    }

    private KafkaInput input(Multi<Message<ConsumerRecords<byte[], byte[]>>> polls, int batch) {
        return input(polls, batch, new Nothing());
    }

    private KafkaInput input(Multi<Message<ConsumerRecords<byte[], byte[]>>> polls, int batch, MessageHandler handler) {
        var settings = new KafkaSettings("test", Map.of(), "", 1, (short) 1, false, batch, Duration.ofSeconds(6));
        var channels = new KafkaChannels(polls, this::client, () -> {
            throw new IllegalStateException("nothing is sent");
        });
        var backoff = new Backoff(Duration.ofMillis(10), Duration.ofMillis(20));
        var processor = new BatchProcessor(units(), handler, "test", Observer.none(), backoff, 1);
        return new KafkaInput(channels, new KafkaTopics(settings), processor, settings.batch());
    }

    private Units units() {
        var store = new Store(
                new Failing(memory.transactions(), away),
                memory.inbox(),
                memory.outbox(),
                memory.operations(),
                memory.timers(),
                memory.announcements());
        return new Units("/test", store, new Wakeups(), Tracing.none(), new SettableClock());
    }

    private Message<ConsumerRecords<byte[], byte[]>> batch(long offset) {
        return batch(new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), offset, new byte[0], new byte[0]));
    }

    private static Message<ConsumerRecords<byte[], byte[]>> message(long offset, String execution) {
        var cancel = new ExecutionCommand.Cancel(
                new ExecutionId(execution), new Actor("tester", List.of()), "enough", Instant.EPOCH);
        var envelope = new Envelope("m" + offset, "/sender", Instant.EPOCH, null, null, cancel);
        var record = new ConsumerRecord<>(
                PARTITION.topic(),
                PARTITION.partition(),
                offset,
                cancel.key().getBytes(StandardCharsets.UTF_8),
                MessageCodec.value(cancel));
        MessageCodec.headers(envelope)
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return batch(record);
    }

    private static Message<ConsumerRecords<byte[], byte[]>> batch(ConsumerRecord<byte[], byte[]> record) {
        var records = new ConsumerRecords<>(
                Map.of(PARTITION, List.of(record)), Map.of(PARTITION, new OffsetAndMetadata(record.offset() + 1)));
        return Message.of(records);
    }

    /// Takes commits and nothing else.
    @SuppressWarnings("unchecked")
    private KafkaConsumer<byte[], byte[]> client() {
        return (KafkaConsumer<byte[], byte[]>) Proxy.newProxyInstance(
                KafkaInputTest.class.getClassLoader(), new Class<?>[] {KafkaConsumer.class}, (_, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("commitAsync");
                    var offsets = (Map<TopicPartition, OffsetAndMetadata>) arguments[0];
                    committed.add(offsets.get(PARTITION).offset());
                    return Uni.createFrom().voidItem();
                });
    }

    private record Failing(Transactions transactions, AtomicBoolean away) implements Transactions {
        @Override
        public <T extends @Nullable Object> T call(Supplier<T> work) {
            if (away.get()) {
                throw new StoreFailure("begin", new SQLException("connection is gone", "08006"));
            }
            return transactions.call(work);
        }
    }

    /// The records here are no messages and become dead letters before any handler.
    private static final class Nothing implements MessageHandler {
        @Override
        public Set<Topic> topics() {
            return Set.of(Topic.EXECUTION_COMMANDS);
        }

        @Override
        public void handle(Envelope envelope, Outbox outbox) {
            throw new IllegalStateException("not reached");
        }
    }

    /// Fails at execution `one` for as long as it is busy, as where the database gives way to another transaction.
    private static final class Busy implements MessageHandler {
        private final AtomicBoolean busy = new AtomicBoolean(true);
        private final AtomicInteger failures = new AtomicInteger();
        private final List<String> handled = new CopyOnWriteArrayList<>();

        @Override
        public Set<Topic> topics() {
            return Set.of(Topic.EXECUTION_COMMANDS);
        }

        @Override
        public boolean besides(List<io.gennaker.contracts.Message> messages) {
            return true;
        }

        @Override
        public void handle(Envelope envelope, Outbox outbox) {
            String key = envelope.message().key();
            if (key.equals("one") && busy.get()) {
                failures.incrementAndGet();
                throw new StoreFailure("update", new SQLException("could not serialize access", "40001"));
            }
            handled.add(key);
        }
    }
}
