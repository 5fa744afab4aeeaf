package io.gennaker.cli.display;

import io.gennaker.cli.api.Execution;
import io.gennaker.cli.api.Judgement;
import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.Channel;
import io.gennaker.contracts.Decision;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.FieldChange;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.JudgementOutcome;
import io.gennaker.contracts.JudgementSpec;
import io.gennaker.contracts.ObjectChange;
import io.gennaker.contracts.ObservedSplit;
import io.gennaker.contracts.StageStatus;
import io.gennaker.contracts.StepStatus;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.contracts.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Snapshots of deliveries of `shop`, as the console tells them.
public final class Samples {
    public static final String ID = "shop-4bf6c1a2d3e4";
    public static final Instant START = Instant.parse("2026-11-23T12:00:00Z");
    public static final String QUESTION = ID + "/canary/approve/1";
    private static final String IMAGE =
            "us.gcr.io/acme/shop:v2-tgk31c@sha256:" + "4bf6c1a2d3e4".repeat(6).substring(0, 64);
    private static final List<String[]> CANARY = List.of(
            new String[] {"start-baseline", "start baseline of 2 replicas", "2100"},
            new String[] {"start-canary", "start canary of 2 replicas", "2300"},
            new String[] {"shift-10", "shift traffic to 80/10/10", "420"},
            new String[] {"confirm-10", "see 80/10/10 on the data plane", "4100"},
            new String[] {"analyse-10", "compare canary with baseline at 10 %", "19400"},
            new String[] {"shift-33", "shift traffic to 34/33/33", "380"},
            new String[] {"confirm-33", "see 34/33/33 on the data plane", "3900"},
            new String[] {"analyse-33", "compare canary with baseline at 33 %", "19200"},
            new String[] {"approve", "Release shop v2-tgk31c to all?", "600"},
            new String[] {"promote", "roll release to the new version", "7100"},
            new String[] {"return-traffic", "return all traffic to release", "400"},
            new String[] {"confirm-release", "see 100/0/0 on the data plane", "3600"},
            new String[] {"remove-variants", "remove baseline and canary", "1200"});
    private static final String FAILED =
            "error-rate is critical and High; score 0 of 100, pass from 90, marginal from 75";
    private static final List<String> FAIL_REASONS = List.of(
            FAILED,
            "error-rate: canary 5.10 % against baseline 0.0 %, shift 5.00 % (98 % sure of 2.50 % to 7.69 %), High, critical",
            "latency-p50: canary 112 ms against baseline 24 ms, ratio 4.67, shift 88 ms (98 % sure of 84 ms to 91 ms), High",
            "latency-p95: canary 141 ms against baseline 31 ms, ratio 4.55, shift 110 ms (98 % sure of 96 ms to 119 ms), High");
    private static final List<String> PASS_REASONS = List.of(
            "score 100 of 100, pass from 90, marginal from 75",
            "error-rate: canary 0.0 % against baseline 0.0 %, Pass",
            "latency-p50: canary 24 ms against baseline 24 ms, ratio 1.00, shift 0 ms (98 % sure of -1 ms to 1 ms), Pass",
            "latency-p95: canary 30 ms against baseline 31 ms, ratio 0.97, shift -1 ms (98 % sure of -4 ms to 2 ms), Pass");

    private Samples() {}

    /// As running, with what its last apply was about to change.
    static Execution changing() {
        Execution running = running();
        var changes = new Execution.Changes(
                ID + "/canary/promote/1",
                "canary",
                "promote",
                List.of(
                        new ObjectChange(
                                "apps/v1",
                                "Deployment",
                                "shop",
                                ObjectChange.Effect.CHANGED,
                                List.of(new FieldChange("spec.replicas", "2", "3")),
                                4),
                        new ObjectChange(
                                "v1", "ConfigMap", "settings-0123456789", ObjectChange.Effect.CREATED, List.of(), 0),
                        new ObjectChange("v1", "Service", "shop", ObjectChange.Effect.UNCHANGED, List.of(), 0)),
                0);
        return new Execution(
                running.id(),
                running.pipeline(),
                running.status(),
                running.reason(),
                running.artifacts(),
                running.acceptedAt(),
                running.startedAt(),
                running.finishedAt(),
                running.stalled(),
                running.stages(),
                running.trafficSplits(),
                running.verdicts(),
                running.judgements(),
                running.jobLogs(),
                List.of(changes),
                List.of(),
                running.progress());
    }

    /// The canary has 10 % of the traffic and is being compared.
    public static Execution running() {
        return new Sample()
                .canary(4, StepStatus.RUNNING, null)
                .shift(10, 412L)
                .progress("analyse-10", "9 of 15 s of samples; canary 41 requests/s, baseline 40 requests/s")
                .build();
    }

