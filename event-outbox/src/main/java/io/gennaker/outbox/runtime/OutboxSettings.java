package io.gennaker.outbox.runtime;

import io.gennaker.outbox.engine.Backoff;
import io.gennaker.outbox.engine.OperationSettings;
import io.gennaker.outbox.kafka.KafkaSettings;
import java.time.Duration;

/// All that can be set.
///
/// @param attempts how often a message that fails is tried by itself before it becomes a dead letter
/// @param backoff waits between those, and between looks at a database that is away
/// @param inboxRetention how long handled messages are remembered: a repetition after that is taken for new
/// @param operationRetention how long ended operations are remembered
public record OutboxSettings(
        KafkaSettings kafka,
        int attempts,
        Backoff backoff,
        OperationSettings operations,
        Duration inboxRetention,
        Duration operationRetention) {
    public OutboxSettings {
        if (attempts < 1) {
            throw new IllegalArgumentException("consumer attempts is " + attempts + "; allowed is 1 or more");
        }
        if (!inboxRetention.isPositive() || !operationRetention.isPositive()) {
            throw new IllegalArgumentException("retention of inbox " + inboxRetention + ", of operations "
                    + operationRetention + "; both must be positive");
        }
    }

    public String service() {
        return kafka.service();
    }
}
