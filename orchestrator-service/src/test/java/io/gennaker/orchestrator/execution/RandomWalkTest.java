package io.gennaker.orchestrator.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.AnalysisCommand;
import io.gennaker.contracts.AnalysisTask;
import io.gennaker.contracts.DeploymentCommand;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.Intervention;
import io.gennaker.contracts.JudgementCommand;
import io.gennaker.contracts.Message;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.pipeline.ConditionResult;
import io.gennaker.pipeline.plan.FailurePolicy;
import io.gennaker.pipeline.plan.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Executions whose services answer at random, late, twice or not at all, that are cancelled at random moments, and to
/// which people do what they can.
///
/// Whatever happens: the execution ends, no workload is removed under traffic, and the same history gives the same
/// decisions when it is replayed.
class RandomWalkTest {
    private static final int WALKS = 400;
    private static final int LONGEST = 5_000;
    private static final int MOST_INTERVENTIONS = 12;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldEndSafelyWhateverTheServicesDo(long seed) {
        for (int walk = 0; walk < WALKS; walk++) {
            new Walk(new Random(seed * 10_000 + walk)).toTheEnd();
        }
    }

    private static final class Walk {
        private final Random random;
        private final Plan plan;
        private final Conditions conditions = (expression, ofPlan, stages) ->
                Boolean.parseBoolean(expression) ? new ConditionResult.Met() : new ConditionResult.NotMet();
        private ExecutionState state = new ExecutionState.Queued(Story.ID);
        private Instant now = Instant.EPOCH;
        private final Map<Timer, Instant> timers = new HashMap<>();
        private final List<OperationId> begun = new ArrayList<>();
        private final Map<OperationId, Message> commands = new HashMap<>();
        private final List<Input> history = new ArrayList<>();
        private final List<Decision> decisions = new ArrayList<>();
        private int interventions;
        /// The canary stages whose shares were shifted and not seen to be back.
        private final Map<String, TrafficSplit> splits = new HashMap<>();

        Walk(Random random) {
            this.random = random;
            this.plan = Plans.of(
                    Plans.undoableDeploy("first").onFailure(policy()).done(),
                    Plans.canary("east", 10, 33)
                            .seenToLeave()
                            .needing("first")
                            .retrying(1 + random.nextInt(3), Plans.TIMEOUT)
                            .onFailure(policy())
                            .done(),
                    Plans.canary("west", 20)
                            .seenToLeave()
                            .needing("first")
                            .when(Boolean.toString(random.nextInt(4) > 0))
                            .onFailure(policy())
                            .done(),
                    Plans.pause("pause", Plans.TIMEOUT)
                            .needing("east")
                            .onFailure(policy())
                            .done(),
                    Plans.job("last")
                            .needing("pause", "west")
                            .onFailure(policy())
                            .done());
        }

        private FailurePolicy policy() {
            var all = FailurePolicy.values();
            return all[random.nextInt(all.length)];
        }

        void toTheEnd() {
            int steps = 0;
            while (!(state instanceof ExecutionState.Ended) || interventions < MOST_INTERVENTIONS) {
                assertThat(steps++).as("steps of a walk over %s", history).isLessThan(LONGEST);
                tell(next());
            }
            replaysTheSame();
        }

        private Input next() {
            if (state instanceof ExecutionState.Queued) {
                return new Input.Started(now);
            }
            boolean still = state instanceof ExecutionState.Paused && timers.isEmpty();
            if (state instanceof ExecutionState.Ended || interventions < MOST_INTERVENTIONS && random.nextInt(30) < 1) {
                interventions++;
                return asked(intervention());
            }
            if (still || state instanceof ExecutionState.Paused && interventions == MOST_INTERVENTIONS) {
                return asked(new Intervention.Resume());
            }
            int dice = random.nextInt(100);
            if (dice < 1) {
                return new Input.CancelRequested(Story.BOB, "random", now);
            }
            if (dice < 80 && !begun.isEmpty()) {
                return new Input.Reported(begun.get(random.nextInt(begun.size())), report(), now);
            }
            return earliestTimer();
        }

        private Input asked(Intervention intervention) {
            return new Input.InterventionRequested("request", intervention, Story.BOB, "random", null, now);
        }

