package io.gennaker.outbox.runtime;

import io.gennaker.contracts.HealthKind;
import io.gennaker.contracts.HealthState;
import io.gennaker.outbox.HealthProbe;
import io.gennaker.outbox.store.OutboxBacklog;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a replica itself is. That it can tell says that its database and the bus are there.
final class OwnHealth implements HealthProbe {
    private static final Duration LATE = Duration.ofMinutes(1);

    private final String service;
    private final OutboxRuntime runtime;

    OwnHealth(String service, OutboxRuntime runtime) {
        this.service = service;
        this.runtime = runtime;
    }

    @Override
    public List<Finding> look() {
        OutboxBacklog backlog = runtime.backlog();
        String problem = problem(backlog);
        return List.of(new Finding(
                HealthKind.SERVICE,
                service,
                problem == null ? HealthState.UP : HealthState.IMPAIRED,
                problem,
                problem == null ? null : "look at the replica's log, and at Kafka's",
                facts(backlog)));
    }

    private @Nullable String problem(OutboxBacklog backlog) {
        if (backlog.refused() > 0) {
            return "Kafka will never take " + backlog.refused() + " messages: they are too large";
        }
        if (backlog.oldest().compareTo(LATE) > 0) {
            return backlog.rows() + " messages wait to be sent, the oldest for "
                    + backlog.oldest().toSeconds() + " s";
        }
        boolean deaf = runtime.input().filter(input -> !input.ready()).isPresent();
        return deaf ? "it has no part in reading messages: Kafka gave it no partition, or is away" : null;
    }

    private Map<String, String> facts(OutboxBacklog backlog) {
        var facts = new LinkedHashMap<String, String>();
        facts.put("messages to send", Long.toString(backlog.rows()));
        runtime.input().ifPresent(input -> {
            long lag = input.lagByTopic().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            facts.put("messages to read", Long.toString(lag));
            facts.put("partitions", Integer.toString(input.assigned()));
        });
        facts.put("operations", Integer.toString(runtime.runningOperations()));
        return facts;
    }
}
