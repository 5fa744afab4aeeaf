package io.gennaker.console.testing;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.AnalysisEvent;
import io.gennaker.contracts.AnswerForm;
import io.gennaker.contracts.AnswerForm.Choice;
import io.gennaker.contracts.AnswerForm.Input;
import io.gennaker.contracts.AnswerForm.InputType;
import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.CalloutTask.NoticeChannel;
import io.gennaker.contracts.Channel;
import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.Decision;
import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.FilledForm;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.JudgementEvent;
import io.gennaker.contracts.JudgementOutcome;
import io.gennaker.contracts.JudgementSpec;
import io.gennaker.contracts.MeshRoute;
import io.gennaker.contracts.Message;
import io.gennaker.contracts.MetricResult;
import io.gennaker.contracts.ObservedSplit;
import io.gennaker.contracts.OperationEvent;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.Route;
import io.gennaker.contracts.SampleStatistics;
import io.gennaker.contracts.StageOutline;
import io.gennaker.contracts.StageStatus;
import io.gennaker.contracts.StepOutline;
import io.gennaker.contracts.StepStatus;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.contracts.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The events of one delivery of `shop`, in the order in which they happened: a Job, then a canary that passes at 10 %,
/// is asked about, and fails at 33 %, so that traffic goes back.
public final class Delivery {
    public static final Actor DANA = new Actor("dana", List.of("release"));
    private static final ClusterTarget PRODUCTION = new ClusterTarget("production", "production");

    private final List<Message> events = new ArrayList<>();
    private final ExecutionId execution;
    private final String pipeline;
    private Instant now;

    private Delivery(String pipeline, String key, Instant begin) {
        this.pipeline = pipeline;
        this.execution = ExecutionId.of(pipeline, key);
        this.now = begin.truncatedTo(ChronoUnit.MILLIS);
    }

    public static Delivery of(String pipeline, String key) {
        return new Delivery(pipeline, key, Instant.parse("2019-10-21T09:26:41Z"));
    }

    public static Delivery of(String pipeline, String key, Instant begin) {
        return new Delivery(pipeline, key, begin);
    }

    /// All of it.
    public static Delivery takenBack(String pipeline, String key) {
        return of(pipeline, key)
                .accepted()
                .schemaJob()
                .firstShift()
                .firstVerdict()
                .question()
                .approval()
                .secondShift()
                .takenBack();
    }

    public ExecutionId execution() {
        return execution;
    }

    public List<Message> events() {
        return List.copyOf(events);
    }

    public OperationId operation(String stage, String step) {
        return OperationId.of(execution, stage, step, 1);
    }

    public OperationId judgement() {
        return operation("canary", "approve");
    }

    public Delivery accepted() {
        var stages = List.of(
                new StageOutline("schema", "job", List.of(), List.of(new StepOutline("run", "run job shop-schema"))),
                new StageOutline(
                        "canary",
                        "canary",
                        List.of("schema"),
                        List.of(
                                new StepOutline("start-canary", "start 2 canary pods of shop"),
                                new StepOutline("shift-10", "shift 10 % to canary"),
                                new StepOutline("confirm-10", "confirm the shares"),
                                new StepOutline("analyse-10", "analyse canary against baseline"),
                                new StepOutline("approve", "ask: go on?"),
                                new StepOutline("shift-33", "shift 33 % to canary"),
                                new StepOutline("analyse-33", "analyse canary against baseline"),
                                new StepOutline("promote", "promote to release"))));
        var image = ImageReference.parse("us.gcr.io/acme/shop:v2@" + Digest.of(pipeline + "v2"));
        add(new ExecutionEvent.Accepted(
                execution,
                pipeline,
                "shop",
                ExecutionStatus.QUEUED,
                Digest.of("definition"),
                Digest.of("plan"),
                new TriggerInfo("registry", "gcr", "17", null, Map.of("tag", "v2")),
                Map.of("replicas", "12"),
                List.of(new Artifact("shop", image)),
                stages,
                now));
        return add(new ExecutionEvent.Started(execution, pipeline, later(1)));
    }

    public Delivery schemaJob() {
        var operation = operation("schema", "run");
        stage("schema", StageStatus.RUNNING, null);
        step("schema", "run", "run job shop-schema", StepStatus.RUNNING, null);
        add(new DeploymentEvent.Progressed(execution, operation, "pod shop-schema-1 runs", later(1)));
        add(new DeploymentEvent.JobLogged(
                execution, operation, "shop-schema-1", "migrate", 0, "applied V12\napplied V13\n", later(2)));
        add(new DeploymentEvent.Succeeded(execution, operation, Map.of("exitCode", "0"), later(1)));
        step("schema", "run", "run job shop-schema", StepStatus.SUCCEEDED, null);
        return stage("schema", StageStatus.SUCCEEDED, null);
    }

