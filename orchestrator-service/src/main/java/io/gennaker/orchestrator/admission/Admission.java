package io.gennaker.orchestrator.admission;

import io.gennaker.contracts.ExecutionId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides who gets a place. Pure; the caller holds the pipeline's row lock from reading the occupancy to acting on it.
public final class Admission {
    /// So many may wait for one pipeline; more would only hide that something is wrong.
    static final int MOST_WAITING = 1_000;

    private Admission() {}

    /// What becomes of an execution that is asked for.
    public sealed interface Answer {}

    public record StartsNow() implements Answer {}

    /// @param replaces those that waited before and now never run
    /// @param within how long it waits at most; null for as long as it takes
    public record Waits(
            List<ExecutionId> replaces, @Nullable Duration within) implements Answer {
        public Waits {
            replaces = List.copyOf(replaces);
        }
    }

    public record Refused(String reason) implements Answer {}

    /// Answers a new execution. Nobody overtakes those that wait.
    public static Answer answer(Concurrency concurrency, Occupancy occupancy) {
        if (occupancy.running() + occupancy.waiting().size() < concurrency.limit()) {
            return new StartsNow();
        }
        return switch (concurrency.whenFull()) {
            case QUEUE ->
                occupancy.waiting().size() < MOST_WAITING
                        ? new Waits(List.of(), concurrency.startWithin())
                        : new Refused("no free place: " + MOST_WAITING + " executions wait already");
            case REPLACE_WAITING -> new Waits(occupancy.waiting(), concurrency.startWithin());
            case REJECT ->
                new Refused("no free place: " + occupancy.running() + " of " + concurrency.limit()
                        + " executions run, and the pipeline rejects further ones");
        };
    }

    /// Those that may start now, in their order.
    public static List<ExecutionId> next(Concurrency concurrency, Occupancy occupancy) {
        int free = Math.max(0, concurrency.limit() - occupancy.running());
        return occupancy.waiting().stream().limit(free).toList();
    }
}
