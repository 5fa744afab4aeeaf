package io.gennaker.trigger.kafka;

import static org.awaitility.Awaitility.await;

import io.gennaker.contracts.TriggerEvent;
import io.gennaker.playground.testing.TestInfrastructure;
import io.gennaker.trigger.matching.Explanation;
import io.gennaker.trigger.matching.Intake;
import io.gennaker.trigger.matching.Taken;
import io.gennaker.trigger.matching.TakenEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A topic of a user's over a real broker.
class UserTopicsTest {
    private static final Duration SOON = Duration.ofSeconds(120);
    /// Shorter than the pause after an event that could not be kept.
    private static final Duration READ_BACK = Duration.ofSeconds(1);

    private final TestInfrastructure infrastructure = TestInfrastructure.ensure();
    private final Map<String, Object> broker = Map.of("bootstrap.servers", infrastructure.bootstrapServers());
    private final String topic = infrastructure.freshTopicPrefix() + "own";
    private final Database database = new Database();
    private final UserTopics topics = new UserTopics(() -> Map.of("own", () -> topic), broker, database, READ_BACK);
    private final KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(broker, new ByteArraySerializer(), new ByteArraySerializer());

    /// Takes events while it is there.
    private static final class Database implements Intake {
        private final List<String> refused = new CopyOnWriteArrayList<>();
        private final List<String> taken = new CopyOnWriteArrayList<>();
        private volatile boolean away = true;

        @Override
        public Taken take(TriggerEvent event) {
            var fact = (TriggerEvent.FactReceived) event;
            if (away) {
                refused.add(fact.eventId());
                throw new IllegalStateException("the database is away");
            }
            taken.add(fact.eventId());
            return new Taken(kept(fact), false);
        }

        private static TakenEvent kept(TriggerEvent.FactReceived fact) {
            return new TakenEvent(
                    1,
                    TriggerEvent.identity(fact.source(), fact.eventId()),
                    fact.source(),
                    fact.eventId(),
                    fact.kind().word(),
                    "",
                    fact.at(),
                    null,
                    null,
                    new Explanation(List.of(), 0));
        }
    }

    @BeforeEach
    void start() throws Exception {
        try (var admin = Admin.create(broker)) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
        topics.start(new StartupEvent());
    }

    @AfterEach
    void stop() {
        topics.stop(new ShutdownEvent());
        producer.close();
    }

    @Test
    void shouldTakeARecordThatCouldNotBeKeptForLongerThanIsReadBack() {
        // Given
        await("a record that was read").atMost(SOON).until(this::isReadAfterAnother);
        String first = database.refused.getFirst();

        // When
        database.away = false;

        // Then
        await("the record").atMost(SOON).until(() -> database.taken.contains(first));
    }

    /// Records are read from soon before the reader came: one of several comes after that.
    private boolean isReadAfterAnother() {
        producer.send(new ProducerRecord<>(topic, "{}".getBytes(StandardCharsets.UTF_8)));
        producer.flush();
        return !database.refused.isEmpty();
    }
}
