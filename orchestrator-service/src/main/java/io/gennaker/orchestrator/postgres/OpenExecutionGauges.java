package io.gennaker.orchestrator.postgres;

import io.gennaker.contracts.ExecutionStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jboss.logging.Logger;

/// Executions that are not over, by status. One count serves all gauges of a scrape.
@ApplicationScoped
class OpenExecutionGauges {
    private static final Logger LOGGER = Logger.getLogger(OpenExecutionGauges.class);
    private static final Duration FRESH = Duration.ofSeconds(2);
    private static final List<ExecutionStatus> OPEN = List.of(
            ExecutionStatus.QUEUED, ExecutionStatus.RUNNING, ExecutionStatus.PAUSED, ExecutionStatus.COMPENSATING);

    private final PostgresExecutions executions;
    private final MeterRegistry registry;
    private final Clock clock;
    private Map<ExecutionStatus, Long> counted = Map.of();
    private Instant countedAt = Instant.EPOCH;

    OpenExecutionGauges(PostgresExecutions executions, MeterRegistry registry, Clock clock) {
        this.executions = executions;
        this.registry = registry;
        this.clock = clock;
    }

    void register(@Observes StartupEvent event) {
        for (ExecutionStatus status : OPEN) {
            Gauge.builder("gennaker.executions.open", () -> count(status))
                    .tag("status", status.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        Gauge.builder("gennaker.executions.stalled", this::stalled).register(registry);
    }

    private double stalled() {
        try {
            return executions.stalled();
        } catch (RuntimeException databaseAway) {
            LOGGER.debugf("stalled executions not counted reason=%s", databaseAway.getMessage());
            return Double.NaN;
        }
    }

    private synchronized double count(ExecutionStatus status) {
        Instant now = clock.instant();
        if (countedAt.plus(FRESH).isBefore(now)) {
            countedAt = now;
            counted = countNow();
        }
        return counted.getOrDefault(status, 0L);
    }

    private Map<ExecutionStatus, Long> countNow() {
        try {
            return executions.open();
        } catch (RuntimeException databaseAway) {
            LOGGER.debugf("executions not counted reason=%s", databaseAway.getMessage());
            return counted;
        }
    }
}
