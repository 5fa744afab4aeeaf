package io.gennaker.pipeline.reading;

import io.gennaker.pipeline.definition.Analysis;
import io.gennaker.pipeline.definition.RolloutStep;
import io.gennaker.pipeline.expression.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads the steps of a rollout: each has one key that says what it does.
final class RolloutStepsReader {
    private static final String ANALYSIS = "analysis";
    private static final int MOST_DETOURS = 10;

    private final ObjectReader object;
    private final Scope scope;
    private final Shape shape;
    private final int heaviest;
    private final List<String> actions;
    private final List<ObjectReader> steering = new ArrayList<>();
    private final Set<String> detours = new HashSet<>();
    private int lastWeight;

    /// @param shape of a step: which keys it knows
    /// @param heaviest weight that is allowed
    RolloutStepsReader(ObjectReader object, Scope scope, Shape shape, int heaviest) {
        this.object = object;
        this.scope = scope;
        this.shape = shape;
        this.heaviest = heaviest;
        this.actions =
                shape.keys().stream().filter(key -> !key.equals(ANALYSIS)).toList();
    }

    List<RolloutStep> read() {
        Optional<ObjectReader> defaults =
                shape.keys().contains(ANALYSIS) ? object.object(ANALYSIS, Shape.ANALYSIS) : Optional.empty();
        var steps = new ArrayList<RolloutStep>();
        for (ObjectReader step : object.objects("steps", shape)) {
            List<String> found = actions.stream().filter(step::has).toList();
            if (found.size() != 1) {
                String what = found.isEmpty()
                        ? "neither " + String.join(" nor ", actions)
                        : String.join(" and ", found) + " together";
                object.source().problem(step.node(), step.path(), what, "exactly one of " + String.join(", ", actions));
            } else {
                steps.add(step(step, found.getFirst(), defaults));
            }
        }
        return steps;
    }

    /// Steps that need a router which tells requests apart.
    List<ObjectReader> steeringSteps() {
        return List.copyOf(steering);
    }

    private RolloutStep step(ObjectReader step, String action, Optional<ObjectReader> defaults) {
        if (!action.equals("weight") && shape.keys().contains(ANALYSIS) && step.has(ANALYSIS)) {
            step.problem(ANALYSIS, "an analysis beside a " + action, "analysis only beside weight");
        }
        return switch (action) {
            case "weight" -> shift(step, defaults);
            case "judgement" ->
                new RolloutStep.Ask(QuestionReader.read(step.requiredObject("judgement", Shape.QUESTION), scope));
            case "pause" -> new RolloutStep.Pause(step.duration("pause", Duration.ofMillis(1), Duration.ofSeconds(1)));
            case "detour" -> detour(step);
            case "mirror" -> {
                steering.add(step);
                yield new RolloutStep.Mirror(step.integer("mirror", 0, 100, 1));
            }
            default -> throw new IllegalStateException("a step's key " + action + " has a shape and no reader");
        };
    }

    private RolloutStep shift(ObjectReader step, Optional<ObjectReader> defaults) {
        int weight = step.integer("weight", 1, heaviest, lastWeight + 1);
        if (weight <= lastWeight) {
            step.problem("weight", String.valueOf(weight), "more than " + lastWeight + ", the weight before");
        }
        lastWeight = Math.max(lastWeight, weight);
        return new RolloutStep.Shift(weight, analysis(step, defaults).orElse(null));
    }

    private Optional<Analysis> analysis(ObjectReader step, Optional<ObjectReader> defaults) {
        return shape.keys().contains(ANALYSIS)
                ? step.object(ANALYSIS, Shape.ANALYSIS).map(own -> new AnalysisReader(own, defaults, scope).read())
                : Optional.empty();
    }

    private RolloutStep detour(ObjectReader step) {
        steering.add(step);
        var detour = new RolloutStep.Detour(DetourReader.read(step.requiredObject("detour", Shape.DETOUR)));
        if (!detours.add(detour.detour().name())) {
            step.problem("detour", "a second detour " + detour.detour().name(), "each name once");
        }
        if (detours.size() > MOST_DETOURS) {
            step.problem("detour", detours.size() + " detours", "at most " + MOST_DETOURS);
        }
        return detour;
    }
}
