package io.gennaker.outbox.testing;

import io.gennaker.playground.testing.TestInfrastructure;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/// A database and a topic prefix of its own for a `@QuarkusTest`, on the build's one PostgreSQL and one Kafka.
///
/// Use: `@WithTestResource(InfrastructureResource.class)`. With `-Dgennaker.test.containers=true` they come from
/// Testcontainers.
public final class InfrastructureResource implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        var infrastructure = TestInfrastructure.ensure();
        var database = infrastructure.freshDatabase();
        return Map.of(
                "kafka.bootstrap.servers", infrastructure.bootstrapServers(),
                "quarkus.datasource.jdbc.url", database.jdbcUrl(),
                "quarkus.datasource.username", database.username(),
                "quarkus.datasource.password", database.password(),
                "gennaker.topic-prefix", infrastructure.freshTopicPrefix(),
                "gennaker.topics.partitions", "2",
                "gennaker.operations.lease", "3s",
                "quarkus.http.test-port", "0");
    }

    @Override
    public void stop() {
        // the infrastructure ends with the build
    }
}
