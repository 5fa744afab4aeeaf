package io.gennaker.outbox.kafka;

import io.gennaker.outbox.CrashPoints;
import io.gennaker.outbox.engine.BatchProcessor;
import io.gennaker.outbox.engine.Received;
import io.gennaker.outbox.store.Header;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Takes batches from the incoming channel and hands each to the processor; offsets of a batch are committed after
/// the processor has returned.
///
/// One thread handles, so messages of one key never run side by side in this process. The channel polls on a thread of
/// its own: while the processor waits (the database is away, a message is tried again) it stays a member of the group,
/// with its partitions paused, for as long as it takes.
///
/// Partitions may go to another replica while their records wait or are tried here. Both then handle the same records
/// from the same place on, and the inbox lets each record take effect with whoever commits it first; a commit of
/// offsets by the one that lost the partitions fails or says nothing untrue.
public final class KafkaInput {
    private static final Logger LOG = Logger.getLogger(KafkaInput.class);
    private static final Duration LOOK_UP = Duration.ofMillis(500);
    private static final Duration MEASURE_EVERY = Duration.ofSeconds(1);
    private static final Duration MEASURE_WITHIN = Duration.ofSeconds(5);

    private final KafkaChannels channels;
    private final KafkaTopics topics;
    private final BatchProcessor processor;
    private final InputGauges gauges = new InputGauges();
    private final CountDownLatch ending = new CountDownLatch(1);
    private @Nullable Batches subscribed;
    /// Received and not done: kept over a turn that failed.
    private @Nullable Message<ConsumerRecords<byte[], byte[]>> inHand;

    public KafkaInput(KafkaChannels channels, KafkaTopics topics, BatchProcessor processor) {
        this.channels = channels;
        this.topics = topics;
        this.processor = processor;
    }

    public InputGauges gauges() {
        return gauges;
    }

    /// Consumes until [#end]. When it throws, nothing is lost: call again.
    public Duration consume() throws InterruptedException {
        topics.ensure();
        var batches = subscription();
        gauges.consuming(true);
        try {
            while (ending.getCount() > 0) {
                if (inHand == null) {
                    inHand = next(batches);
                }
                if (inHand != null) {
                    handle(inHand);
                    inHand = null;
                    batches.requestNext();
                }
            }
        } finally {
            gauges.consuming(false);
        }
        return Duration.ZERO;
    }

    private Batches subscription() {
        var batches = subscribed;
        if (batches == null) {
            batches = new Batches();
            subscribed = batches;
            channels.incoming().subscribe(batches);
        }
        return batches;
    }

    private @Nullable Message<ConsumerRecords<byte[], byte[]>> next(Batches batches) throws InterruptedException {
        try {
            return batches.await(LOOK_UP);
        } catch (IllegalStateException ended) {
            subscribed = null;
            throw ended;
        }
    }

    private void handle(Message<ConsumerRecords<byte[], byte[]>> message) throws InterruptedException {
        var batch = new ArrayList<Received>();
        message.getPayload().forEach(record -> batch.add(received(record)));
        processor.process(batch, this::await);
        CrashPoints.reached("batch-handled");
        gauges.handled(message.getPayload());
        commit(message.getPayload());
    }

    /// All partitions in one request, not waited for: a commit that fails costs repetitions only.
    private void commit(ConsumerRecords<byte[], byte[]> done) {
        channels.consumer()
                .get()
                .commitAsync(done.nextOffsets())
                .subscribe()
                .with(
                        _ -> {},
                        failure -> LOG.debugf(
                                "Offsets not committed, messages may come again and be ignored cause=%s", failure));
    }

    private void await(Duration wait) throws InterruptedException {
        if (ending.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new InterruptedException("the service ends");
        }
    }

    /// Looks at the client under the channel.
    ///
    /// @return when to look again
    public Duration measure() {
        if (gauges.consuming()) {
            try {
                channels.consumer()
                        .get()
                        .runOnPollingThread(gauges::update)
                        .await()
                        .atMost(MEASURE_WITHIN);
            } catch (RuntimeException e) {
                gauges.disconnected();
                throw e;
            }
        }
        return MEASURE_EVERY;
    }

    /// Asks [#consume] to return. A batch that waits for something is left as it is, to be received again.
    public void end() {
        ending.countDown();
    }

    private static Received received(ConsumerRecord<byte[], byte[]> record) {
        return new Received(
                record.topic(),
                record.partition(),
                record.offset(),
                0,
                record.timestamp(),
                record.key(),
                StreamSupport.stream(record.headers().spliterator(), false)
                        .map(header -> new Header(header.key(), header.value() == null ? new byte[0] : header.value()))
                        .toList(),
                record.value());
    }
}
