package io.gennaker.pipeline.reading;

import io.gennaker.contracts.AnalysisTask.Certainty;
import io.gennaker.contracts.AnalysisTask.Certainty.OnLittleTraffic;
import io.gennaker.contracts.MeshRoute;
import io.gennaker.contracts.Route;
import io.gennaker.contracts.WayBack;
import io.gennaker.pipeline.definition.Analysis;
import io.gennaker.pipeline.definition.Confirmation;
import io.gennaker.pipeline.definition.Frame;
import io.gennaker.pipeline.definition.Rollout;
import io.gennaker.pipeline.definition.RolloutStep;
import io.gennaker.pipeline.definition.Stage;
import io.gennaker.pipeline.expression.Scope;
import io.gennaker.pipeline.yaml.YamlNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the stages that carry a new version to production behind a share of the traffic.
final class RolloutReader {
    /// Baseline and canary together take at most everything.
    private static final int HEAVIEST_CANARY = 50;
    /// Where shares are made of pods, release keeps all of its own: the new version would need pods without end.
    private static final int HEAVIEST_OF_PODS = 90;

    private static final Duration DEFAULT_KEEP = Duration.ofMinutes(10);
    private static final Confirmation DEFAULT_CONFIRMATION =
            new Confirmation(5, 50, Duration.ofMinutes(2), new Certainty(95, OnLittleTraffic.GO_ON));
    private static final Map<String, OnLittleTraffic> ON_LITTLE_TRAFFIC =
            Choices.of("goOn", OnLittleTraffic.GO_ON, "fail", OnLittleTraffic.FAIL);
    private static final Map<String, WayBack> WAYS = Choices.of("bounded", WayBack.BOUNDED, "atOnce", WayBack.AT_ONCE);

    private final ObjectReader object;
    private final Scope scope;
    private final Rollout rollout;

    RolloutReader(ObjectReader object, Scope scope, String cluster, String namespace, List<String> manifests) {
        this.object = object;
        this.scope = scope;
        this.rollout = new Rollout(
                cluster,
                namespace,
                manifests,
                object.text("workload", Words.OBJECT_NAME, DefinitionReader.UNREAD),
                object.integer("replicas", 1, 1000, 1),
                new RouteReader(object.requiredObject("route", Shape.ROUTE)).read(),
                object.object("confirm", Shape.CONFIRM)
                        .map(RolloutReader::confirmation)
                        .orElse(DEFAULT_CONFIRMATION),
                object.choice("wayBack", WAYS, WayBack.BOUNDED));
    }

    private static Confirmation confirmation(ObjectReader confirm) {
        return new Confirmation(
                confirm.integer("tolerance", 1, 50, DEFAULT_CONFIRMATION.tolerance()),
                confirm.integer("minimumRequests", 1, 1_000_000, DEFAULT_CONFIRMATION.minimumRequests()),
                confirm.duration("timeout", Duration.ofSeconds(1), DEFAULT_CONFIRMATION.timeout()),
                new Certainty(
                        confirm.number(
                                "confidence",
                                50,
                                99.99,
                                DEFAULT_CONFIRMATION.certainty().confidence()),
                        confirm.choice("onLittleTraffic", ON_LITTLE_TRAFFIC, OnLittleTraffic.GO_ON)));
    }

    Stage.Canary canary(Frame frame) {
        int heaviest = isOfPods() ? HEAVIEST_CANARY - 1 : HEAVIEST_CANARY;
        List<RolloutStep> steps = steps(Shape.CANARY_STEP, heaviest);
        checkTimeout(frame, steps, Duration.ZERO);
        return new Stage.Canary(frame, rollout, steps, background(steps).orElse(null));
    }

    /// It is there to stop the rollout early: it must have a step to run beside and judge before its end, and it
    /// asks nobody.
    private Optional<Analysis> background(List<RolloutStep> steps) {
        var background = object.object("background", Shape.ANALYSIS)
                .map(own -> new AnalysisReader(own, object.object("analysis", Shape.ANALYSIS), scope).read());
        background.ifPresent(analysis -> {
            if (!hasStepBesideTraffic(steps)) {
                object.objection(
                        "background",
                        "a background with no step to run beside",
                        "a pause, a judgement, an analysis or a weight after the first weight");
            }
            var pace = analysis.spec().pace();
            if (analysis.spec().judge().equals("mann-whitney") && (pace == null || pace.interval() == null)) {
                object.objection(
                        "background",
                        "no interval, so it judges only at its end",
                        "an interval, or another judge than mann-whitney");
            }
            if (analysis.whenInconclusive() != null) {
                object.problem("background", "onInconclusive: ask", "fail, extendOnce");
            }
        });
        return background;
    }

