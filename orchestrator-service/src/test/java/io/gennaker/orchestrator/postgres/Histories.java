package io.gennaker.orchestrator.postgres;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.Intervention;
import io.gennaker.contracts.OperationId;
import io.gennaker.orchestrator.execution.Input;
import io.gennaker.orchestrator.execution.Plans;
import io.gennaker.orchestrator.execution.Report;
import io.gennaker.orchestrator.execution.Timer;
import io.gennaker.pipeline.plan.DeferredWork;
import io.gennaker.pipeline.plan.FailurePolicy;
import io.gennaker.pipeline.plan.Plan;
import io.gennaker.pipeline.plan.PlannedStage;
import io.gennaker.pipeline.plan.PlannedStep;
import io.gennaker.pipeline.plan.StepAction;
import io.gennaker.pipeline.plan.Window;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/// The stories of the corpus: what came in. What was decided is in the files.
final class Histories {
    static final ExecutionId ID = new ExecutionId("shop-1");
    private static final Actor BOB = new Actor("bob", List.of());
    private static final Map<String, Story> ALL = new TreeMap<>();

    private Histories() {}

    /// @param inputs in their order
    record Story(Plan plan, List<Input> inputs) {}

    static {
        add(
                "deploy-job-judgement-wait-succeed",
                plan(
                        Plans.deploy("apply"),
                        Plans.job("schema"),
                        Plans.judgement("ask"),
                        Plans.pause("rest", Duration.ofMinutes(5))),
                story -> story.succeed("apply/apply", "schema/run")
                        .report("ask/ask", new Report.Succeeded(Map.of("decidedBy", "eve")))
                        .fire(new Timer.WaitOver(operation("rest/wait"))));
        add(
                "canary-promoted",
                plan(Plans.canary("canary", 10, 33)),
                story -> story.succeed("canary/start-baseline", "canary/start-canary")
                        .succeed("canary/shift-10", "canary/confirm-10", "canary/analyse-10")
                        .succeed("canary/shift-33", "canary/confirm-33", "canary/analyse-33")
                        .succeed("canary/approve", "canary/promote", "canary/return-traffic")
                        .succeed("canary/confirm-release", "canary/remove-variants"));
        add(
                "canary-fails-its-analysis",
                plan(Plans.canary("canary", 10)),
                story -> story.toShift()
                        .succeed("canary/confirm-10")
                        .report(
                                "canary/analyse-10",
                                new Report.Failed("error-rate High", Map.of("verdict", "Fail", "score", "40")))
                        .succeed("canary/compensate-restore-traffic", "canary/compensate-remove-variants"));
        add(
                "cancelled-under-traffic",
                plan(Plans.canary("canary", 10)),
                story -> story.toShift()
                        .cancel()
                        .report("canary/confirm-10", new Report.Cancelled())
                        .succeed("canary/compensate-restore-traffic", "canary/compensate-remove-variants"));
        add(
                "share-that-nobody-confirmed",
                plan(Plans.canary("canary", 10).seenToLeave()),
                story -> story.succeed("canary/start-baseline", "canary/start-canary")
                        .intervene(new Intervention.Pause())
                        .succeed("canary/shift-10")
                        .cancel()
                        .succeed("canary/compensate-restore-traffic", "canary/compensate-confirm-release")
                        .succeed("canary/compensate-remove-variants"));
        add(
                "execution-times-out",
                plan(Plans.undoableDeploy("apply"), Plans.job("test")),
                story -> story.succeed("apply/apply")
                        .later(Duration.ofHours(2))
                        .fire(new Timer.ExecutionTimeout())
                        .fire(new Timer.SettleTimeout(operation("test/run")))
                        .succeed("apply/compensate-undo-apply"));
        add(
                "service-gives-no-answer",
                plan(Plans.deploy("apply")),
                story -> story.later(Duration.ofMinutes(3))
                        .fire(new Timer.OperationTimeout(operation("apply/apply")))
                        .report("apply/apply", new Report.Succeeded(Map.of())));
        add(
                "no-answer-then-tried-again",
                plan(Plans.undoableDeploy("apply").retrying(2, Duration.ofSeconds(30))),
                story -> story.later(Duration.ofMinutes(3))
                        .fire(new Timer.OperationTimeout(operation("apply/apply")))
                        .report("apply/apply", new Report.Cancelled())
                        .succeed("apply/compensate-undo-apply")
                        .later(Duration.ofSeconds(30))
                        .fire(new Timer.StageDue("apply"))
                        .succeed("apply/apply/2"));
        add("way-back-fails-for-good", plan(Plans.canary("canary", 10)), story -> {
            story.toShift().fail("canary/confirm-10");
            for (int attempt = 1; attempt <= 5; attempt++) {
                String undo = "canary/compensate-restore-traffic/" + attempt;
                story.fail(undo).later(Duration.ofMinutes(1)).fire(new Timer.RetryDue(operation(undo)));
            }
        });
        add(
                "way-back-succeeds-late",
                plan(Plans.canary("canary", 10)),
                story -> story.toShift()
                        .fail("canary/confirm-10")
                        .fail("canary/compensate-restore-traffic/1")
                        .later(Duration.ofMinutes(1))
                        .fire(new Timer.RetryDue(operation("canary/compensate-restore-traffic/1")))
                        .succeed("canary/compensate-restore-traffic/2", "canary/compensate-remove-variants"));
        addWaiting(
                "replaced-while-it-waits",
                plan(Plans.deploy("apply")),
                story -> story.tell(new Input.Replaced(new ExecutionId("shop-2"), story.now)));
        addWaiting("cancelled-while-it-waits", plan(Plans.deploy("apply")), Builder::cancel);
        add(
                "failure-that-is-continued",
                plan(Plans.undoableDeploy("apply").onFailure(FailurePolicy.CONTINUE), Plans.job("test")),
                story -> story.fail("apply/apply").succeed("apply/compensate-undo-apply", "test/run"));
        add(
                "branch-that-is-stopped",
                Plans.of(
                        Plans.deploy("east")
                                .onFailure(FailurePolicy.STOP_BRANCH_AND_FAIL)
                                .done(),
                        Plans.deploy("west").done(),
                        Plans.job("after-east").needing("east").done(),
                        Plans.job("after-west").needing("west").done()),
                story -> story.fail("east/apply").succeed("west/apply", "after-west/run"));
        add(
                "condition-that-is-false",
                plan(
                        Plans.deploy("apply"),
                        Plans.job("test").when("stages.apply.status == 'Failed'"),
                        Plans.job("last")),
                story -> story.succeed("apply/apply", "last/run"));
        add(
                "window-that-is-waited-for",
                plan(Plans.deploy("apply")
                        .opening(
                                Duration.ofMinutes(5),
                                new Window(
                                        List.of(DayOfWeek.MONDAY),
                                        LocalTime.of(9, 0),
                                        LocalTime.of(16, 0),
                                        ZoneId.of("Europe/Berlin")))),
                story -> story.later(Duration.ofDays(4))
                        .fire(new Timer.StageDue("apply"))
                        .succeed("apply/apply"));
        add(
                "late-and-repeated-reports",
                plan(Plans.deploy("apply"), Plans.job("test")),
                story -> story.succeed("apply/apply", "apply/apply")
                        .fail("apply/apply")
                        .succeed("test/run", "test/run"));
        add(
                "tried-again-by-itself",
                plan(Plans.job("test").retrying(2, Duration.ofSeconds(30))),
                story -> story.fail("test/run")
                        .later(Duration.ofSeconds(30))
                        .fire(new Timer.StageDue("test"))
                        .succeed("test/run/2"));
        add(
                "failed-then-retried-by-a-person",
                plan(Plans.deploy("apply"), Plans.job("test")),
                story -> story.succeed("apply/apply")
                        .fail("test/run")
                        .intervene(new Intervention.Retry("test"))
                        .tell(new Input.Started(story.now))
                        .succeed("test/run/2"));
        add(
                "item-that-failed-is-tried-again",
                overItems(Histories::itemByCondition),
                story -> story.fail("all[a]/run")
                        .succeed("all[b]/run")
                        .intervene(new Intervention.Retry("all[a]"))
                        .tell(new Input.Started(story.now))
                        .succeed("all[a]/run/2", "all[d]/run", "all[c]/run"));
        add(
                "item-that-failed-is-taken-back",
                overItems(Histories::item),
                story -> story.fail("all[a]/apply")
                        .succeed("all[b]/apply", "all[a]/compensate-undo-apply", "all[b]/compensate-undo-apply")
                        .intervene(new Intervention.Retry("all[a]"))
                        .tell(new Input.Started(story.now))
                        .succeed("all[a]/apply/2", "all[b]/apply/2", "all[c]/apply", "all[d]/apply"));
        add(
                "moment-that-is-waited-for",
                plan(Plans.stage(
                        "rest", deferred("wait", new DeferredWork.WaitUntil("2026-01-01T15:00:00Z", null, null)))),
                story -> story.later(Duration.ofHours(5)).fire(new Timer.WaitOver(operation("rest/wait"))));
        add(
                "paused-skipped-resumed",
                plan(Plans.deploy("apply"), Plans.job("test")),
                story -> story.intervene(new Intervention.Pause())
                        .succeed("apply/apply")
                        .intervene(new Intervention.Skip("test"))
                        .intervene(new Intervention.Resume()));
    }

