package io.gennaker.outbox.engine;

import java.time.Duration;

/// How operations are run.
///
/// @param concurrency how many at once in one process
/// @param lease how long an operation stays with a process that is not heard of
/// @param backoff waits between failed runs
public record OperationSettings(int concurrency, Duration lease, Backoff backoff) {
    private static final Duration SHORTEST_LEASE = Duration.ofMillis(300);

    public OperationSettings {
        if (concurrency < 1) {
            throw new IllegalArgumentException("operations concurrency is " + concurrency + "; allowed is 1 or more");
        }
        if (lease.compareTo(SHORTEST_LEASE) < 0) {
            throw new IllegalArgumentException(
                    "operations lease is " + lease + "; allowed is " + SHORTEST_LEASE + " or more");
        }
    }

    /// Twice may a renewal fail before the lease runs out.
    Duration renewEvery() {
        return lease.dividedBy(3);
    }

    /// A lease that runs out sooner is looked at then.
    Duration watchEvery() {
        return lease.dividedBy(10);
    }
}
