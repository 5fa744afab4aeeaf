package io.gennaker.contracts;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How the parts of Gennaker are, and what they need of others.
public sealed interface HealthEvent extends Message {

    /// A replica of a service looked at itself, or at something outside that it needs.
    ///
    /// Told when it changes, and else once a minute: whoever is not heard for longer is not well.
    ///
    /// @param service that looked
    /// @param replica of the service
    /// @param name which one of its kind
    /// @param since when it became so
    /// @param problem what is wrong, in words for people; null where nothing is
    /// @param advice what to do about it; null where there is nothing to say
    /// @param facts such as a version or a number, by name
    record Looked(
            String service,
            String replica,
            HealthKind kind,
            String name,
            HealthState state,
            Instant since,
            @Nullable String problem,
            @Nullable String advice,
            Map<String, String> facts,
            Instant at)
            implements HealthEvent {
        public static final int LONGEST_TEXT = 1_000;

        public static final int MOST_FACTS = 30;

        public Looked {
            Check.text("service", service, 60);
            Check.text("replica", replica, 200);
            Check.text("name", name, 200);
            if (problem != null) {
                Check.text("problem", problem, LONGEST_TEXT);
            }
            if (advice != null) {
                Check.text("advice", advice, LONGEST_TEXT);
            }
            Check.atMost("facts", facts.size(), MOST_FACTS);
            facts = Map.copyOf(facts);
        }

        @Override
        public String key() {
            return service + "/" + name;
        }
    }
}
