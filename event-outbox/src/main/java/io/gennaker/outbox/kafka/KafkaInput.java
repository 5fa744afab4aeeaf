package io.gennaker.outbox.kafka;

import io.gennaker.outbox.CrashPoints;
import io.gennaker.outbox.engine.BatchProcessor;
import io.gennaker.outbox.engine.Received;
import io.gennaker.outbox.engine.Turns;
import io.gennaker.outbox.store.Header;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Takes batches from the incoming channel and hands each to the processor; offsets of a batch are committed after
/// the processor has returned.
///
/// [Hand]s handle, each on a thread of its own, in [Turns]: messages of one key never run side by side in this process.
/// The channel polls on a thread of its own: while a hand waits (the database is away, a message is tried again) it
/// stays a member of the group, with its partitions paused, for as long as it takes. What was polled while a batch was
/// handled is the next batch: the more there is to do, the larger they are.
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
    private final int batch;
    private final Turns turns = new Turns();
    private final InputGauges gauges = new InputGauges();
    private final CountDownLatch ending = new CountDownLatch(1);
    /// Touched only by the hand whose turn it is to take.
    private @Nullable Batches subscribed;

    /// @param batch most records that are handled in one transaction
    public KafkaInput(KafkaChannels channels, KafkaTopics topics, BatchProcessor processor, int batch) {
        this.channels = channels;
        this.topics = topics;
        this.processor = processor;
        this.batch = batch;
    }

    public InputGauges gauges() {
        return gauges;
    }

    /// One that handles every other batch, or all if it is alone.
    public Hand hand() {
        return new Hand();
    }

    /// What a thread has taken and not done is kept over a turn that failed.
    public final class Hand {
        private Turns.@Nullable Turn turn;
        private List<ConsumerRecords<byte[], byte[]>> polls = List.of();
        private @Nullable Batches from;

        private Hand() {}

        /// Consumes until [#end]. When it throws, nothing is lost: call again.
        public Duration consume() throws InterruptedException {
            try {
                while (ending.getCount() > 0) {
                    if (turn == null) {
                        turn = turns.take();
                    }
                    if (polls.isEmpty()) {
                        take(turn);
                    }
                    if (!polls.isEmpty()) {
                        handle(turn);
                    }
                }
            } finally {
                gauges.consuming(false);
            }
            return Duration.ZERO;
        }

        private void take(Turns.Turn mine) throws InterruptedException {
            try {
                topics.ensure();
                from = subscription();
                while (polls.isEmpty() && ending.getCount() > 0) {
                    // again and again: the other hand may just have failed, and said that nobody consumes
                    gauges.consuming(true);
                    polls = next(from);
                }
            } finally {
                if (polls.isEmpty()) {
                    turn = null;
                    mine.giveBack();
                }
            }
        }

        private List<ConsumerRecords<byte[], byte[]>> next(Batches batches) throws InterruptedException {
            try {
                return batches.await(LOOK_UP, batch);
            } catch (IllegalStateException ended) {
                subscribed = null;
                throw ended;
            }
        }

        private void handle(Turns.Turn mine) throws InterruptedException {
            var records = new ArrayList<Received>();
            polls.forEach(poll -> poll.forEach(record -> records.add(received(record))));
            processor.process(records, mine, KafkaInput.this::await);
            CrashPoints.reached("batch-handled");
            var done = polls;
            var source = from;
            polls = List.of();
            turn = null;
            mine.done(() -> handled(done, source));
        }
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

    private void handled(List<ConsumerRecords<byte[], byte[]>> polls, @Nullable Batches from) {
        polls.forEach(gauges::handled);
        try {
            commit(polls);
        } catch (RuntimeException failure) {
            notCommitted(failure);
        }
        if (from != null) {
            from.request(polls.size());
        }
    }

    /// All partitions in one request, not waited for: a commit that fails costs repetitions only.
    private void commit(List<ConsumerRecords<byte[], byte[]>> done) {
        var next = new HashMap<TopicPartition, OffsetAndMetadata>();
        done.forEach(poll -> next.putAll(poll.nextOffsets()));
        channels.consumer().get().commitAsync(next).subscribe().with(_ -> {}, KafkaInput::notCommitted);
    }

    private static void notCommitted(Throwable failure) {
        LOG.debugf("Offsets not committed, messages may come again and be ignored cause=%s", failure);
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

    /// Asks hands to return. A batch that waits for something is left as it is, to be received again.
    public void end() {
        ending.countDown();
        turns.end();
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