    static Set<String> names() {
        return ALL.keySet();
    }

    static Story of(String name) {
        return ALL.get(name);
    }

    private static Plan plan(Plans.Stage... stages) {
        var linked = new ArrayList<Plans.Stage>();
        for (Plans.Stage stage : stages) {
            linked.add(linked.isEmpty() ? stage : stage.needing(linked.getLast().id()));
        }
        return Plans.of(linked.stream().map(Plans.Stage::done).toArray(PlannedStage[]::new));
    }

    /// Four items, two at a time, of which no further one begins when one has failed.
    private static Plan overItems(Function<String, Plans.Stage> item) {
        var join = new DeferredWork.Join("all", List.of("all[a]", "all[b]", "all[c]", "all[d]"));
        return Plans.of(
                item.apply("all[a]").done(),
                item.apply("all[b]").done(),
                item.apply("all[c]").needing("all[a]").done(),
                item.apply("all[d]").needing("all[b]").done(),
                Plans.stage("all", deferred("join", join))
                        .needing(join.stages().toArray(String[]::new))
                        .done());
    }

    private static Plans.Stage item(String id) {
        return Plans.undoableDeploy(id).unlessFailed("all").onFailure(FailurePolicy.CONTINUE);
    }

    /// As plans had it before items named their list.
    private static Plans.Stage itemByCondition(String id) {
        return Plans.job(id)
                .when("!stages.exists(s, s.startsWith('all[') && stages[s].status == 'FailedContinued')")
                .onFailure(FailurePolicy.CONTINUE);
    }

