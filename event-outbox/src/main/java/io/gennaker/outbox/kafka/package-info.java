/// The bus on Kafka: [KafkaInput] polls, [KafkaBus] sends, [KafkaTopics] makes the topics.
///
/// None of them needs the broker to be there at the start, and none ends because it goes away.
@NullMarked
package io.gennaker.outbox.kafka;

import org.jspecify.annotations.NullMarked;
