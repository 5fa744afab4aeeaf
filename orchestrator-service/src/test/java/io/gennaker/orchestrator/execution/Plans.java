package io.gennaker.orchestrator.execution;

import io.gennaker.contracts.AnalysisSpec;
import io.gennaker.contracts.AnalysisTask;
import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.Decision;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.JudgementSpec;
import io.gennaker.contracts.MeshRoute;
import io.gennaker.contracts.Route;
import io.gennaker.contracts.Steering;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.contracts.WayBack;
import io.gennaker.pipeline.plan.Compensation;
import io.gennaker.pipeline.plan.FailurePolicy;
import io.gennaker.pipeline.plan.Opening;
import io.gennaker.pipeline.plan.Plan;
import io.gennaker.pipeline.plan.PlannedStage;
import io.gennaker.pipeline.plan.PlannedStep;
import io.gennaker.pipeline.plan.Retry;
import io.gennaker.pipeline.plan.StepAction;
import io.gennaker.pipeline.plan.Watch;
import io.gennaker.pipeline.plan.Window;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Plans for tests, in the shape that the planner makes them.
public final class Plans {
    public static final Duration TIMEOUT = Duration.ofMinutes(2);
    public static final Duration WAY_BACK = Duration.ofMinutes(30);
    public static final ClusterTarget PRODUCTION = new ClusterTarget("production", "production");
    public static final Route ROUTE =
            new Route.IstioSubsets(List.of(new MeshRoute.Http("shop", "primary")), "shop", "shop");
    public static final ImageReference IMAGE = new ImageReference("us.gcr.io/acme/shop", "v2", Digest.of("version 2"));
    private static final CompressedText MANIFESTS =
            CompressedText.of("kind: Deployment\nspec: {image: '" + IMAGE.pinned() + "'}");
    private static final Compensation REMOVE_VARIANTS = new Compensation(
            "remove-variants",
            "remove baseline and canary",
            new StepAction.Deploy(new DeploymentTask.RemoveVariants(PRODUCTION, "shop", ROUTE, "shop")),
            TIMEOUT,
            Compensation.Layer.WORKLOAD);
    private static final Compensation RESTORE_TRAFFIC = new Compensation(
            "restore-traffic",
            "all traffic to release",
            shift(TrafficSplit.ALL_RELEASE),
            WAY_BACK,
            Compensation.Layer.TRAFFIC);

    private Plans() {}

    /// A plan without artifacts.
    public static Plan of(PlannedStage... stages) {
        return of(Map.of(), List.of(), stages);
    }

    /// A plan with the artifacts `shop`, which its manifests hold, and `tool`, which they do not.
    public static Plan ofArtifacts(PlannedStage... stages) {
        return with(Map.of(), stages);
    }

    /// The same with parameters.
    public static Plan with(Map<String, String> parameters, PlannedStage... stages) {
        var tool = new ImageReference("us.gcr.io/acme/tool", "v1", Digest.of("tool"));
        return of(parameters, List.of(new Artifact("shop", IMAGE), new Artifact("tool", tool)), stages);
    }

    private static Plan of(Map<String, String> parameters, List<Artifact> artifacts, PlannedStage... stages) {
        return new Plan(
                "shop",
                "shop",
                Digest.of("definition"),
                new TriggerInfo("manual", "console", "1", "ann", Map.of()),
                parameters,
                artifacts,
                Duration.ofHours(2),
                List.of(stages),
                Map.of());
    }

    /// A stage in the making; `build` by [#done].
    public record Stage(
            String id,
            String kind,
            List<String> needs,
            @Nullable String when,
            @Nullable Opening opening,
            @Nullable Retry retry,
            @Nullable Duration timeout,
            FailurePolicy onFailure,
            List<PlannedStep> steps,
            @Nullable String problem,
            @Nullable String unlessFailed) {
        /// With an analysis beside the steps from one to before another.
        public PlannedStage watched(String from, String until) {
            var watch = new Watch(step("watch", analyse()), from, until);
            return new PlannedStage(
                    id, kind, needs, when, opening, retry, timeout, onFailure, steps, problem, watch, unlessFailed);
        }

        public Stage needing(String... others) {
            return new Stage(
                    id, kind, List.of(others), when, opening, retry, timeout, onFailure, steps, problem, unlessFailed);
        }

        public Stage when(String condition) {
            return new Stage(
                    id, kind, needs, condition, opening, retry, timeout, onFailure, steps, problem, unlessFailed);
        }

        public Stage opening(@Nullable Duration delay, @Nullable Window window) {
            return new Stage(
                    id,
                    kind,
                    needs,
                    when,
                    new Opening(delay, window),
                    retry,
                    timeout,
                    onFailure,
                    steps,
                    problem,
                    unlessFailed);
        }

        public Stage within(Duration limit) {
            return new Stage(id, kind, needs, when, opening, retry, limit, onFailure, steps, problem, unlessFailed);
        }

        public Stage retrying(int attempts, Duration backoff) {
            var tries = new Retry(attempts, backoff);
            return new Stage(id, kind, needs, when, opening, tries, timeout, onFailure, steps, problem, unlessFailed);
        }

        public Stage onFailure(FailurePolicy policy) {
            return new Stage(id, kind, needs, when, opening, retry, timeout, policy, steps, problem, unlessFailed);
        }

        /// An item of a list of which no further one begins when one has failed.
        public Stage unlessFailed(String list) {
            return new Stage(id, kind, needs, when, opening, retry, timeout, onFailure, steps, problem, list);
        }

        public Stage withProblem(String reason) {
            return new Stage(id, kind, needs, when, opening, retry, timeout, onFailure, steps, reason, unlessFailed);
        }

        /// As the planner makes it: on the way back it is seen that traffic has left.
        public Stage seenToLeave() {
            var seen = new Compensation(
                    "confirm-release",
                    "see all traffic on release",
                    confirm(TrafficSplit.ALL_RELEASE),
                    TIMEOUT,
                    Compensation.Layer.DATA_PLANE);
            var all = steps.stream()
                    .map(step -> step.id().startsWith("confirm-") && !step.id().equals("confirm-release")
                            ? step(step.id(), step.action(), seen)
                            : step)
                    .toList();
            return new Stage(id, kind, needs, when, opening, retry, timeout, onFailure, all, problem, unlessFailed);
        }

        public PlannedStage done() {
            return new PlannedStage(
                    id, kind, needs, when, opening, retry, timeout, onFailure, steps, problem, null, unlessFailed);
        }
    }

