package io.gennaker.deployer.task;

import static io.gennaker.deployer.testing.Yaml.CLUSTER;
import static io.gennaker.deployer.testing.Yaml.ROUTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.ObjectReference;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.PatchStyle;
import io.gennaker.contracts.Steering;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.contracts.WayBack;
import io.gennaker.deployer.task.TaskState.Closing;
import io.gennaker.deployer.task.TaskState.Working;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TaskFlowTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final CompressedText TEXT = CompressedText.of("x");
    private static final DeploymentTask APPLY = new DeploymentTask.ApplyManifests(CLUSTER, "shop", TEXT);
    private static final DeploymentTask JOB = new DeploymentTask.RunJob(CLUSTER, "shop", TEXT);
    private static final DeploymentTask SHIFT = new DeploymentTask.ShiftTraffic(
            CLUSTER, "shop", ROUTE, "shop", TrafficSplit.even(10), Steering.NONE, WayBack.BOUNDED);

    private static final ObjectReference OBJECT = new ObjectReference("apps/v1", "Deployment", "shop");

    static Stream<DeploymentTask> tasks() {
        return Stream.of(
                APPLY,
                JOB,
                SHIFT,
                new DeploymentTask.StartBaseline(CLUSTER, "shop", "shop", 1),
                new DeploymentTask.StartCanary(CLUSTER, "shop", "shop", 1, TEXT),
                new DeploymentTask.RemoveVariants(CLUSTER, "shop", ROUTE, "shop"),
                new DeploymentTask.RestoreRoute(CLUSTER, "shop", ROUTE, "shop"),
                new DeploymentTask.UndoApply(CLUSTER, "shop", new OperationId("a")),
                new DeploymentTask.ScaleWorkload(CLUSTER, "shop", OBJECT, 1),
                new DeploymentTask.PatchObject(CLUSTER, "shop", OBJECT, PatchStyle.MERGE, TEXT),
                new DeploymentTask.DeleteObjects(CLUSTER, "shop", "apps/v1", "Deployment", "shop", Map.of()),
                new DeploymentTask.RollBackWorkload(CLUSTER, "shop", OBJECT, null),
                new DeploymentTask.RestartWorkload(CLUSTER, "shop", OBJECT),
                new DeploymentTask.FindImages(CLUSTER, "shop", OBJECT));
    }

    static Stream<Happening> happenings() {
        return Stream.of(
                Happening.done("said"),
                new Happening.AlreadyDone(),
                new Happening.Needless("nothing there"),
                new Happening.Still("not yet"),
                new Happening.Unavailable("away", Optional.empty()),
                new Happening.Impossible(FailureCode.REFUSED, "no"),
                new Happening.CancelAsked(),
                new Happening.DeadlinePassed("not yet"));
    }

    private static Decision decide(DeploymentTask task, TaskState state, Happening happening) {
        return TaskFlow.decide(task, state, happening, 1, NOW);
    }

    private static Working at(Step step) {
        return new Working(step, NOW.minusSeconds(9), Map.of("a", "b"));
    }

    @Test
    void shouldHaveAtLeastOneTaskForEveryStep() {
        var steps = EnumSet.noneOf(Step.class);
        tasks().map(Itinerary::of).forEach(steps::addAll);

        assertThat(steps).containsExactlyInAnyOrder(Step.values());
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void shouldReachTheEndWhenEveryStepIsDone(DeploymentTask task) {
        // Given
        TaskState state = TaskFlow.begin(task, NOW);
        var visited = new ArrayList<Step>();

        // When
        Decision decision = new Decision.GoOn(state, "");
        while (decision instanceof Decision.GoOn goOn) {
            TaskState next = goOn.state();
            visited.add(next.step());
            decision = decide(task, next, new Happening.Done(Map.of(next.step().name(), "x"), ""));
        }

        // Then
        assertThat(visited).isEqualTo(Itinerary.of(task));
        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.End.class, end -> assertThat(end.ending()).isInstanceOf(Ending.Reached.class));
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void shouldDecideEverythingThatCanHappenAtEveryStep(DeploymentTask task) {
        for (Step step : Itinerary.of(task)) {
            happenings().forEach(happening -> {
                assertThat(decide(task, at(step), happening)).isNotNull();
                assertThat(decide(task, new Closing(step, new Ending.Withdrawn()), happening))
                        .isNotNull();
            });
        }
    }

    @Test
    void shouldNotWaitForProxiesWhenNoSubsetIsNew() {
        assertThat(decide(SHIFT, at(Step.ADD_SUBSETS), new Happening.AlreadyDone()))
                .isEqualTo(new Decision.GoOn(new Working(Step.SET_WEIGHTS, NOW, Map.of("a", "b")), ""));
        assertThat(decide(SHIFT, at(Step.ADD_SUBSETS), Happening.done("added")))
                .isEqualTo(new Decision.GoOn(new Working(Step.SETTLE, NOW, Map.of("a", "b")), "added"));
    }

    @Test
    void shouldLeaveObjectsToCompensationWhenCancelled() {
        assertThat(decide(APPLY, at(Step.AWAIT_READY), new Happening.CancelAsked()))
                .isEqualTo(new Decision.End(new Ending.Withdrawn()));
    }

    @Test
    void shouldTellWhatItWaitedForWhenTheDeadlinePasses() {
        assertThat(decide(APPLY, at(Step.AWAIT_READY), new Happening.DeadlinePassed("2 of 5 available")))
                .isEqualTo(new Decision.End(
                        new Ending.Missed(FailureCode.TIMED_OUT, "not done in time: 2 of 5 available")));
    }

    @Test
    void shouldRemoveTheJobHoweverItsTaskEnds() {
        for (Happening end : List.of(
                new Happening.CancelAsked(),
                new Happening.DeadlinePassed("1 running"),
                new Happening.Impossible(FailureCode.JOB_FAILED, "exit code 3"))) {
            Decision decision = decide(JOB, at(Step.AWAIT_JOB), end);

            assertThat(decision)
                    .isInstanceOfSatisfying(
                            Decision.GoOn.class,
                            goOn -> assertThat(goOn.state())
                                    .isInstanceOfSatisfying(
                                            Closing.class,
                                            closing ->
                                                    assertThat(closing.step()).isEqualTo(Step.KEEP_LOGS)));
        }
    }

    @Test
    void shouldKeepItsResultWhenCancelledAfterTheJobEnded() {
        var closing = new Closing(Step.DELETE_JOB, new Ending.Reached(Map.of("exitCode", "0")));

        assertThat(decide(JOB, closing, new Happening.CancelAsked())).isInstanceOf(Decision.Wait.class);
        assertThat(decide(JOB, closing, Happening.done())).isEqualTo(new Decision.End(closing.ending()));
        assertThat(decide(JOB, closing, new Happening.DeadlinePassed("")))
                .isEqualTo(new Decision.End(closing.ending()));
    }

    @Test
    void shouldWaitLongerAfterEveryFailureAndAsLongAsTheServerAsks() {
        assertThat(retryAfter(1, Optional.empty())).isEqualTo(Duration.ofMillis(500));
        assertThat(retryAfter(2, Optional.empty())).isEqualTo(Duration.ofSeconds(1));
        assertThat(retryAfter(60, Optional.empty())).isEqualTo(Duration.ofSeconds(15));
        assertThat(retryAfter(1, Optional.of(Duration.ofSeconds(30)))).isEqualTo(Duration.ofSeconds(30));
        assertThat(retryAfter(60, Optional.of(Duration.ofSeconds(1)))).isEqualTo(Duration.ofSeconds(15));
    }

    private static Duration retryAfter(int failures, Optional<Duration> asked) {
        var decision = TaskFlow.decide(APPLY, at(Step.APPLY), new Happening.Unavailable("away", asked), failures, NOW);
        return ((Decision.Retry) decision).after();
    }
}
