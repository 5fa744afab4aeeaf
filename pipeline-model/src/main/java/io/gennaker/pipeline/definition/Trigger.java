package io.gennaker.pipeline.definition;

import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.FactKind;
import io.gennaker.pipeline.expression.Value;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A fact from outside that starts an execution.
public sealed interface Trigger {
    Terms terms();

    default String name() {
        return terms().name();
    }

    default boolean enabled() {
        return terms().enabled();
    }

    /// What triggers of every type have.
    ///
    /// @param when condition in CEL over `event`
    /// @param payload patterns of values in the payload, by path
    /// @param attributes patterns of the event's attributes, by name
    /// @param parameters of the execution; texts may hold expressions over `event`
    /// @param artifacts images of the execution, and refs of its files from Git, by expected name; they may hold
    ///     expressions over `event`
    /// @param quiet how long nothing that fits must have come before it starts; null for at once
    record Terms(
            String name,
            boolean enabled,
            @Nullable String when,
            Map<String, TextPattern> payload,
            Map<String, TextPattern> attributes,
            Map<String, Value> parameters,
            Map<String, String> artifacts,
            @Nullable Duration quiet) {
        public Terms {
            payload = Collections.unmodifiableMap(new TreeMap<>(payload));
            attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
            parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
            artifacts = Collections.unmodifiableMap(new TreeMap<>(artifacts));
        }

        /// Terms that any event meets.
        public static Terms none(String name) {
            return new Terms(name, true, null, Map.of(), Map.of(), Map.of(), Map.of(), null);
        }
    }

    /// An image that appears in a registry.
    ///
    /// @param repository with registry host, without tag
    /// @param newest whether an image that was pushed before the last one that came in starts nothing
    record Registry(Terms terms, String repository, TextPattern tag, boolean newest) implements Trigger {}

    /// Something that happens in a Git host.
    ///
    /// @param repository with host, such as `github.com/acme/shop`
    /// @param actions of which one must have happened
    /// @param branch of a push
    /// @param tag of a pushed tag or a release
    /// @param paths of which one must fit one changed file of a push; none: any push
    record Git(
            Terms terms,
            String repository,
            Set<GitAction> actions,
            TextPattern branch,
            TextPattern tag,
            List<TextPattern> paths)
            implements Trigger {
        public Git {
            actions = Set.copyOf(actions);
            paths = List.copyOf(paths);
        }
    }

    /// What happens in a Git host.
    enum GitAction {
        PUSH,
        TAG,
        RELEASE
    }

    /// A call, a message or a CDEvent.
    ///
    /// @param source as the trigger service is configured to name it
    record Fact(Terms terms, FactKind kind, String source) implements Trigger {}

    /// A time of a schedule.
    ///
    /// @param misfire what becomes of a time at which nothing could be started
    /// @param jitter longest time by which a start is put off, so that not everything starts at once
    record Cron(Terms terms, Schedule schedule, Misfire misfire, Duration jitter) implements Trigger {}

    enum Misfire {
        /// It is left out.
        SKIP,
        /// The last one missed is made up for.
        RUN
    }

    /// The end of an execution of another pipeline.
    record Ended(Terms terms, String pipeline, Set<ExecutionStatus> statuses) implements Trigger {
        public Ended {
            statuses = Set.copyOf(statuses);
        }
    }
}
