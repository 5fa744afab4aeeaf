package io.gennaker.outbox.kafka;

import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.eclipse.microprofile.reactive.messaging.Message;

/// The two channels of SmallRye Reactive Messaging through which a service reads and writes the bus.
///
/// @param incoming batches as polled, of the channel [#IN]. Nothing is read before it is subscribed to; it may be
///     subscribed to again after it failed
/// @param consumer the client under [#IN]
/// @param producer the client under [#OUT], made at the first call
public record KafkaChannels(
        Flow.Publisher<? extends Message<ConsumerRecords<byte[], byte[]>>> incoming,
        Supplier<KafkaConsumer<byte[], byte[]>> consumer,
        Supplier<Producer<byte[], byte[]>> producer) {
    public static final String IN = "gennaker-in";
    public static final String OUT = "gennaker-out";
}
