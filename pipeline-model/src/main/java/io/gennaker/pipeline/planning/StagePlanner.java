package io.gennaker.pipeline.planning;

import io.gennaker.contracts.AnalysisTask;
import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.JudgementSpec;
import io.gennaker.pipeline.definition.Frame;
import io.gennaker.pipeline.definition.Question;
import io.gennaker.pipeline.definition.Stage;
import io.gennaker.pipeline.expression.Template;
import io.gennaker.pipeline.plan.Compensation;
import io.gennaker.pipeline.plan.DeferredWork;
import io.gennaker.pipeline.plan.PlannedStage;
import io.gennaker.pipeline.plan.PlannedStep;
import io.gennaker.pipeline.plan.StepAction;
import io.gennaker.pipeline.plan.Watch;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Plans one stage: its values evaluated, its kind expanded into steps.
public final class StagePlanner {
    private static final String APPLY = "apply";

    private StagePlanner() {}

    /// A stage with an expression that has no value is planned all the same: it fails at its turn, with the reason.
    public static PlannedStage plan(Stage stage, Resolution resolution) {
        try {
            StageValues values = StageValues.of(resolution, stage.frame());
            List<PlannedStep> steps = steps(stage, values, resolution);
            Watch watch = stage instanceof Stage.Canary canary ? CanaryExpansion.watch(canary, values, steps) : null;
            return planned(stage, steps, null, watch);
        } catch (Unplannable unplannable) {
            return planned(stage, List.of(), unplannable.getMessage(), null);
        }
    }

    private static PlannedStage planned(
            Stage stage, List<PlannedStep> steps, @Nullable String problem, @Nullable Watch watch) {
        Frame frame = stage.frame();
        return new PlannedStage(
                frame.id(),
                stage.kind(),
                frame.needs(),
                frame.when(),
                frame.opening(),
                frame.retry(),
                frame.timeout(),
                frame.onFailure(),
                steps,
                problem,
                watch,
                null);
    }

    private static List<PlannedStep> steps(Stage stage, StageValues values, Resolution resolution) throws Unplannable {
        return switch (stage) {
            case Stage.Deploy deploy -> List.of(apply(deploy, values));
            case Stage.Job job -> List.of(run(job, values));
            case Stage.Operate operate -> List.of(OperationPlanner.plan(operate, values));
            case Stage.Analysis analysis -> List.of(analyse(analysis, values));
            case Stage.Rollback rollback -> List.of(takeBack(rollback, resolution));
            case Stage.Wait wait ->
                List.of(new PlannedStep(
                        "wait",
                        "wait " + wait.duration(),
                        new StepAction.Wait(wait.duration()),
                        wait.duration().plus(Limits.MARGIN),
                        null));
            case Stage.WaitUntil until -> List.of(waitUntil(until, values));
            case Stage.Webhook(Frame frame, var webhook) ->
                List.of(new PlannedStep(
                        "call",
                        "call "
                                + plain(webhook.call().method() + " "
                                        + webhook.call().url()),
                        values.deferred(new DeferredWork.Call(webhook), frame),
                        webhook.poll() == null && !webhook.callback()
                                ? Limits.onlyStep(frame.timeout())
                                : Limits.onlyStep(frame.timeout(), Limits.CALLED),
                        null));
            case Stage.Notify(Frame frame, var notice) ->
                List.of(new PlannedStep(
                        "notify",
                        "tell: " + plain(notice.title()),
                        values.deferred(new DeferredWork.Tell(notice), frame),
                        Limits.onlyStep(frame.timeout()),
                        null));
            case Stage.Pipeline(Frame frame, var nested) ->
                List.of(new PlannedStep(
                        "run",
                        "run pipeline " + nested.pipeline(),
                        values.deferred(new DeferredWork.Nest(nested), frame),
                        Limits.onlyStep(frame.timeout(), Limits.NESTED),
                        null));
            case Stage.Evaluate(Frame frame, var named) ->
                List.of(inPlace(
                        "evaluate",
                        "evaluate " + words(named.keySet()),
                        values.deferred(new DeferredWork.Evaluate(named), frame)));
            case Stage.Check(Frame frame, var claims) ->
                List.of(inPlace(
                        "check",
                        "check " + claims.size() + (claims.size() == 1 ? " condition" : " conditions"),
                        values.deferred(new DeferredWork.Check(claims), frame)));
            case Stage.Judgement judgement -> List.of(ask(judgement, values));
            case Stage.Canary canary -> CanaryExpansion.expand(canary, values, resolution);
            case Stage.BlueGreen blueGreen -> BlueGreenExpansion.expand(blueGreen, values, resolution);
            case Stage.RollingOut rollingOut -> RollingOutExpansion.expand(rollingOut, values, resolution);
        };
    }

    private static String words(Collection<String> names) {
        return plain(String.join(", ", names));
    }

    /// Part of a title for people, as written.
    private static String plain(String text) {
        return text.length() > 150 ? text.substring(0, 149) + "…" : text;
    }