    public static Stage stage(String id, PlannedStep... steps) {
        return new Stage(id, "test", List.of(), null, null, null, null, FailurePolicy.FAIL, List.of(steps), null, null);
    }

    public static Stage deploy(String id) {
        return stage(
                id,
                step("apply", new StepAction.Deploy(new DeploymentTask.ApplyManifests(PRODUCTION, "shop", MANIFESTS))));
    }

    public static Stage undoableDeploy(String id) {
        return stage(
                id,
                step(
                        "apply",
                        new StepAction.Deploy(new DeploymentTask.ApplyManifests(PRODUCTION, "shop", MANIFESTS)),
                        undoApply("undo-apply")));
    }

    public static Stage job(String id) {
        return stage(id, step("run", new StepAction.Deploy(new DeploymentTask.RunJob(PRODUCTION, "shop", MANIFESTS))));
    }

    public static Stage pause(String id, Duration duration) {
        return stage(id, step("wait", new StepAction.Wait(duration)));
    }

    public static Stage judgement(String id) {
        return stage(id, step("ask", new StepAction.Ask(question())));
    }

    /// An analysis whose inconclusive end asks people.
    public static Stage askedAnalysis(String id) {
        return stage(id, step("analyse", new StepAction.Analyse(analyse().task(), question())));
    }

    /// The canary as the planner expands it: one weight, with confirmation, analysis and a question.
    public static Stage canary(String id, int... weights) {
        var before = List.of(
                step(
                        "start-baseline",
                        new StepAction.Deploy(new DeploymentTask.StartBaseline(PRODUCTION, "shop", "shop", 2)),
                        REMOVE_VARIANTS),
                step(
                        "start-canary",
                        new StepAction.Deploy(new DeploymentTask.StartCanary(PRODUCTION, "shop", "shop", 2, MANIFESTS)),
                        REMOVE_VARIANTS));
        var shifts = Arrays.stream(weights)
                .mapToObj(weight -> List.of(
                        step("shift-" + weight, shift(TrafficSplit.even(weight)), RESTORE_TRAFFIC),
                        step("confirm-" + weight, confirm(TrafficSplit.even(weight))),
                        step("analyse-" + weight, analyse())))
                .flatMap(List::stream)
                .toList();
        var after = List.of(
                step("approve", new StepAction.Ask(question())),
                step(
                        "promote",
                        new StepAction.Deploy(new DeploymentTask.ApplyManifests(PRODUCTION, "shop", MANIFESTS)),
                        undoApply("undo-promote")),
                step("return-traffic", shift(TrafficSplit.ALL_RELEASE)),
                step("confirm-release", confirm(TrafficSplit.ALL_RELEASE)),
                step("remove-variants", REMOVE_VARIANTS.action()));
        var all = Stream.of(before, shifts, after).flatMap(List::stream).toList();
        return new Stage(id, "canary", List.of(), null, null, null, null, FailurePolicy.FAIL, all, null, null);
    }

    public static PlannedStep step(String id, StepAction action) {
        return step(id, action, null);
    }

    public static PlannedStep step(String id, StepAction action, @Nullable Compensation compensation) {
        return new PlannedStep(id, id.replace('-', ' '), action, TIMEOUT, compensation);
    }

    private static Compensation undoApply(String id) {
        return new Compensation(
                id,
                id.replace('-', ' '),
                new StepAction.UndoApply(PRODUCTION, "shop"),
                TIMEOUT,
                Compensation.Layer.WORKLOAD);
    }

    private static StepAction shift(TrafficSplit split) {
        return new StepAction.Deploy(new DeploymentTask.ShiftTraffic(
                PRODUCTION, "shop", ROUTE, "shop", split, Steering.NONE, WayBack.BOUNDED));
    }

    private static StepAction confirm(TrafficSplit split) {
        return new StepAction.Analyse(new AnalysisTask.ConfirmTraffic(PRODUCTION, "shop", "shop", split, 5, 50, null));
    }

    private static StepAction.Analyse analyse() {
        return new StepAction.Analyse(new AnalysisTask.AnalyseCanary(
                PRODUCTION,
                "shop",
                "shop",
                new AnalysisSpec(
                        "mann-whitney",
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(1),
                        8,
                        List.of(),
                        Map.of(),
                        90,
                        75,
                        null,
                        null)));
    }

    private static JudgementSpec question() {
        return new JudgementSpec(
                "Promote?",
                "Look at the evidence.",
                List.of(),
                List.of(),
                1,
                false,
                Duration.ofMinutes(1),
                Decision.REJECT,
                List.of());
    }
}
