package io.gennaker.outbox.testing;

import io.gennaker.contracts.Topic;
import io.gennaker.outbox.kafka.KafkaChannels;
import io.gennaker.outbox.kafka.KafkaSettings;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecordBatch;
import io.smallrye.reactive.messaging.kafka.KafkaConnectorIncomingConfiguration;
import io.smallrye.reactive.messaging.kafka.KafkaConnectorOutgoingConfiguration;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordBatchMetadata;
import io.smallrye.reactive.messaging.kafka.commit.KafkaIgnoreCommit;
import io.smallrye.reactive.messaging.kafka.fault.KafkaFailStop;
import io.smallrye.reactive.messaging.kafka.impl.KafkaSink;
import io.smallrye.reactive.messaging.kafka.impl.KafkaSource;
import io.vertx.mutiny.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;

/// The connector's own source and sink, with the settings that a service gets, in a JVM without a container.
///
/// What Quarkus adds to it: the registry of channels.
public final class StandaloneChannels implements AutoCloseable {
    private static final String DEFAULTS = "/META-INF/microprofile-config.properties";

    private final Vertx vertx = Vertx.vertx();
    private final KafkaSource<byte[], byte[]> source;
    private final KafkaSink sink;

    /// @param topics that are read; empty where nothing is
    public StandaloneChannels(KafkaSettings settings, Set<Topic> topics) {
        var defaults = defaults();
        var incoming = channel(defaults, "mp.messaging.incoming.", KafkaChannels.IN, settings.incomingChannel(topics));
        source = new KafkaSource<>(
                vertx,
                incoming.getValue("group.id", String.class),
                new KafkaConnectorIncomingConfiguration(incoming),
                Fixed.none(),
                Fixed.of(new KafkaIgnoreCommit.Factory()),
                Fixed.of(new KafkaFailStop.Factory()),
                Fixed.none(),
                new Unheard(),
                Fixed.none(),
                Fixed.none(),
                -1);
        var outgoing = channel(defaults, "mp.messaging.outgoing.", KafkaChannels.OUT, settings.outgoingChannel());
        sink = new KafkaSink(
                new KafkaConnectorOutgoingConfiguration(outgoing),
                new Unheard(),
                Fixed.none(),
                Fixed.none(),
                Fixed.none(),
                Fixed.none());
    }

    public KafkaChannels channels() {
        return new KafkaChannels(
                source.getBatchStream().map(StandaloneChannels::records), source::getConsumer, this::producer);
    }

    @SuppressWarnings("unchecked") // keys and values are bytes, see the deserializers
    private static Message<ConsumerRecords<byte[], byte[]>> records(IncomingKafkaRecordBatch<byte[], byte[]> batch) {
        var metadata = batch.getMetadata(IncomingKafkaRecordBatchMetadata.class).orElseThrow();
        return batch.withPayload((ConsumerRecords<byte[], byte[]>) metadata.getRecords());
    }

    @SuppressWarnings("unchecked") // keys and values are bytes, see the serializers
    private Producer<byte[], byte[]> producer() {
        return (Producer<byte[], byte[]>) sink.getProducer()
                .runOnSendingThread(producer -> producer)
                .await()
                .atMost(Duration.ofSeconds(60));
    }

    private static Config channel(
            Map<String, String> defaults, String direction, String channel, Map<String, Object> own) {
        var attributes = new HashMap<String, String>();
        own.forEach((name, value) -> attributes.put(name, value.toString()));
        String prefix = direction + channel + ".";
        defaults.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                attributes.put(name.substring(prefix.length()), value);
            }
        });
        attributes.put("channel-name", channel);
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(attributes, channel, 100))
                .build();
    }

    private static Map<String, String> defaults() {
        var properties = new Properties();
        try (var stream = Objects.requireNonNull(KafkaChannels.class.getResourceAsStream(DEFAULTS), DEFAULTS)) {
            properties.load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var defaults = new HashMap<String, String>();
        properties.stringPropertyNames().forEach(name -> defaults.put(name, properties.getProperty(name)));
        return defaults;
    }

    @Override
    public void close() {
        source.closeQuietly();
        sink.closeQuietly();
        vertx.closeAndAwait();
    }
}