    /// A step that the orchestrator takes by itself, at once.
    private static PlannedStep inPlace(String id, String title, StepAction action) {
        return new PlannedStep(id, title, action, Limits.MARGIN, null);
    }

    private static PlannedStep waitUntil(Stage.WaitUntil until, StageValues values) {
        String moment = until.time() == null ? String.valueOf(until.instant()) : until.time() + " " + until.zone();
        return new PlannedStep(
                "wait",
                "wait until " + moment,
                values.deferred(new DeferredWork.WaitUntil(until.instant(), until.time(), until.zone()), until.frame()),
                Limits.MARGIN,
                null);
    }

    private static PlannedStep ask(Stage.Judgement judgement, StageValues values) throws Unplannable {
        Question question = judgement.question();
        if (judgement.frame().later().isEmpty() && !Questions.readStages(question)) {
            return ask("approve", values.question(question));
        }
        return new PlannedStep(
                "approve",
                Template.hasExpression(question.title()) ? "ask people" : "ask: " + question.title(),
                values.deferred(new DeferredWork.Ask(question), judgement.frame()),
                question.expiresAfter().plus(Limits.MARGIN),
                null);
    }

    static PlannedStep ask(String id, JudgementSpec spec) {
        return new PlannedStep(
                id,
                "ask: " + spec.title(),
                new StepAction.Ask(spec),
                spec.expiresAfter().plus(Limits.MARGIN),
                null);
    }

    private static PlannedStep apply(Stage.Deploy deploy, StageValues values) throws Unplannable {
        ClusterTarget cluster = values.cluster(deploy.cluster());
        String namespace = values.namespace(deploy.namespace());
        StepAction action = deploy.frame().later().isEmpty()
                ? new StepAction.Deploy(new DeploymentTask.ApplyManifests(
                        cluster, namespace, values.packed(values.manifests(deploy.manifests())), deploy.force()))
                : late(cluster, namespace, deploy.manifests(), false, deploy.force(), deploy.frame(), values);
        return new PlannedStep(
                APPLY,
                "apply manifests to " + cluster.name(),
                action,
                Limits.onlyStep(deploy.frame().timeout()),
                deploy.undoOnFailure() ? undo("undo-apply", cluster, namespace) : null);
    }

    private static PlannedStep analyse(Stage.Analysis analysis, StageValues values) throws Unplannable {
        var task = new AnalysisTask.AnalyseCanary(
                values.cluster(analysis.cluster()),
                values.namespace(analysis.namespace()),
                analysis.workload(),
                analysis.analysis().spec(),
                new AnalysisTask.Compared(analysis.workload(), analysis.baseline()));
        return new PlannedStep(
                "analyse",
                analysis.baseline() == null
                        ? "hold " + analysis.workload() + " to its limits"
                        : "compare " + analysis.workload() + " with " + analysis.baseline(),
                new StepAction.Analyse(task, values.question(analysis.analysis())),
                Limits.ofAnalysis(analysis.analysis().spec()),
                null);
    }

    /// Where the other stage applies, by its own variables.
    private static PlannedStep takeBack(Stage.Rollback rollback, Resolution resolution) throws Unplannable {
        Stage.Deploy of = rollback.of();
        StageValues values = StageValues.of(resolution, of.frame());
        ClusterTarget cluster = values.cluster(of.cluster());
        return new PlannedStep(
                "take-back",
                "take back what " + of.id() + " applied to " + cluster.name(),
                new StepAction.TakeBack(of.id(), APPLY, cluster, values.namespace(of.namespace())),
                Limits.onlyStep(rollback.frame().timeout()),
                null);
    }

    static Compensation undo(String id, ClusterTarget cluster, String namespace) {
        return undo(id, cluster, namespace, Compensation.Layer.WORKLOAD);
    }

    static Compensation undo(String id, ClusterTarget cluster, String namespace, Compensation.Layer layer) {
        return new Compensation(
                id, "restore what was there before", new StepAction.UndoApply(cluster, namespace), Limits.APPLY, layer);
    }

    private static PlannedStep run(Stage.Job job, StageValues values) throws Unplannable {
        ClusterTarget cluster = values.cluster(job.cluster());
        String namespace = values.namespace(job.namespace());
        List<String> files = List.of(job.manifest());
        StepAction action = job.frame().later().isEmpty()
                ? new StepAction.Deploy(
                        new DeploymentTask.RunJob(cluster, namespace, values.packed(values.manifests(files))))
                : late(cluster, namespace, files, true, false, job.frame(), values);
        return new PlannedStep(
                "run",
                "run job on " + cluster.name(),
                action,
                Limits.onlyStep(job.frame().timeout()),
                null);
    }

    private static StepAction late(
            ClusterTarget cluster,
            String namespace,
            List<String> files,
            boolean job,
            boolean force,
            Frame frame,
            StageValues values)
            throws Unplannable {
        var written = values.kept(files);
        return values.deferred(
                new DeferredWork.Render(cluster, namespace, written, job, force, values.places()), frame);
    }
}
