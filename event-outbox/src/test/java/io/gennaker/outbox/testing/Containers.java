package io.gennaker.outbox.testing;

import java.util.Map;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/// PostgreSQL and Kafka from Testcontainers, once per JVM. Loaded only with `-Dgennaker.test.containers=true`.
public final class Containers {
    private static final String POSTGRES_IMAGE = "postgres:18";
    private static final String KAFKA_IMAGE = "apache/kafka:4.1.1";

    private Containers() {}

    /// What [io.gennaker.playground.testing.TestInfrastructure] asks for. Testcontainers removes both when the JVM
    /// ends.
    @SuppressWarnings("resource")
    public static Map<String, String> start() {
        var postgres = new PostgreSQLContainer(POSTGRES_IMAGE);
        var kafka = new KafkaContainer(KAFKA_IMAGE);
        postgres.start();
        kafka.start();
        return Map.of(
                "bootstrap.servers", kafka.getBootstrapServers(),
                "jdbc.url", withoutParameters(postgres.getJdbcUrl()),
                "jdbc.username", postgres.getUsername(),
                "jdbc.password", postgres.getPassword());
    }

    private static String withoutParameters(String url) {
        int question = url.indexOf('?');
        return question < 0 ? url : url.substring(0, question);
    }
}