    /// Nothing but the acceptance is known.
    public static Execution queued() {
        return new Sample().status(ExecutionStatus.QUEUED).build();
    }

    /// A person is asked.
    public static Execution asking() {
        return new Sample()
                .canary(8, StepStatus.RUNNING, null)
                .shift(10, 412L)
                .shift(33, 398L)
                .verdict(10, Verdict.PASS, 100, PASS_REASONS)
                .verdict(33, Verdict.PASS, 100, PASS_REASONS)
                .judgement(null)
                .build();
    }

    /// The good image is everywhere.
    public static Execution succeeded() {
        return new Sample()
                .canary(13, StepStatus.SUCCEEDED, null)
                .shift(10, 412L)
                .shift(33, 398L)
                .shift(0, 205L)
                .verdict(10, Verdict.PASS, 100, PASS_REASONS)
                .verdict(33, Verdict.PASS, 95.5, PASS_REASONS)
                .judgement(JudgementOutcome.APPROVED)
                .end(ExecutionStatus.SUCCEEDED, null)
                .build();
    }

    /// The bad image has failed its first comparison and is gone.
    public static Execution takenBack() {
        return new Sample()
                .canary(4, StepStatus.FAILED, String.join("; ", FAIL_REASONS))
                .compensation("restore-traffic", "return all traffic to release", 600)
                .compensation("remove-variants", "remove baseline and canary", 1_500)
                .shift(10, 412L)
                .shift(0, null)
                .verdict(10, Verdict.FAIL, 0, FAIL_REASONS)
                .end(ExecutionStatus.FAILED, "stage canary failed: " + String.join("; ", FAIL_REASONS))
                .build();
    }

    /// A job of the replica has failed.
    public static Execution jobFailed() {
        return new Sample().jobFailed().build();
    }

    /// The time of the snapshot.
    public static Instant now(Execution execution) {
        return execution.finishedAt() == null ? START.plusSeconds(75) : execution.finishedAt();
    }

    private static final class Sample {
        private final List<Execution.Stage> stages = new ArrayList<>();
        private final List<Execution.Shift> shifts = new ArrayList<>();
        private final List<Execution.Verdicted> verdicts = new ArrayList<>();
        private final List<Judgement> judgements = new ArrayList<>();
        private final List<Execution.JobLog> logs = new ArrayList<>();
        private Map<String, String> progress = Map.of();
        private ExecutionStatus status = ExecutionStatus.RUNNING;
        private @Nullable String reason;
        private @Nullable Instant end;
        private Instant at = START.plusMillis(200);

        Sample() {
            single("schema", "job", "run job schema-job.yaml", 2_100);
            single("replica", "deploy", "apply 3 objects and wait until ready", 3_400);
            single("blackbox", "job", "run job blackbox-job.yaml", 1_800);
            canary(0, StepStatus.WAITING, null);
        }

        Sample status(ExecutionStatus now) {
            status = now;
            stages.replaceAll(stage ->
                    new Execution.Stage(stage.id(), stage.kind(), StageStatus.WAITING, null, null, null, List.of()));
            return this;
        }

        private void single(String id, String kind, String title, long millis) {
            Execution.Step step = step(id, title, false, StepStatus.SUCCEEDED, null, millis);
            stages.add(new Execution.Stage(
                    id, kind, StageStatus.SUCCEEDED, null, step.startedAt(), step.endedAt(), List.of(step)));
        }

        private Execution.Step step(
                String id, String title, boolean compensation, StepStatus status, @Nullable String why, long millis) {
            Instant begin = at;
            boolean over = status != StepStatus.RUNNING;
            at = over ? at.plusMillis(millis) : at;
            return new Execution.Step(id, title, compensation, operation(id), status, why, begin, over ? at : null);
        }

        private static String operation(String step) {
            return ID + "/canary/" + step + "/1";
        }

        /// @param done how many of its steps have succeeded; the next one has the given status
        Sample canary(int done, StepStatus next, @Nullable String why) {
            var steps = new ArrayList<Execution.Step>();
            Instant begin = at;
            for (int i = 0; i < CANARY.size(); i++) {
                String[] step = CANARY.get(i);
                if (i < done) {
                    steps.add(step(step[0], step[1], false, StepStatus.SUCCEEDED, null, Long.parseLong(step[2])));
                } else if (i == done && next != StepStatus.WAITING) {
                    steps.add(step(step[0], step[1], false, next, why, Long.parseLong(step[2])));
                } else {
                    steps.add(new Execution.Step(step[0], step[1], false, null, StepStatus.WAITING, null, null, null));
                }
            }
            StageStatus stage =
                    switch (next) {
                        case WAITING -> StageStatus.WAITING;
                        case RUNNING -> StageStatus.RUNNING;
                        case SUCCEEDED -> StageStatus.SUCCEEDED;
                        case FAILED, CANCELLED, TIMED_OUT -> StageStatus.FAILED;
                    };
            replaceLast(new Execution.Stage(
                    "canary",
                    "canary",
                    stage,
                    why,
                    stage == StageStatus.WAITING ? null : begin,
                    stage == StageStatus.RUNNING || stage == StageStatus.WAITING ? null : at,
                    steps));
            return this;
        }

