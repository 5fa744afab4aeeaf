package io.gennaker.orchestrator.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.AnalysisCommand;
import io.gennaker.contracts.DeploymentCommand;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.JudgementCommand;
import io.gennaker.contracts.Message;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.StageStatus;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.orchestrator.admission.Concurrency;
import io.gennaker.orchestrator.execution.ExecutionState;
import io.gennaker.orchestrator.execution.Plans;
import io.gennaker.orchestrator.execution.Saga;
import io.gennaker.pipeline.ConditionResult;
import io.gennaker.pipeline.plan.FailurePolicy;
import io.gennaker.pipeline.plan.Plan;
import io.gennaker.pipeline.plan.PlanDigest;
import io.gennaker.pipeline.plan.PlannedStage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

/// Whatever order, repetition or death of the process: executions end as if nothing had been. jqwik prints the values
/// of a failure; the `seed` among them repeats everything. `-Djqwik.tries.default=20000` looks for longer.
class ExactlyOnceTest {
    private static final Actor BOB = new Actor("bob", List.of());
    private static final int KINDS = 7;

    @Property(shrinking = ShrinkingMode.OFF)
    void shouldEndAsTheCleanRunWhateverTheOrderRepetitionAndDeaths(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 4) int stages,
            @ForAll @IntRange(min = 1, max = 4) int executions,
            @ForAll @IntRange(min = 1, max = 3) int limit,
            @ForAll @IntRange(min = 2, max = 12) int failing) {
        Plan plan = sequence(new Random(seed), stages);
        Predicate<OperationId> fails = operation -> Math.floorMod(operation.hashCode() * 31 + seed, failing) == 0
                && !operation.value().contains("compensate");
        var clean = new Run(plan, limit, fails);
        var bad = new Run(plan, limit, fails);

        clean.start(executions).bus.runCleanly(clean::requireInvariants);
        bad.start(executions).bus.runBadly(new Random(seed), bad::requireInvariants);

        assertThat(bad.ends()).isEqualTo(clean.ends());
        assertThat(bad.commands()).isEqualTo(clean.commands());
    }

    @Property(shrinking = ShrinkingMode.OFF)
    void shouldHoldTheInvariantsInEveryStateWhenBranchesFailAndPeopleCancel(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 5) int executions,
            @ForAll @IntRange(min = 1, max = 3) int limit,
            @ForAll @IntRange(min = 2, max = 12) int failing) {
        var random = new Random(seed);
        Plan plan = branches(random);
        // a way back that fails for good is told to people; it is not what this is about
        var run = new Run(
                plan,
                limit,
                operation -> Math.floorMod(operation.hashCode() * 31 + seed, failing) == 0
                        && !operation.value().contains("compensate"));

        run.start(executions);
        for (int i = 1; i <= executions; i++) {
            if (random.nextInt(3) == 0) {
                run.bus.cancel(new ExecutionCommand.Cancel(Run.id(i), BOB, "random", BusSimulation.AT));
            }
        }
        run.bus.runBadly(random, run::requireInvariants);

        assertThat(run.store.executions.values())
                .allSatisfy(execution -> assertThat(execution.state()).isInstanceOf(ExecutionState.Ended.class));
        run.requireWaysBack();
    }

    private static Plan sequence(Random random, int length) {
        var stages = new ArrayList<PlannedStage>();
        for (int i = 0; i < length; i++) {
            var stage = stage("s" + i, random);
            stages.add((i == 0 ? stage : stage.needing("s" + (i - 1))).done());
        }
        return Plans.of(stages.toArray(PlannedStage[]::new));
    }

    private static Plans.Stage stage(String id, Random random) {
        return switch (random.nextInt(KINDS)) {
            case 0 -> Plans.deploy(id);
            case 1 -> Plans.undoableDeploy(id);
            case 2 -> Plans.job(id);
            case 3 -> Plans.judgement(id);
            case 4 -> Plans.pause(id, Duration.ofMinutes(1));
            case 5 -> Plans.job(id).retrying(2, Duration.ofSeconds(30));
            default -> Plans.canary(id, 10, 33);
        };
    }

    private static Plan branches(Random random) {
        return Plans.of(
                Plans.undoableDeploy("first").onFailure(policy(random)).done(),
                Plans.canary("east", 10, 33)
                        .needing("first")
                        .onFailure(policy(random))
                        .done(),
                Plans.canary("west", 20)
                        .needing("first")
                        .onFailure(policy(random))
                        .done(),
                stage("last", random)
                        .needing("east", "west")
                        .onFailure(policy(random))
                        .done());
    }

    private static FailurePolicy policy(Random random) {
        return FailurePolicy.values()[random.nextInt(FailurePolicy.values().length)];
    }

    /// Executions of one pipeline.
    private static final class Run {
        private static final Decider DECIDER = (state, input, plan) ->
                Saga.decide(state, input, plan, (expression, ofPlan, results) -> new ConditionResult.Met());

        private final InMemoryStore store = new InMemoryStore();
        private final int limit;
        private final BusSimulation bus;
        private int looked;
        private final Map<ExecutionId, ExecutionStatus> statuses = new HashMap<>();
        private final Set<String> finishedStages = new HashSet<>();

        Run(Plan plan, int limit, Predicate<OperationId> fails) {
            this.limit = limit;
            store.put(ExecutionsTest.version("shop"));
            store.limit("shop", new Concurrency(limit, Concurrency.WhenFull.QUEUE));
            var executions = new Executions(
                    store,
                    store,
                    DECIDER,
                    new DeliveryFacts(""),
                    store,
                    new Freezes(store, new PipelineLanguage()),
                    Renewal.NONE,
                    Optional.empty());
            var starts = new Starts(
                    store,
                    (pipeline, clusters, command, prior) -> new Planning.Planned(plan, PlanDigest.of(plan)),
                    store,
                    store,
                    executions,
                    store,
                    store,
                    _ -> Optional.empty());
            bus = new BusSimulation(store, starts, executions, fails);
        }

        static ExecutionId id(int number) {
            return new ExecutionId("shop-" + number);
        }

        Run start(int executions) {
            for (int i = 1; i <= executions; i++) {
                bus.start(new ExecutionCommand.Start(
                        id(i),
                        "shop",
                        new TriggerInfo("manual", "console", "" + i, "ann", Map.of()),
                        Map.of(),
                        List.of(),
                        BusSimulation.AT,
                        new Actor("ann", List.of("deployer"))));
            }
            return this;
        }

        void requireInvariants() {
            long running = store.executions.values().stream()
                    .filter(execution -> !(execution.state() instanceof ExecutionState.Queued)
                            && !(execution.state() instanceof ExecutionState.Ended))
                    .count();
            assertThat(running).as("running at once").isLessThanOrEqualTo(limit);
            for (Message message : bus.published.subList(looked, bus.published.size())) {
                look(message);
            }
            looked = bus.published.size();
        }

        private void look(Message message) {
            switch (message) {
                case ExecutionEvent.StageChanged changed -> stageChanged(changed);
                case ExecutionEvent.Started started -> moves(started.executionId(), ExecutionStatus.RUNNING);
                case ExecutionEvent.Finished finished -> moves(finished.executionId(), finished.status());
                case DeploymentCommand.Start start -> requireOpen(start.operationId());
                case AnalysisCommand.Start start -> requireOpen(start.operationId());
                case JudgementCommand.Open open -> requireOpen(open.operationId());
                default -> {
                    // says nothing of these
                }
            }
        }

        private void stageChanged(ExecutionEvent.StageChanged changed) {
            String stage = changed.executionId() + "/" + changed.stage();
            assertThat(finishedStages).as("%s changes after its end", changed).doesNotContain(stage);
            if (over(changed.status())) {
                finishedStages.add(stage);
            }
        }

        private static boolean over(StageStatus status) {
            return switch (status) {
                case WAITING, RUNNING, PAUSED -> false;
                case SUCCEEDED, SKIPPED, FAILED, FAILED_CONTINUED, CANCELLED, TIMED_OUT -> true;
            };
        }

        private void moves(ExecutionId id, ExecutionStatus to) {
            var before = statuses.put(id, to);
            boolean forward = to == ExecutionStatus.RUNNING ? before == null : before != null || isCancelled(to);
            assertThat(forward).as("%s goes from %s to %s", id, before, to).isTrue();
            assertThat(before == null || before == ExecutionStatus.RUNNING)
                    .as("%s ended as %s and goes on to %s", id, before, to)
                    .isTrue();
        }

        /// One that waits may be cancelled before it ran.
        private static boolean isCancelled(ExecutionStatus status) {
            return status == ExecutionStatus.CANCELLED;
        }

        private void requireOpen(OperationId operation) {
            String[] parts = operation.value().split("/");
            if (!parts[2].startsWith("compensate-")) {
                assertThat(finishedStages)
                        .as("command %s for a stage that is over", operation)
                        .doesNotContain(parts[0] + "/" + parts[1]);
            }
        }

        /// The last share that was asked for is all to the release, in every stage that ever shifted.
        void requireWaysBack() {
            var last = new HashMap<String, TrafficSplit>();
            for (Message message : bus.published) {
                if (message
                        instanceof
                        DeploymentCommand.Start(
                                var id,
                                var operation,
                                DeploymentTask.ShiftTraffic shift,
                                var deadline)) {
                    last.put(id + "/" + operation.value().split("/")[1], shift.split());
                }
            }
            assertThat(last).allSatisfy((stage, split) -> assertThat(split).isEqualTo(TrafficSplit.ALL_RELEASE));
        }

        /// How each execution and each of its stages ended.
        Map<String, String> ends() {
            var ends = new TreeMap<String, String>();
            store.executions.forEach(
                    (id, execution) -> ends.put(id.value(), execution.state().toString()));
            for (Message message : bus.published) {
                if (message instanceof ExecutionEvent.StageChanged changed && over(changed.status())) {
                    ends.put(changed.executionId() + "/" + changed.stage(), changed.status() + " " + changed.outputs());
                }
            }
            return ends;
        }

        /// Of each execution, what services were asked to do, in that order.
        Map<String, List<String>> commands() {
            var commands = new TreeMap<String, List<String>>();
            for (Message message : bus.published) {
                if (message instanceof DeploymentCommand
                        || message instanceof AnalysisCommand
                        || message instanceof JudgementCommand) {
                    commands.computeIfAbsent(message.key(), _ -> new ArrayList<>())
                            .add(message.toString());
                }
            }
            return commands;
        }
    }
}
