package io.gennaker.orchestrator.admission;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.pipeline.definition.FreezeDefinition;
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
    /// @param within how long it waits at most, from the end of a freeze on; null for as long as it takes
    /// @param freeze that keeps it from its place; null for none
    public record Waits(
            List<ExecutionId> replaces, @Nullable Duration within, FreezeDefinition.@Nullable InForce freeze)
            implements Answer {
        public Waits {
            replaces = List.copyOf(replaces);
        }
    }

    public record Refused(String reason) implements Answer {}

    /// Answers a new execution. Nobody overtakes those that wait, but in a freeze those that it does not hold overtake
    /// those that it does.
    public static Answer answer(Concurrency concurrency, Occupancy occupancy, Asking asking) {
        var freeze = asking.freeze();
        if (freeze == null) {
            return answer(concurrency, occupancy);
        }
        if (asking.exempt()) {
            return answer(concurrency, occupancy.exempt());
        }
        if (freeze.rejects() && !asking.person()) {
            return new Refused(freeze.words());
        }
        return switch (answer(concurrency, occupancy)) {
            case StartsNow _ -> new Waits(List.of(), concurrency.startWithin(), freeze);
            case Waits waits ->
                new Waits(
                        waits.replaces().isEmpty()
                                ? List.of()
                                : occupancy.held().ids(),
                        waits.within(),
                        freeze);
            case Refused refused -> refused;
        };
    }

    private static Answer answer(Concurrency concurrency, Occupancy occupancy) {
        if (occupancy.running() + occupancy.waiting().size() < concurrency.limit()) {
            return new StartsNow();
        }
        return switch (concurrency.whenFull()) {
            case QUEUE ->
                occupancy.waiting().size() < MOST_WAITING
                        ? new Waits(List.of(), concurrency.startWithin(), null)
                        : new Refused("no free place: " + MOST_WAITING + " executions wait already");
            case REPLACE_WAITING -> new Waits(occupancy.ids(), concurrency.startWithin(), null);
            case REJECT ->
                new Refused("no free place: " + occupancy.running() + " of " + concurrency.limit()
                        + " executions run, and the pipeline rejects further ones");
        };
    }

    /// Those that may start now, in their order.
    ///
    /// @param frozen whether only those may that no freeze holds
    public static List<ExecutionId> next(Concurrency concurrency, Occupancy occupancy, boolean frozen) {
        int free = Math.max(0, concurrency.limit() - occupancy.running());
        var ready = frozen ? occupancy.exempt() : occupancy;
        return ready.ids().stream().limit(free).toList();
    }
}