    public Delivery firstShift() {
        stage("canary", StageStatus.RUNNING, null);
        step("canary", "start-canary", "start 2 canary pods of shop", StepStatus.RUNNING, null);
        add(new DeploymentEvent.Progressed(
                execution, operation("canary", "start-canary"), "1 of 2 available", later(1)));
        add(new DeploymentEvent.Succeeded(execution, operation("canary", "start-canary"), Map.of(), later(1)));
        step("canary", "start-canary", "start 2 canary pods of shop", StepStatus.SUCCEEDED, null);
        step("canary", "shift-10", "shift 10 % to canary", StepStatus.RUNNING, null);
        shifted("shift-10", TrafficSplit.even(10));
        step("canary", "shift-10", "shift 10 % to canary", StepStatus.SUCCEEDED, null);
        step("canary", "confirm-10", "confirm the shares", StepStatus.RUNNING, null);
        add(new AnalysisEvent.TrafficConfirmed(
                execution,
                operation("canary", "confirm-10"),
                TrafficSplit.even(10),
                new ObservedSplit(80.6, 9.8, 9.6, 812),
                later(3)));
        return step("canary", "confirm-10", "confirm the shares", StepStatus.SUCCEEDED, null);
    }

    public Delivery firstVerdict() {
        step("canary", "analyse-10", "analyse canary against baseline", StepStatus.RUNNING, null);
        add(new AnalysisEvent.Progressed(
                execution, operation("canary", "analyse-10"), "6 of 15 samples", null, later(6)));
        verdict("analyse-10", Verdict.PASS, 100, "2 of 2 metrics pass", metric("Pass", null, 0.11, 0.12));
        return step("canary", "analyse-10", "analyse canary against baseline", StepStatus.SUCCEEDED, null);
    }

    public Delivery question() {
        step("canary", "approve", "ask: go on?", StepStatus.RUNNING, null);
        stage("canary", StageStatus.PAUSED, null);
        var spec = new JudgementSpec(
                "Promote shop v2?",
                "Look at the canary's errors and at the **changes** first.",
                List.of(),
                List.of("release"),
                1,
                false,
                Duration.ofHours(3),
                Decision.REJECT,
                List.of(new JudgementSpec.Link("Changes since v1", "https://git.example/acme/shop/compare/v1...v2")));
        return add(new JudgementEvent.Opened(
                execution, judgement(), pipeline, null, spec, now.plus(Duration.ofHours(3)), later(1)));
    }

    /// A question with choices and inputs, of whose two approvals one is there, and what else was done about it.
    public Delivery questionInProgress() {
        step("canary", "approve", "ask: go on?", StepStatus.RUNNING, null);
        stage("canary", StageStatus.PAUSED, null);
        add(new JudgementEvent.Opened(
                execution, judgement(), pipeline, "carl", longSpec(), now.plusSeconds(172_800), later(10)));
        var form = new FilledForm("all", Map.of("batch", "4", "ticket", "OPS-7"));
        var erin = new Actor("erin", List.of());
        add(new JudgementEvent.Reminded(execution, judgement(), 1, later(1)));
        add(new JudgementEvent.Delegated(
                execution, judgement(), "r-1", "erin", DANA, Channel.CLI, "on leave until Monday", later(1)));
        add(new JudgementEvent.Commented(
                execution, judgement(), "r-2", "p99 was up for a minute in zone b", erin, Channel.SLACK, later(1)));
        return add(new JudgementEvent.DecisionRecorded(
                execution,
                judgement(),
                "r-3",
                Decision.APPROVE,
                erin,
                Channel.SLACK,
                "back to normal since",
                later(1),
                form,
                "dana"));
    }

    private static JudgementSpec longSpec() {
        var choices = List.of(
                new Choice("all", "Release to all", Decision.APPROVE),
                new Choice("half", "Half of the fleet", Decision.APPROVE),
                new Choice("back", "Take it back", Decision.REJECT));
        var inputs = List.of(
                new Input("ticket", InputType.STRING, "Change ticket", true, null, "regex:[A-Z]+-[0-9]+", List.of()),
                new Input("batch", InputType.INT, "Pods at once", false, "4", null, List.of()),
                new Input("zone", InputType.ENUM, "Zone to begin with", false, null, null, List.of("a", "b")),
                new Input("announce", InputType.BOOL, "Announce it", false, null, null, List.of()));
        return new JudgementSpec(
                "Promote shop v2?",
                "Look at the canary's errors and at the **changes** first.",
                List.of(),
                List.of("release"),
                2,
                false,
                Duration.ofDays(2),
                Decision.REJECT,
                List.of(new JudgementSpec.Link("Changes since v1", "https://git.example/acme/shop/compare/v1...v2")),
                new AnswerForm(choices, inputs),
                List.of("alan"),
                List.of(new JudgementSpec.Reminder(
                        Duration.ofHours(4), NoticeChannel.LOG, null, "It waits.", List.of(), List.of("head"))));
    }