    /// Whether anything comes between the first share and the promotion. Where no step has a weight, that is told.
    private static boolean hasStepBesideTraffic(List<RolloutStep> steps) {
        List<RolloutStep> fromFirstShare = steps.stream()
                .dropWhile(step -> !(step instanceof RolloutStep.Shift))
                .toList();
        return fromFirstShare.isEmpty()
                || fromFirstShare.getFirst() instanceof RolloutStep.Shift first && first.analysis() != null
                || fromFirstShare.stream().skip(1).anyMatch(RolloutReader::takesTime);
    }

    private static boolean takesTime(RolloutStep step) {
        return switch (step) {
            case RolloutStep.Shift _, RolloutStep.Ask _, RolloutStep.Pause _ -> true;
            case RolloutStep.Detour _, RolloutStep.Mirror _ -> false;
        };
    }

    Stage.RollingOut rollingOut(Frame frame) {
        List<RolloutStep> steps = steps(Shape.ROLLING_STEP, isOfPods() ? HEAVIEST_OF_PODS : 100);
        checkTimeout(frame, steps, Duration.ZERO);
        return new Stage.RollingOut(frame, rollout, steps);
    }

    Stage.BlueGreen blueGreen(Frame frame) {
        if (isOfPods()) {
            String found = "a route of kind service, whose shares are made of pods";
            object.problem(
                    "route",
                    found,
                    "a router with weights: " + "virtualService, virtualServices, httpRoute, grpcRoute");
        }
        var preview = object.object("preview", Shape.DETOUR).map(detour -> {
            checkSteers(object, "preview");
            return DetourReader.read(detour);
        });
        List<RolloutStep> steps = new RolloutStepsReader(object, scope, Shape.BLUE_GREEN_STEP, 0).read();
        Duration keep = object.duration("keep", Duration.ZERO, DEFAULT_KEEP);
        checkTimeout(frame, steps, keep);
        return new Stage.BlueGreen(frame, rollout, preview.orElse(null), steps, keep);
    }

    private List<RolloutStep> steps(Shape shape, int heaviest) {
        var reader = new RolloutStepsReader(object, scope, shape, heaviest);
        List<RolloutStep> steps = reader.read();
        reader.steeringSteps().forEach(step -> checkSteers(step, step.has("detour") ? "detour" : "mirror"));
        if (object.node("steps").filter(YamlNode.Sequence.class::isInstance).isPresent()
                && steps.stream().noneMatch(RolloutStep.Shift.class::isInstance)) {
            object.problem("steps", "no step with a weight", "at least one");
        }
        return steps;
    }

    private boolean isOfPods() {
        return rollout.route() instanceof Route.ReplicaShare && object.has("route");
    }

    private void checkSteers(ObjectReader at, String key) {
        boolean steers =
                switch (rollout.route()) {
                    case Route.IstioSubsets(var routes, var _, var _) -> isHttp(routes);
                    case Route.IstioServices(var routes, var _) -> isHttp(routes);
                    case Route.GatewayRoute _ -> true;
                    case Route.ReplicaShare _ -> false;
                };
        if (!steers) {
            at.problem(key, key + " with a route that knows no requests", "http routes, httpRoute, grpcRoute");
        }
    }

    private static boolean isHttp(List<MeshRoute> routes) {
        return routes.stream().allMatch(MeshRoute.Http.class::isInstance);
    }

    private void checkTimeout(Frame frame, List<RolloutStep> steps, Duration more) {
        Duration needed = steps.stream().map(RolloutReader::time).reduce(more, Duration::plus);
        if (frame.timeout() != null && frame.timeout().compareTo(needed) <= 0) {
            String allowed = "more than the analyses and pauses take together, " + needed.toSeconds() + "s";
            object.objection("timeout", frame.timeout().toSeconds() + "s", allowed);
        }
    }

    private static Duration time(RolloutStep step) {
        return switch (step) {
            case RolloutStep.Shift shift
            when shift.analysis() != null -> shift.analysis().spec().longest();
            case RolloutStep.Pause(var duration) -> duration;
            case RolloutStep.Shift _, RolloutStep.Ask _, RolloutStep.Detour _, RolloutStep.Mirror _ -> Duration.ZERO;
        };
    }
}