    private static PlannedStep deferred(String id, DeferredWork work) {
        return Plans.step(id, new StepAction.Deferred(work, Map.of(), Map.of()));
    }

    private static void add(String name, Plan plan, Consumer<Builder> inputs) {
        addWaiting(name, plan, story -> {
            story.tell(new Input.Started(story.now));
            inputs.accept(story);
        });
    }

    private static void addWaiting(String name, Plan plan, Consumer<Builder> inputs) {
        var story = new Builder();
        inputs.accept(story);
        ALL.put(name, new Story(plan, story.inputs));
    }

    private static OperationId operation(String name) {
        boolean first = name.chars().filter(letter -> letter == '/').count() == 1;
        return new OperationId(ID + "/" + name + (first ? "/1" : ""));
    }

    private static final class Builder {
        private final List<Input> inputs = new ArrayList<>();
        private Instant now = Instant.parse("2026-01-01T10:00:00Z");

        Builder tell(Input input) {
            inputs.add(input);
            return this;
        }

        Builder succeed(String... operations) {
            for (String operation : operations) {
                report(operation, new Report.Succeeded(Map.of()));
            }
            return this;
        }

        Builder toShift() {
            return succeed("canary/start-baseline", "canary/start-canary", "canary/shift-10");
        }

        Builder fail(String operation) {
            return report(operation, new Report.Failed("refused", Map.of()));
        }

        Builder report(String operation, Report report) {
            return tell(new Input.Reported(operation(operation), report, now));
        }

        Builder fire(Timer timer) {
            return tell(new Input.TimerFired(timer, now));
        }

        Builder cancel() {
            return tell(new Input.CancelRequested(BOB, "wrong version", now));
        }

        Builder intervene(Intervention intervention) {
            return tell(new Input.InterventionRequested("request", intervention, BOB, "by hand", null, now));
        }

        Builder later(Duration time) {
            now = now.plus(time);
            return this;
        }
    }
}
