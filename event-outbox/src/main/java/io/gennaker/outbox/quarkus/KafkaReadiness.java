package io.gennaker.outbox.quarkus;

import io.gennaker.outbox.runtime.OutboxRuntime;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready when this replica is a member of its group and connected. That of the database is Agroal's own check.
@Readiness
@ApplicationScoped
class KafkaReadiness implements HealthCheck {
    private final OutboxRuntime runtime;

    @Inject
    KafkaReadiness(OutboxRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("Kafka");
        runtime.input()
                .ifPresentOrElse(
                        input -> response.status(input.ready())
                                .withData("connected", input.connected())
                                .withData("partitions", input.assigned()),
                        response::up);
        return response.build();
    }
}
