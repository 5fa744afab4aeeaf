package io.gennaker.pipeline.reading;

import io.gennaker.contracts.AnalysisSpec;
import io.gennaker.pipeline.definition.CanaryStep;
import io.gennaker.pipeline.definition.Confirmation;
import io.gennaker.pipeline.definition.Frame;
import io.gennaker.pipeline.definition.Stage;
import io.gennaker.pipeline.expression.Scope;
import io.gennaker.pipeline.yaml.YamlNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads what only a canary stage has.
final class CanaryReader {
    /// Baseline and canary together take at most everything.
    private static final int HEAVIEST = 50;

    private static final Confirmation DEFAULT_CONFIRMATION = new Confirmation(5, 50, Duration.ofMinutes(2));

    private final ObjectReader object;
    private final Scope scope;

    CanaryReader(ObjectReader object, Scope scope) {
        this.object = object;
        this.scope = scope;
    }

    Stage.Canary read(Frame frame, String cluster, String namespace, List<String> manifests) {
        List<CanaryStep> steps = steps();
        checkTimeout(frame, steps);
        return new Stage.Canary(
                frame,
                cluster,
                namespace,
                manifests,
                object.text("workload", Words.OBJECT_NAME, DefinitionReader.UNREAD),
                object.integer("replicas", 1, 1000, 1),
                new RouteReader(object.requiredObject("route", Shape.ROUTE)).read(),
                object.object("confirm", Shape.CONFIRM)
                        .map(CanaryReader::confirmation)
                        .orElse(DEFAULT_CONFIRMATION),
                steps);
    }

    private static Confirmation confirmation(ObjectReader confirm) {
        return new Confirmation(
                confirm.integer("tolerance", 1, 50, DEFAULT_CONFIRMATION.tolerance()),
                confirm.integer("minimumRequests", 1, 1_000_000, DEFAULT_CONFIRMATION.minimumRequests()),
                confirm.duration("timeout", Duration.ofSeconds(1), DEFAULT_CONFIRMATION.timeout()));
    }

    private List<CanaryStep> steps() {
        Optional<ObjectReader> defaults = object.object("analysis", Shape.ANALYSIS);
        var steps = new ArrayList<CanaryStep>();
        int heaviest = 0;
        for (ObjectReader step : object.objects("steps", Shape.CANARY_STEP)) {
            if (step.has("weight") == step.has("judgement")) {
                String found = step.has("weight") ? "weight and judgement together" : "neither weight nor judgement";
                object.source().problem(step.node(), step.path(), found, "exactly one of weight, judgement");
            } else if (step.has("weight")) {
                int weight = step.integer("weight", 1, HEAVIEST, heaviest + 1);
                if (weight <= heaviest) {
                    step.problem("weight", String.valueOf(weight), "more than " + heaviest + ", the weight before");
                }
                heaviest = Math.max(heaviest, weight);
                steps.add(new CanaryStep.Shift(weight, analysis(step, defaults).orElse(null)));
            } else {
                if (step.has("analysis")) {
                    step.problem("analysis", "an analysis beside a judgement", "analysis only beside weight");
                }
                steps.add(new CanaryStep.Ask(
                        QuestionReader.read(step.requiredObject("judgement", Shape.QUESTION), scope)));
            }
        }
        if (object.node("steps").filter(YamlNode.Sequence.class::isInstance).isPresent() && heaviest == 0) {
            object.problem("steps", "no step with a weight", "at least one");
        }
        return steps;
    }

    private static Optional<AnalysisSpec> analysis(ObjectReader step, Optional<ObjectReader> defaults) {
        return step.object("analysis", Shape.ANALYSIS).map(own -> new AnalysisReader(own, defaults).read());
    }

    private void checkTimeout(Frame frame, List<CanaryStep> steps) {
        Duration needed = steps.stream()
                .map(step -> switch (step) {
                    case CanaryStep.Shift shift
                    when shift.analysis() != null ->
                        shift.analysis().warmUp().plus(shift.analysis().duration());
                    case CanaryStep.Shift _, CanaryStep.Ask _ -> Duration.ZERO;
                })
                .reduce(Duration.ZERO, Duration::plus);
        if (frame.timeout() != null && frame.timeout().compareTo(needed) <= 0) {
            String allowed = "more than the analyses take together, " + needed.toSeconds() + "s";
            object.problem("timeout", frame.timeout().toSeconds() + "s", allowed);
        }
    }
}
