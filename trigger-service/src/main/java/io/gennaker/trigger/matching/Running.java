package io.gennaker.trigger.matching;

import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.FactKind;
import io.gennaker.contracts.TriggerEvent;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.pipeline.planning.Nesting;
import io.gennaker.pipeline.planning.Starters;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What is remembered of an execution, also when it has ended: a person may open it again, and it ends once more.
///
/// @param depth how many executions led to it, one by the end of another
/// @param user who pushed what it was given, or else started it: who follows must know who had a part in the change
/// @param startedBy who started it, or the execution that led to it
/// @param startedByOthers who else did, or started one that led to it; absent: nobody
public record Running(
        int depth,
        List<Artifact> artifacts,
        @Nullable String user,
        @Nullable String startedBy,
        @Nullable List<String> startedByOthers) {
    /// Two pipelines that start each other must come to an end.
    public static final int DEEPEST = 20;

    /// Before the name of an image's attribute.
    static final String ARTIFACT = "artifact.";

    private static final String DEPTH = "depth";
    private static final String USER = "user";

    /// Kind of the trigger of an execution that runs an earlier one's plan.
    private static final String RERUN = "rerun";

    /// Of an execution whose begin nobody remembers.
    public static final Running UNKNOWN = new Running(0, List.of(), null, null, null);

    public Running {
        artifacts = List.copyOf(artifacts);
        startedByOthers = startedByOthers == null || startedByOthers.isEmpty() ? null : List.copyOf(startedByOthers);
    }

    /// What is remembered, within the caller's transaction.
    public interface Executions {
        void began(ExecutionId execution, Running running, Instant at);

        /// It is remembered for a while from now on.
        void ended(ExecutionId execution, Instant at);

        /// It is under way again, and remembered until it ends once more.
        void reopened(ExecutionId execution);

        /// @return what is remembered; nothing of one that ended longer ago than that is kept
        Optional<Running> of(ExecutionId execution);
    }

    /// @param known has those that began before
    public static Running of(ExecutionEvent.Accepted accepted, Executions known) {
        TriggerInfo trigger = accepted.trigger();
        List<String> starters = starters(trigger, known);
        String startedBy = starters.isEmpty() ? null : starters.getFirst();
        String pusher = pusher(trigger, known);
        return new Running(
                depth(trigger, known),
                accepted.artifacts(),
                pusher == null ? startedBy : pusher,
                startedBy,
                starters.stream().skip(1).toList());
    }

    /// Who asked for it, and those who are behind it: what led to it, and the execution whose plan a rerun runs.
    private static List<String> starters(TriggerInfo trigger, Executions known) {
        List<String> before = trigger.kind().equals(RERUN)
                ? known.of(new ExecutionId(trigger.source()))
                        .map(Running::starters)
                        .orElse(List.of())
                : Starters.of(trigger.attributes());
        return Stream.concat(Stream.ofNullable(trigger.user()), before.stream())
                .distinct()
                .toList();
    }

    private List<String> starters() {
        return Stream.concat(
                        Stream.ofNullable(startedBy),
                        Stream.ofNullable(startedByOthers).flatMap(List::stream))
                .toList();
    }

    /// A rerun delivers what was pushed for the execution whose plan it runs.
    private static @Nullable String pusher(TriggerInfo trigger, Executions known) {
        return trigger.kind().equals(RERUN)
                ? known.of(new ExecutionId(trigger.source())).map(Running::user).orElse(null)
                : trigger.attributes().get(USER);
    }

    /// A nested execution is as deep as the one whose stage began it: its end may start that one's pipeline again.
    private static int depth(TriggerInfo trigger, Executions known) {
        if (trigger.kind().equals(Nesting.TRIGGER)) {
            return known.of(new ExecutionId(trigger.source()))
                    .map(Running::depth)
                    .orElse(0);
        }
        return trigger.kind().equals(FactKind.PIPELINE.word()) ? depth(trigger.attributes()) : 0;
    }

    private static int depth(Map<String, String> attributes) {
        try {
            return Math.clamp(Integer.parseInt(attributes.getOrDefault(DEPTH, "0")), 0, DEEPEST + 1);
        } catch (NumberFormatException unreadable) {
            return DEEPEST + 1;
        }
    }

    /// The end as a fact; the images are among its attributes. Each end is one of its own, and known by its time when
    /// it is told again.
    public TriggerEvent.FactReceived fact(ExecutionEvent.Finished finished) {
        var attributes = new HashMap<>(Map.of(
                "pipeline",
                finished.pipeline(),
                "execution",
                finished.executionId().value(),
                "status",
                word(finished.status()),
                DEPTH,
                Integer.toString(depth + 1)));
        artifacts.forEach(artifact ->
                attributes.put(ARTIFACT + artifact.name(), artifact.image().toString()));
        if (user != null) {
            attributes.put(USER, user);
        }
        attributes.putAll(Starters.attributes(starters()));
        if (finished.reason() != null) {
            attributes.put("reason", finished.reason());
        }
        return new TriggerEvent.FactReceived(
                FactKind.PIPELINE,
                "pipeline:" + finished.pipeline(),
                finished.executionId().value() + "/" + finished.at(),
                attributes,
                "{}",
                finished.at());
    }

    /// Whether so many executions led to this fact that it must not lead to more.
    public static boolean tooDeep(TriggerEvent.FactReceived fact) {
        return depth(fact.attributes()) > DEEPEST;
    }

    /// `TimedOut` of `TIMED_OUT`, as definitions write it.
    static String word(ExecutionStatus status) {
        return Arrays.stream(status.name().split("_"))
                .map(part -> part.charAt(0) + part.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }
}
