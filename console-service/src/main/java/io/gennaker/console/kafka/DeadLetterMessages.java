package io.gennaker.console.kafka;

import io.gennaker.console.deadletter.DeadLetter;
import io.gennaker.console.deadletter.DeadLetters;
import io.gennaker.console.deadletter.DeadRecord;
import io.gennaker.console.deadletter.RecordHeader;
import io.gennaker.outbox.engine.Backoff;
import io.gennaker.outbox.store.StoreFailure;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/// Keeps what comes to the dead-letter topic.
///
/// Not through the inbox: these records need not be messages, and those that are carry the ids of messages that were
/// handled long ago. A dead letter that is kept twice is one, so a repetition does no harm.
@ApplicationScoped
public class DeadLetterMessages {
    private static final Logger LOG = Logger.getLogger(DeadLetterMessages.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(200);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final Backoff BACKOFF = new Backoff(FIRST_WAIT, LONGEST_WAIT);

    private final Multi<Message<ConsumerRecords<byte[], byte[]>>> channel;
    private final DeadLetters letters;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("console-dead-letters").factory());
    private final CountDownLatch ending = new CountDownLatch(1);

    DeadLetterMessages(
            @Channel("dead-letters") Multi<Message<ConsumerRecords<byte[], byte[]>>> channel, DeadLetters letters) {
        this.channel = channel;
        this.letters = letters;
    }

    /// Subscribes by itself, because a method that the framework calls is never called again after the channel has
    /// failed once, for instance because the broker's name is not known yet.
    void start(@Observes StartupEvent event) {
        channel.onFailure()
                .invoke(failure -> LOG.warnf("Dead letters are not read now, trying again cause=%s", failure))
                .onFailure()
                .retry()
                .withBackOff(FIRST_WAIT, LONGEST_WAIT)
                .indefinitely()
                .onItem()
                .transformToUniAndConcatenate(batch -> Uni.createFrom()
                        .voidItem()
                        .emitOn(worker)
                        .invoke(() -> keep(batch.getPayload()))
                        .chain(() -> Uni.createFrom()
                                .completionStage(batch.ack())
                                // offsets that are not committed cost repetitions only
                                .onFailure()
                                .recoverWithNull()))
                .subscribe()
                .with(_ -> {}, failure -> LOG.infof("Dead letters are not read any more cause=%s", failure));
    }

    void stop(@Observes ShutdownEvent event) {
        ending.countDown();
        worker.shutdown();
    }

    /// Returns when all are kept, so that their offsets may be committed.
    private void keep(ConsumerRecords<byte[], byte[]> records) {
        try {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                keep(record);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the service ends", interrupted);
        }
    }

    private void keep(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
        for (int failures = 1; ; failures++) {
            try {
                letters.add(DeadLetter.of(read(record)));
                return;
            } catch (RuntimeException failure) {
                if (!StoreFailure.passes(failure)) {
                    // none of the next ones is to wait for it
                    LOG.errorf(
                            failure,
                            "A dead letter cannot be kept and is only on the bus partition=%d offset=%d",
                            record.partition(),
                            record.offset());
                    return;
                }
                LOG.warnf("The database is away or busy, dead letters wait failures=%d cause=%s", failures, failure);
            }
            if (ending.await(BACKOFF.after(failures).toNanos(), TimeUnit.NANOSECONDS)) {
                throw new InterruptedException("the service ends");
            }
        }
    }

    private static DeadRecord read(ConsumerRecord<byte[], byte[]> record) {
        return new DeadRecord(
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.key(),
                StreamSupport.stream(record.headers().spliterator(), false)
                        .map(header ->
                                new RecordHeader(header.key(), header.value() == null ? new byte[0] : header.value()))
                        .toList(),
                record.value());
    }
}