    public Delivery approval() {
        add(new JudgementEvent.DecisionRecorded(
                execution, judgement(), "r-1", Decision.APPROVE, DANA, Channel.WEBHOOK, "looks good", later(4)));
        add(new JudgementEvent.Concluded(
                execution, judgement(), JudgementOutcome.APPROVED, Decision.APPROVE, List.of("dana"), null, now));
        step("canary", "approve", "ask: go on?", StepStatus.SUCCEEDED, null);
        return stage("canary", StageStatus.RUNNING, null);
    }

    public Delivery secondShift() {
        step("canary", "shift-33", "shift 33 % to canary", StepStatus.RUNNING, null);
        shifted("shift-33", TrafficSplit.even(33));
        step("canary", "shift-33", "shift 33 % to canary", StepStatus.SUCCEEDED, null);
        step("canary", "analyse-33", "analyse canary against baseline", StepStatus.RUNNING, null);
        verdict(
                "analyse-33",
                Verdict.FAIL,
                40,
                "error-rate is 5.1 % on the canary against 0.1 % on the baseline; at most 1.1 times is allowed",
                metric("High", "mean 5.1 % against 0.1 %", 0.1, 5.1));
        return step(
                "canary", "analyse-33", "analyse canary against baseline", StepStatus.FAILED, "the verdict is Fail");
    }

    public Delivery takenBack() {
        add(new ExecutionEvent.StepChanged(
                execution,
                "canary",
                "restore-traffic",
                "return all traffic to release",
                operation("canary", "restore-traffic"),
                true,
                StepStatus.RUNNING,
                null,
                later(1)));
        shifted("restore-traffic", TrafficSplit.ALL_RELEASE);
        add(new ExecutionEvent.StepChanged(
                execution,
                "canary",
                "restore-traffic",
                "return all traffic to release",
                operation("canary", "restore-traffic"),
                true,
                StepStatus.SUCCEEDED,
                null,
                later(1)));
        stage("canary", StageStatus.FAILED, "the verdict of analyse-33 is Fail");
        return add(new ExecutionEvent.Finished(
                execution, pipeline, ExecutionStatus.FAILED, "stage canary failed", later(1)));
    }

    public Delivery add(OperationEvent event) {
        events.add(event);
        return this;
    }

    public Delivery add(ExecutionEvent event) {
        events.add(event);
        return this;
    }

    public Instant later(int seconds) {
        now = now.plusSeconds(seconds);
        return now;
    }

    private Delivery stage(String stage, StageStatus status, @Nullable String reason) {
        return add(new ExecutionEvent.StageChanged(execution, stage, status, reason, Map.of(), now));
    }

    private Delivery step(String stage, String step, String title, StepStatus status, @Nullable String reason) {
        return add(new ExecutionEvent.StepChanged(
                execution, stage, step, title, operation(stage, step), false, status, reason, now));
    }

    private void shifted(String step, TrafficSplit split) {
        var route = new Route.IstioSubsets(List.of(new MeshRoute.Http("shop", "primary")), "shop", "shop");
        add(new DeploymentEvent.TrafficShifted(
                execution, operation("canary", step), PRODUCTION, "shop", route, split, later(1)));
        add(new DeploymentEvent.Succeeded(execution, operation("canary", step), Map.of(), now));
    }

    private void verdict(String step, Verdict verdict, double score, String reason, MetricResult errors) {
        Instant from = now;
        Instant to = later(15);
        MetricResult latency = new MetricResult(
                "latency-p95", "latency", "Pass", null, false, statistics(21.4), statistics(21.9), 1.0234, " ms");
        add(new AnalysisEvent.Completed(
                execution,
                operation("canary", step),
                verdict,
                score,
                List.of(reason),
                List.of(errors, latency),
                from,
                to,
                to));
    }

    private static MetricResult metric(String classification, @Nullable String reason, double baseline, double canary) {
        return new MetricResult(
                "error-rate",
                "errors",
                classification,
                reason,
                true,
                statistics(baseline),
                statistics(canary),
                canary / baseline,
                " %");
    }

    private static SampleStatistics statistics(double mean) {
        return new SampleStatistics(15, mean, mean * 0.8, mean * 1.3, mean * 0.1);
    }
}
