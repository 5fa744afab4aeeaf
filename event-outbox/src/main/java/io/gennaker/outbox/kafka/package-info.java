/// The bus on Kafka, through channels of SmallRye Reactive Messaging: [KafkaInput] reads, [KafkaBus] sends,
/// [KafkaTopics] makes the topics. The channels' settings are in `META-INF/microprofile-config.properties` and
/// [KafkaSettings].
///
/// None of them needs the broker to be there at the start, and none ends because it goes away.
@NullMarked
package io.gennaker.outbox.kafka;

import org.jspecify.annotations.NullMarked;
