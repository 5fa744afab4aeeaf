package io.gennaker.acceptance;

import io.gennaker.contracts.Envelope;
import io.gennaker.contracts.MalformedMessage;
import io.gennaker.contracts.Message;
import io.gennaker.contracts.MessageCodec;
import io.gennaker.contracts.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// What is on the bus.
final class Bus {
    private final String bootstrapServers;

    Bus(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /// All messages of a topic; one that was sent twice under one id is one, as it is to receivers.
    List<Message> messages(Topic topic) {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrapServers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic.topicName()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var seen = new HashSet<String>();
            var messages = new ArrayList<Message>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    for (Envelope envelope : read(record)) {
                        if (seen.add(envelope.id())) {
                            messages.add(envelope.message());
                        }
                    }
                }
            }
            return messages;
        }
    }

    private static List<Envelope> read(ConsumerRecord<byte[], byte[]> record) {
        var headers = new HashMap<String, String>();
        record.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        try {
            return MessageCodec.readAll(headers, record.value());
        } catch (MalformedMessage malformed) {
            throw new AssertionError("unreadable record on " + record.topic(), malformed);
        }
    }
}
