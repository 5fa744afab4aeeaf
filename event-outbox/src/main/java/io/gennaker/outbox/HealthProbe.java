package io.gennaker.outbox;

import io.gennaker.contracts.HealthKind;
import io.gennaker.contracts.HealthState;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Looks at what a service needs of others: each bean of this kind is asked every few seconds, by one thread, and what
/// it finds is told on the bus.
public interface HealthProbe {
    List<Finding> look() throws InterruptedException;

    /// How one thing is.
    ///
    /// @param name which one of its kind
    /// @param problem what is wrong, in words for people; null where nothing is
    /// @param advice what to do about it
    /// @param facts such as a version or a number, by name
    record Finding(
            HealthKind kind,
            String name,
            HealthState state,
            @Nullable String problem,
            @Nullable String advice,
            Map<String, String> facts) {
        public Finding {
            facts = Map.copyOf(facts);
        }

        public static Finding up(HealthKind kind, String name, Map<String, String> facts) {
            return new Finding(kind, name, HealthState.UP, null, null, facts);
        }

        public static Finding down(
                HealthKind kind, String name, String problem, String advice, Map<String, String> facts) {
            return new Finding(kind, name, HealthState.DOWN, problem, advice, facts);
        }

        /// It was not used yet, so nothing is known.
        public static Finding unused(HealthKind kind, String name, Map<String, String> facts) {
            return new Finding(kind, name, HealthState.UNKNOWN, null, null, facts);
        }
    }
}
