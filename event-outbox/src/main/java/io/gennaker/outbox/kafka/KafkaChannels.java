package io.gennaker.outbox.kafka;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.reactive.messaging.Message;

/// The two channels of SmallRye Reactive Messaging through which a service reads and writes the bus.
///
/// @param incoming batches as polled, of the channel [#IN]. Nothing is read before it is subscribed to; it may be
///     subscribed to again after it failed
/// @param consumer the client under [#IN]
/// @param outgoing sends one record over the channel [#OUT]; completes when the broker has it
public record KafkaChannels(
        Flow.Publisher<? extends Message<ConsumerRecords<byte[], byte[]>>> incoming,
        Supplier<KafkaConsumer<byte[], byte[]>> consumer,
        Function<ProducerRecord<byte[], byte[]>, Uni<Void>> outgoing) {
    public static final String IN = "gennaker-in";
    public static final String OUT = "gennaker-out";
}