        private void replaceLast(Execution.Stage stage) {
            stages.removeIf(old -> old.id().equals(stage.id()));
            stages.add(stage);
        }

        Sample compensation(String id, String title, long millis) {
            Execution.Stage canary = stages.getLast();
            var steps = new ArrayList<>(canary.steps());
            steps.add(step(id, title, true, StepStatus.SUCCEEDED, null, millis));
            replaceLast(new Execution.Stage(
                    canary.id(), canary.kind(), canary.status(), canary.reason(), canary.startedAt(), at, steps));
            return this;
        }

        Sample jobFailed() {
            String why = "job shop-blackbox failed: pod shop-blackbox-x7k2p ended with exit code 3";
            stages.removeLast();
            stages.removeLast();
            Execution.Step step = step("blackbox", "run job blackbox-job.yaml", false, StepStatus.FAILED, why, 1_800);
            stages.add(new Execution.Stage(
                    "blackbox", "job", StageStatus.FAILED, why, step.startedAt(), at, List.of(step)));
            stages.add(new Execution.Stage(
                    "canary", "canary", StageStatus.SKIPPED, "blackbox failed", null, null, List.of()));
            logs.add(new Execution.JobLog(
                    "blackbox",
                    "shop-blackbox-x7k2p",
                    "tests",
                    3,
                    "GET / 200\nGET /cart 200\nGET /order 500\nexpected 200\n"));
            return end(ExecutionStatus.FAILED, "stage blackbox failed: " + why);
        }

        Sample shift(int weight, @Nullable Long requests) {
            TrafficSplit split = weight == 0 ? TrafficSplit.ALL_RELEASE : TrafficSplit.even(weight);
            shifts.add(new Execution.Shift(
                    operation("shift-" + weight + "-" + shifts.size()),
                    "shop",
                    split,
                    START.plusSeconds(12L + shifts.size()),
                    requests == null ? null : START.plusSeconds(16),
                    requests == null
                            ? null
                            : new ObservedSplit(
                                    split.release() - 0.4, split.baseline() + 0.2, split.canary() + 0.2, requests)));
            return this;
        }

        Sample verdict(int weight, Verdict verdict, double score, List<String> reasons) {
            verdicts.add(new Execution.Verdicted(
                    "canary", "analyse-" + weight, verdict, score, reasons, List.of(), START.plusSeconds(weight)));
            return this;
        }

        Sample judgement(@Nullable JudgementOutcome outcome) {
            var spec = new JudgementSpec(
                    "Release shop v2-tgk31c to all?",
                    "Both comparisons have passed.",
                    List.of(),
                    List.of(),
                    1,
                    false,
                    Duration.ofHours(1),
                    Decision.REJECT,
                    List.of());
            boolean open = outcome == null;
            judgements.add(new Judgement(
                    QUESTION,
                    ID,
                    "shop",
                    spec,
                    START.plusSeconds(60),
                    START.plusSeconds(3_660),
                    outcome,
                    open ? null : Decision.APPROVE,
                    open ? List.of() : List.of("dana"),
                    open
                            ? List.of()
                            : List.of(new Judgement.Answer(
                                    "dana",
                                    Decision.APPROVE,
                                    Channel.WEBHOOK,
                                    "both comparisons look the same to me",
                                    START.plusSeconds(61))),
                    open ? null : START.plusSeconds(61)));
            return this;
        }

        Sample progress(String step, String words) {
            progress = Map.of(operation(step), words);
            return this;
        }

        Sample end(ExecutionStatus how, @Nullable String why) {
            status = how;
            reason = why;
            end = at.plusMillis(300);
            return this;
        }

        Execution build() {
            return new Execution(
                    ID,
                    "shop",
                    status,
                    reason,
                    List.of(new Artifact("shop", ImageReference.parse(IMAGE))),
                    START,
                    status == ExecutionStatus.QUEUED ? null : START,
                    end,
                    null,
                    stages,
                    shifts,
                    verdicts,
                    judgements,
                    logs,
                    List.of(),
                    List.of(),
                    progress);
        }
    }
}