        private Intervention intervention() {
            String stage =
                    plan.stages().get(random.nextInt(plan.stages().size())).id();
            return switch (random.nextInt(6)) {
                case 0 -> new Intervention.Pause();
                case 1 -> new Intervention.Resume();
                case 2 -> new Intervention.Retry(stage);
                case 3 -> new Intervention.Skip(stage);
                case 4 -> new Intervention.Ignore(stage);
                default -> new Intervention.Restart(stage);
            };
        }

        private Input earliestTimer() {
            var earliest = timers.entrySet().stream()
                    .min(Map.Entry.comparingByValue())
                    .orElseThrow(() -> new AssertionError("nothing can move " + state));
            timers.remove(earliest.getKey());
            now = earliest.getValue().isAfter(now) ? earliest.getValue() : now;
            return new Input.TimerFired(earliest.getKey(), now);
        }

        private Report report() {
            int dice = random.nextInt(20);
            if (dice < 15) {
                return new Report.Succeeded(Map.of());
            }
            return switch (dice) {
                case 15 -> new Report.TimedOut("slow");
                case 16 -> new Report.Cancelled();
                case 17 -> new Report.Noted(Map.of("fact", "value"));
                case 18 -> new Report.Inconclusive("too few", Map.of());
                default -> new Report.Failed("bad", Map.of());
            };
        }

        private void tell(Input input) {
            noteTraffic(input);
            Decision decision = Saga.decide(state, input, plan, conditions);
            history.add(input);
            decisions.add(decision);
            state = decision.next();
            decision.effects().forEach(this::act);
        }

        private void act(Effect effect) {
            switch (effect) {
                case Effect.SendCommand(var command) -> send(command);
                case Effect.SetTimer(var timer, var due) -> timers.put(timer, due);
                case Effect.CancelTimer(var timer) -> timers.remove(timer);
                case Effect.Emit emit -> {}
                case Effect.ReleaseSlot release -> timers.clear();
            }
        }

        private void send(Message command) {
            switch (command) {
                case DeploymentCommand.Start start -> {
                    removalNeedsAllOnRelease(start);
                    begin(start.operationId(), start);
                }
                case AnalysisCommand.Start start -> begin(start.operationId(), start);
                case JudgementCommand.Open open -> begin(open.operationId(), open);
                default -> {}
            }
        }

        private void begin(OperationId operation, Message command) {
            assertThat(commands).as("an operation is begun once").doesNotContainKey(operation);
            commands.put(operation, command);
            begun.add(operation);
            // From the command on, weights may have been written.
            if (shift(command) instanceof TrafficSplit split && !split.equals(TrafficSplit.ALL_RELEASE)) {
                splits.put(stage(operation), split);
            }
        }

        private void removalNeedsAllOnRelease(DeploymentCommand.Start start) {
            if (start.task() instanceof DeploymentTask.RemoveVariants) {
                assertThat(splits)
                        .as("shares when %s begins", start.operationId())
                        .doesNotContainKey(stage(start.operationId()));
            }
        }

        private void noteTraffic(Input input) {
            if (input instanceof Input.Reported(var operation, Report.Succeeded succeeded, var at)
                    && commands.get(operation) instanceof AnalysisCommand.Start start
                    && start.task() instanceof AnalysisTask.ConfirmTraffic seen
                    && seen.expected().equals(TrafficSplit.ALL_RELEASE)) {
                splits.remove(stage(operation));
            }
        }

        private static @Nullable TrafficSplit shift(@Nullable Message command) {
            return command instanceof DeploymentCommand.Start start
                            && start.task() instanceof DeploymentTask.ShiftTraffic shift
                    ? shift.split()
                    : null;
        }

        private static String stage(OperationId operation) {
            return operation.value().split("/")[1];
        }

        private void replaysTheSame() {
            ExecutionState replayed = new ExecutionState.Queued(Story.ID);
            for (int i = 0; i < history.size(); i++) {
                Decision again = Saga.decide(replayed, history.get(i), plan, conditions);
                assertThat(again).isEqualTo(decisions.get(i));
                replayed = again.next();
            }
        }
    }
}
