package io.gennaker.deployer.task;

import static io.gennaker.deployer.testing.Yaml.CLUSTER;
import static io.gennaker.deployer.testing.Yaml.EXECUTION;
import static io.gennaker.deployer.testing.Yaml.NAMESPACE;
import static io.gennaker.deployer.testing.Yaml.OTHER;
import static io.gennaker.deployer.testing.Yaml.REVISION;
import static io.gennaker.deployer.testing.Yaml.ROUTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.MeshRoute;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.Route;
import io.gennaker.contracts.RunningWorkload;
import io.gennaker.contracts.Steering;
import io.gennaker.contracts.Track;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.deployer.plan.JobRun;
import io.gennaker.deployer.plan.Manifests;
import io.gennaker.deployer.plan.Marks;
import io.gennaker.deployer.plan.VersionedConfig;
import io.gennaker.deployer.resource.LabelSelector;
import io.gennaker.deployer.resource.PatchOperation;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import io.gennaker.deployer.resource.Value;
import io.gennaker.deployer.testing.FakeJournal;
import io.gennaker.deployer.testing.Yaml;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TaskRunnerTest extends TaskFixture {
    private static final DeploymentTask DELETE_POD =
            new DeploymentTask.DeleteObjects(CLUSTER, NAMESPACE, "v1", "Pod", "shop-0", Map.of());
    private static final DeploymentTask MIGRATION =
            new DeploymentTask.RunJob(CLUSTER, NAMESPACE, CompressedText.of(JOB));
    private static final String JOB_NAME = JobRun.of(
                    new Manifests(Yaml.resources(JOB)), EXECUTION, new OperationId("job"))
            .name();
    private static final TrafficSplit TENTH = new TrafficSplit(90, 0, 10);

    @Test
    void shouldDeliverTheWholeStory() throws InterruptedException {
        // Given
        run(BASELINE, "baseline", new FakeJournal());
        run(CANARY, "canary", new FakeJournal());

        // When
        var shifted = run(shift(TrafficSplit.even(10)), "shift", new FakeJournal());

        // Then
        assertThat(weights()).isEqualTo("release 80, baseline-" + REVISION + " 10, canary-" + REVISION + " 10");
        assertThat(shifted.reports())
                .extracting(report -> report.getClass().getSimpleName())
                .endsWith("TrafficShifted", "Succeeded");
        assertThat(records.lastReached(ROUTE))
                .map(IntendedWeights.Intention::split)
                .contains(TrafficSplit.even(10));
    }

    @Test
    void shouldLetProxiesLearnSubsetsThatADeadProcessMayHaveAdded() throws InterruptedException {
        // Given
        run(BASELINE, "baseline", new FakeJournal());
        run(CANARY, "canary", new FakeJournal());
        var journal = new FakeJournal();
        cluster.interruptBy(new Fuse(1));
        assertThatThrownBy(() -> run(shift(TrafficSplit.even(10)), "shift", journal))
                .isInstanceOf(Killed.class);
        cluster.interruptBy(() -> {});
        assertThat(cluster.find("DestinationRule", "shop")
                        .orElseThrow()
                        .at("spec", "subsets")
                        .items())
                .as("written before the process died")
                .hasSize(3);

        // When
        run(shift(TrafficSplit.even(10)), "shift", journal);

        // Then
        assertThat(journal.states()).extracting(TaskState::step).contains(Step.SETTLE);
    }

    @Test
    void shouldSayWhatWasReplacedAndPutItBack() throws InterruptedException {
        // Given
        var applied = run(apply("v2"), "apply", new FakeJournal());

        // When
        run(new DeploymentTask.UndoApply(CLUSTER, NAMESPACE, new OperationId("apply")), "undo", new FakeJournal());

        // Then
        assertThat(outcome(applied, DeploymentEvent.Succeeded.class).outputs())
                .containsEntry("image", "shop:v2")
                .containsEntry("previousImage", "shop:v1");
        String referred = cluster.find("Deployment", "shop")
                .orElseThrow()
                .at("spec", "template", "spec", "containers")
                .items()
                .getFirst()
                .at("envFrom")
                .items()
                .getFirst()
                .at("configMapRef", "name")
                .textOr("");
        assertThat(referred).startsWith("settings-");
        assertThat(cluster.find("ConfigMap", referred)
                        .orElseThrow()
                        .at("data", "version")
                        .text())
                .isEqualTo("v1");
    }

    @Test
    void shouldTellWhatRunsThereOnceItIsReadyAndAgainWhenItIsPutBack() throws InterruptedException {
        // When
        var applied = run(apply("v2"), "apply", new FakeJournal());
        var undone = run(
                new DeploymentTask.UndoApply(CLUSTER, NAMESPACE, new OperationId("apply")), "undo", new FakeJournal());
        var canary = run(CANARY, "canary", new FakeJournal());

        // Then
        assertThat(applied.reports(DeploymentEvent.WorkloadsSettled.class))
                .singleElement()
                .satisfies(settled -> assertThat(settled.workloads())
                        .containsExactly(new RunningWorkload("Deployment", "shop", List.of("shop:v2"))));
        assertThat(undone.reports(DeploymentEvent.WorkloadsSettled.class))
                .singleElement()
                .satisfies(settled -> assertThat(settled.workloads())
                        .containsExactly(new RunningWorkload("Deployment", "shop", List.of("shop:v1"))));
        assertThat(canary.reports(DeploymentEvent.WorkloadsSettled.class)).isEmpty();
    }

    @Test
    void shouldNotGiveWeightToPodsThatAreNotReady() throws InterruptedException {
        // Given
        run(BASELINE, "baseline", new FakeJournal());
        run(CANARY, "canary", new FakeJournal());
        cluster.makeUnready(Track.CANARY);

        // When
        var journal = run(shift(TrafficSplit.even(10)), "shift", new FakeJournal(), Duration.ofMillis(400));

        // Then
        var failed = outcome(journal, DeploymentEvent.Failed.class);
        assertThat(failed.code()).isEqualTo(FailureCode.TIMED_OUT);
        assertThat(failed.reason()).contains("the canary (canary-" + REVISION + ") has 0 ready pods behind host shop");
        assertThat(weights()).isEqualTo("- -1");
    }

    @Test
    void shouldGoBackWithoutAskingForTheCanarysPods() throws InterruptedException {
        // Given
        run(BASELINE, "baseline", new FakeJournal());
        run(CANARY, "canary", new FakeJournal());
        run(shift(TrafficSplit.even(10)), "shift", new FakeJournal());
        cluster.delete(new ResourceKey("apps/v1", "Deployment", NAMESPACE, "shop-canary-" + REVISION));

        // When
        var journal = run(shift(TrafficSplit.ALL_RELEASE), "back", new FakeJournal());

        // Then
        outcome(journal, DeploymentEvent.Succeeded.class);
        assertThat(weights()).isEqualTo("release 100");
    }

    @Test
    void shouldNotTakeAnOlderVersionOrAMissingOneForTheAnswerWhenTheWatchLags() throws InterruptedException {
        // Given
        cluster.lag();

        // When
        var applied = run(apply("v2"), "newer", new FakeJournal(), Duration.ofMillis(400));
        var started = run(BASELINE, "baseline", new FakeJournal(), Duration.ofMillis(400));

        // Then
        assertThat(outcome(applied, DeploymentEvent.Failed.class).code()).isEqualTo(FailureCode.TIMED_OUT);
        assertThat(outcome(started, DeploymentEvent.Failed.class).reason())
                .contains("the watch has not brought what was written yet");
    }

    @Test
    void shouldRemoveVariantsThatTheWatchHasNotBroughtYet() throws InterruptedException {
        // Given
        cluster.lag();
        run(BASELINE, "baseline", new FakeJournal(), Duration.ofMillis(400));

        // When
        run(REMOVE, "remove", new FakeJournal());

        // Then
        assertThat(cluster.find("Deployment", "shop-baseline-" + REVISION)).isEmpty();
    }

    @Test
    void shouldKeepTheCanaryWhileReleaseCannotServe() throws InterruptedException {
        // Given
        run(BASELINE, "baseline", new FakeJournal());
        run(CANARY, "canary", new FakeJournal());
        run(shift(TrafficSplit.even(10)), "shift", new FakeJournal());
        cluster.makeUnready(Track.RELEASE);

        // When
        var journal = run(shift(TrafficSplit.ALL_RELEASE), "back", new FakeJournal(), Duration.ofMillis(400));

        // Then
        assertThat(outcome(journal, DeploymentEvent.Failed.class).reason())
                .contains("the release (release) has 0 ready pods");
        assertThat(weights()).startsWith("release 80");
    }

    @Test
    void shouldShareByPodsAndGoBackWhereReleaseHasNone() throws InterruptedException {
        // Given
        cluster.patch(
                new ResourceKey("apps/v1", "Deployment", NAMESPACE, "shop"),
                List.of(new PatchOperation.Replace("/spec/replicas", Value.of(0))));
        run(
                new DeploymentTask.StartCanary(CLUSTER, NAMESPACE, "shop", 0, manifests("v2")),
                "canary",
                new FakeJournal());
        var route = new Route.ReplicaShare("shop");

        // When
        var shifted = run(shift(route, TENTH), "shift", new FakeJournal());
        var back = run(shift(route, TrafficSplit.ALL_RELEASE), "back", new FakeJournal());

        // Then
        outcome(shifted, DeploymentEvent.Succeeded.class);
        outcome(back, DeploymentEvent.Succeeded.class);
        assertThat(cluster.find("Deployment", "shop-canary-" + REVISION)
                        .orElseThrow()
                        .at("spec", "replicas")
                        .numberOr(-1))
                .isZero();
    }

    @Test
    void shouldNotGiveARouteBackThatAShiftIsAboutToTake() throws InterruptedException {
        // Given
        run(shift(TrafficSplit.ALL_RELEASE), "keep", new FakeJournal());
        run(CANARY, "canary", new FakeJournal());
        var restored = new FakeJournal();
        var shifting = new FakeJournal();
        shifting.onRecord(at(Step.SCALE_RELEASE, () -> runUntil(Step.DRAIN, RESTORE_ROUTE, "restore", restored)));

        // When
        run(shift(TENTH), "shift", shifting);

        // Then
        assertThat(outcome(restored, DeploymentEvent.Failed.class).reason())
                .contains("a shift of it is under way: shift");
        outcome(shifting, DeploymentEvent.Succeeded.class);
        assertThat(newest()).isEqualTo("shift");
        assertThat(subsets()).contains("release");
    }

    @Test
    void shouldNotGiveARouteBackThatIsBeingPrepared() throws InterruptedException {
        // Given
        var restored = new FakeJournal();
        var keeping = new FakeJournal();
        keeping.onRecord(at(Step.SCALE_RELEASE, () -> runUntil(Step.DRAIN, RESTORE_ROUTE, "restore", restored)));

        // When
        run(shift(TrafficSplit.ALL_RELEASE), "keep", keeping);

        // Then
        assertThat(outcome(restored, DeploymentEvent.Failed.class).reason()).contains("under way: keep");
        outcome(keeping, DeploymentEvent.Succeeded.class);
        assertThat(newest()).isEqualTo("keep");
    }

    @Test
    void shouldNotGiveARouteBackWhileVariantsAreThere() throws InterruptedException {
        // Given
        run(shift(TrafficSplit.ALL_RELEASE), "keep", new FakeJournal());
        run(CANARY, "canary", new FakeJournal());

        // When
        var restored = run(RESTORE_ROUTE, "restore", new FakeJournal(), Duration.ofMillis(400));

        // Then
        assertThat(outcome(restored, DeploymentEvent.Failed.class).reason())
                .contains("Deployment shop-canary-" + REVISION);
        assertThat(weights()).isEqualTo("release 100");
        assertThat(newest()).isEqualTo("keep");
    }

    @Test
    void shouldGiveARouteBackWhoseLastShiftCameToNothing() throws InterruptedException {
        // Given
        cluster.makeUnready(Track.RELEASE);
        var failed = run(shift(TrafficSplit.ALL_RELEASE), "keep", new FakeJournal(), Duration.ofMillis(400));
        outcome(failed, DeploymentEvent.Failed.class);

        // When
        var restored = run(RESTORE_ROUTE, "restore", new FakeJournal());

        // Then
        outcome(restored, DeploymentEvent.Succeeded.class);
        assertThat(records.newest(CLUSTER, NAMESPACE, ROUTE)).isEmpty();
    }

    @Test
    void shouldNotForgetAShiftThatBeginsWhileTheRouteIsGivenBack() throws InterruptedException {
        // Given
        run(shift(TrafficSplit.ALL_RELEASE), "keep", new FakeJournal());
        var keeping = new FakeJournal();
        keeping.onRecord(at(Step.SCALE_RELEASE, () -> {
            throw new Killed();
        }));
        cluster.add(Yaml.resource(VIRTUAL_SERVICE));
        var restored = new FakeJournal();
        restored.interruptBy(once(() -> assertThatThrownBy(() -> run(shift(TrafficSplit.ALL_RELEASE), "again", keeping))
                .isInstanceOf(Killed.class)));

        // When
        runUntil(Step.DRAIN, RESTORE_ROUTE, "restore", restored);

        // Then
        assertThat(restored.states()).extracting(TaskState::step).containsExactly(Step.DRAIN);
        assertThat(newest()).isEqualTo("again");
    }

    @Test
    void shouldLeaveAShiftUnderWayToItsExecutionWhenAnotherTakesBack() throws InterruptedException {
        // Given
        run(shift(TrafficSplit.ALL_RELEASE), "keep", new FakeJournal());
        run(CANARY, "canary", new FakeJournal());
        var keeping = new FakeJournal();
        var shifting = new FakeJournal();
        shifting.onRecord(at(Step.SETTLE, () -> runAsOther(shift(TrafficSplit.ALL_RELEASE), "other", keeping)));

        // When
        run(shift(TENTH), "shift", shifting);

        // Then
        assertThat(outcome(keeping, DeploymentEvent.Succeeded.class).outputs().get("note"))
                .contains("another execution drives the route");
        outcome(shifting, DeploymentEvent.Succeeded.class);
        assertThat(weights()).isEqualTo("release 90, canary-" + REVISION + " 10");
    }

    @Test
    void shouldLeaveARouteWhoseCanaryHasEverythingToItsExecutionWhenAnotherTakesBack() throws InterruptedException {
        // Given
        run(CANARY, "canary", new FakeJournal());
        run(shift(new TrafficSplit(0, 0, 100)), "switch", new FakeJournal());
        String before = cluster.describe();
        var keeping = new FakeJournal();

        // When
        runAsOther(shift(TrafficSplit.ALL_RELEASE), "other", keeping);

        // Then
        assertThat(outcome(keeping, DeploymentEvent.Succeeded.class).outputs().get("note"))
                .contains("another execution drives the route");
        assertThat(cluster.describe()).isEqualTo(before);
        assertThat(newest()).isEqualTo("switch");
    }

    @Test
    void shouldDefendASplitNoMoreFromWhenItIsToBeTakenBackThoughTheClusterIsAway() throws InterruptedException {
        // Given
        run(BASELINE, "baseline", new FakeJournal());
        run(CANARY, "canary", new FakeJournal());
        run(shift(TrafficSplit.even(33)), "shift", new FakeJournal());
        cluster.away(true);

        // When
        var back = run(shift(TrafficSplit.ALL_RELEASE), "back", new FakeJournal(), Duration.ofMillis(400));

        // Then
        assertThat(outcome(back, DeploymentEvent.Failed.class).code()).isEqualTo(FailureCode.TIMED_OUT);
        assertThat(records.inForce()).isEmpty();
        assertThat(newest()).isEqualTo("back");
    }

    @Test
    void shouldKnowWhatReleaseNeedsWhenATakingBackBeginsAgainAfterTheClusterWasAway() throws InterruptedException {
        // Given
        run(CANARY, "canary", new FakeJournal());
        run(shift(TENTH), "shift", new FakeJournal());
        cluster.patch(
                new ResourceKey("apps/v1", "Deployment", NAMESPACE, "shop"),
                List.of(new PatchOperation.Replace("/spec/replicas", Value.of(1))));
        cluster.away(true);
        run(shift(TrafficSplit.ALL_RELEASE), "back/1", new FakeJournal(), Duration.ofMillis(400));
        cluster.away(false);

        // When
        var back = run(shift(TrafficSplit.ALL_RELEASE), "back/2", new FakeJournal());

        // Then
        outcome(back, DeploymentEvent.Succeeded.class);
        assertThat(weights()).isEqualTo("release 100");
        assertThat(cluster.find("Deployment", "shop")
                        .orElseThrow()
                        .at("spec", "replicas")
                        .numberOr(-1))
                .isEqualTo(3);
    }

    @Test
    void shouldTakeARouteOverThatAPersonGaveBackWhereTheWayBackWasGivenUp() throws InterruptedException {
        // Given
        run(CANARY, "canary", new FakeJournal());
        run(shift(TENTH), "shift", new FakeJournal());
        cluster.away(true);
        run(shift(TrafficSplit.ALL_RELEASE), "back", new FakeJournal(), Duration.ofMillis(400));
        cluster.away(false);
        cluster.add(virtualService("{route: [{destination: {host: shop, subset: release}, weight: 100}]}")
                .withAnnotation(Marks.DRIVEN_BY, EXECUTION.value()));
        run(OTHER, CANARY, "other-canary", new FakeJournal(), Duration.ofSeconds(20));

        // When
        var shifted = run(OTHER, shift(TENTH), "other-shift", new FakeJournal(), Duration.ofSeconds(20));

        // Then
        outcome(shifted, DeploymentEvent.Succeeded.class);
        assertThat(weights()).isEqualTo("release 90, canary-" + OTHER.revision() + " 10");
    }

    @Test
    void shouldDefendAShiftOfAnotherExecutionStillThoughTheClusterIsAway() throws InterruptedException {
        // Given
        run(CANARY, "canary", new FakeJournal());
        run(shift(TENTH), "shift", new FakeJournal());
        cluster.away(true);

        // When
        run(OTHER, shift(TrafficSplit.ALL_RELEASE), "other", new FakeJournal(), Duration.ofMillis(400));

        // Then
        assertThat(records.inForce())
                .extracting(IntendedWeights.Intention::operation)
                .containsExactly(new OperationId("shift"));
    }

    @Test
    void shouldLeaveARouteThatIsOnlySteeredToItsExecutionWhenAnotherTakesBack() throws InterruptedException {
        // Given
        run(CANARY, "canary", new FakeJournal());
        run(shift(ROUTE, TrafficSplit.ALL_RELEASE, new Steering(List.of(), 50)), "steer", new FakeJournal());
        String before = cluster.describe();

        // When
        runAsOther(shift(TrafficSplit.ALL_RELEASE), "other", new FakeJournal());

        // Then
        assertThat(cluster.describe()).isEqualTo(before);
        assertThat(records.inForce())
                .extracting(IntendedWeights.Intention::operation)
                .containsExactly(new OperationId("steer"));
    }

    /// Somebody applied the route anew: what is started beside the release would get requests.
    @Test
    void shouldNameTheReleaseInARouteThatLeadsToAllPodsWhoeverDrivesIt() throws InterruptedException {
        // Given
        run(CANARY, "canary", new FakeJournal());
        run(shift(TENTH), "shift", new FakeJournal());
        cluster.add(Yaml.resource(VIRTUAL_SERVICE).withAnnotation(Marks.DRIVEN_BY, EXECUTION.value()));

        // When
        runAsOther(shift(TrafficSplit.ALL_RELEASE), "other", new FakeJournal());

        // Then
        assertThat(weights()).isEqualTo("release 100");
    }

    @Test
    void shouldTakeBackAShiftOfItsOwnThatGaveNothingYet() throws InterruptedException {
        // Given
        run(shift(TrafficSplit.ALL_RELEASE), "keep", new FakeJournal());
        run(CANARY, "canary", new FakeJournal());
        cluster.makeUnready(Track.CANARY);
        var failed = run(shift(TENTH), "shift", new FakeJournal(), Duration.ofMillis(400));
        outcome(failed, DeploymentEvent.Failed.class);

        // When
        run(shift(TrafficSplit.ALL_RELEASE), "back", new FakeJournal());

        // Then
        assertThat(newest()).isEqualTo("back");
    }

    @Test
    void shouldLeaveSharesOfPodsToTheirExecutionWhenAnotherTakesBack() throws InterruptedException {
        // Given
        var route = new Route.ReplicaShare("shop");
        run(CANARY, "canary", new FakeJournal());
        run(shift(route, TENTH), "shift", new FakeJournal());

        // When
        runAsOther(shift(route, TrafficSplit.ALL_RELEASE), "other", new FakeJournal());

        // Then
        assertThat(records.inForce())
                .extracting(IntendedWeights.Intention::operation)
                .containsExactly(new OperationId("shift"));
    }

    /// Does something once only.
    private static Runnable once(Runnable work) {
        var done = new AtomicBoolean();
        return () -> {
            if (done.compareAndSet(false, true)) {
                work.run();
            }
        };
    }

    /// Does something when a step is recorded.
    private static Consumer<TaskState> at(Step step, Runnable work) {
        Runnable only = once(work);
        return state -> {
            if (state.step() == step) {
                only.run();
            }
        };
    }

    /// Runs a task until a step is recorded, or it ends.
    private void runUntil(Step last, DeploymentTask task, String operation, FakeJournal journal) {
        journal.onRecord(at(last, () -> {
            throw new Killed();
        }));
        try {
            run(task, operation, journal, Duration.ofMillis(400));
        } catch (Killed stopped) {
            // So far it was to go.
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private String newest() {
        return records.newest(CLUSTER, NAMESPACE, ROUTE)
                .orElseThrow()
                .operation()
                .value();
    }

    private List<String> subsets() {
        return cluster.find("DestinationRule", "shop").orElseThrow().at("spec", "subsets").items().stream()
                .map(subset -> subset.at("name").textOr("-"))
                .toList();
    }

    @Test
    void shouldNotRemoveVariantsThatHaveWeight() throws InterruptedException {
        // Given
        run(BASELINE, "baseline", new FakeJournal());
        run(CANARY, "canary", new FakeJournal());
        run(shift(TrafficSplit.even(10)), "shift", new FakeJournal());

        // When
        var journal = run(REMOVE, "remove", new FakeJournal(), Duration.ofMillis(400));

        // Then
        assertThat(outcome(journal, DeploymentEvent.Failed.class).reason()).contains("still gives weight to baseline-");
        assertThat(cluster.find("Deployment", "shop-canary-" + REVISION)).isPresent();
    }

    @Test
    void shouldHaveNothingToRemoveWhenNothingIsThere() throws InterruptedException {
        var journal = run(REMOVE, "remove", new FakeJournal());

        assertThat(outcome(journal, DeploymentEvent.Succeeded.class).outputs())
                .containsEntry("note", "there is no baseline and no canary of this execution");
    }

    @Test
    void shouldNotWriteWeightsWhenANewerShiftHasBegun() throws InterruptedException {
        // Given
        run(BASELINE, "baseline", new FakeJournal());
        run(CANARY, "canary", new FakeJournal());
        var stale = new FakeJournal();
        stale.record(new TaskState.Working(Step.SET_WEIGHTS, Instant.now(), Map.of()), List.of(), () -> {});
        var first = new FakeJournal();
        run(shift(TrafficSplit.even(10)), "first", first);
        run(shift(TrafficSplit.ALL_RELEASE), "second", new FakeJournal());

        // When
        run(shift(TrafficSplit.even(10)), "first", stale);

        // Then
        assertThat(outcome(stale, DeploymentEvent.Failed.class).reason())
                .contains("newer shift of this route has begun: second");
        assertThat(weights()).isEqualTo("release 100");
    }

    @Test
    void shouldEndTheWaitAndLeaveObjectsWhenCancelled() throws InterruptedException {
        // Given
        run(BASELINE, "baseline", new FakeJournal());
        run(CANARY, "canary", new FakeJournal());
        cluster.makeUnready(Track.CANARY);
        var journal = new FakeJournal();
        Thread.ofVirtual().start(() -> {
            await().atMost(Duration.ofMinutes(1)).until(() -> !journal.reports().isEmpty());
            journal.cancel();
        });

        // When
        run(shift(TrafficSplit.even(10)), "shift", journal);

        // Then
        outcome(journal, DeploymentEvent.Cancelled.class);
        assertThat(cluster.find("Deployment", "shop-canary-" + REVISION)).isPresent();
    }

    @Test
    void shouldGoOnWhenTheClusterComesBack() throws InterruptedException {
        // Given
        var outages = new int[] {3};
        cluster.interruptBy(() -> {
            if (outages[0]-- > 0) {
                throw new ClusterProblem.Unavailable("the API server of cluster production is away", null, null);
            }
        });

        // When
        var journal = run(apply("v2"), "apply", new FakeJournal());

        // Then
        outcome(journal, DeploymentEvent.Succeeded.class);
        assertThat(journal.reports(DeploymentEvent.Progressed.class))
                .extracting(DeploymentEvent.Progressed::message)
                .contains("the API server of cluster production is away; trying again");
    }

    @Test
    void shouldFailAtOnceWhenTheClusterRefuses() throws InterruptedException {
        // Given
        cluster.interruptBy(() -> {
            throw new ClusterProblem.Refused(FailureCode.CONFLICT, "kubectl owns .spec.replicas", null);
        });

        // When
        var journal = run(apply("v2"), "apply", new FakeJournal());

        // Then
        assertThat(outcome(journal, DeploymentEvent.Failed.class).code()).isEqualTo(FailureCode.CONFLICT);
    }

    @Test
    void shouldRefuseABaselineOfWhatIsNotThere() throws InterruptedException {
        var journal = run(new DeploymentTask.StartBaseline(CLUSTER, NAMESPACE, "cart", 1), "b", new FakeJournal());

        assertThat(outcome(journal, DeploymentEvent.Failed.class).code()).isEqualTo(FailureCode.NO_RELEASE);
    }

    @Test
    void shouldKeepTheLogAndRemoveTheJob() throws InterruptedException {
        var journal =
                run(new DeploymentTask.RunJob(CLUSTER, NAMESPACE, CompressedText.of(JOB)), "job", new FakeJournal());

        assertThat(outcome(journal, DeploymentEvent.Succeeded.class).outputs()).containsEntry("exitCode", "0");
        assertThat(journal.reports(DeploymentEvent.JobLogged.class))
                .extracting(DeploymentEvent.JobLogged::container, DeploymentEvent.JobLogged::exitCode)
                .containsExactly(tuple("main", 0));
        assertThat(cluster.creations("Job")).isOne();
        assertThat(cluster.describe()).doesNotContain("\"kind\":\"Job\"");
    }

    @Test
    void shouldTellThatAJobIsCompleteWhenLogsOfPodsThatFailedCannotBeRead() throws InterruptedException {
        // Given
        cluster.add(failedPod("gone"));
        cluster.add(failedPod("away"));
        cluster.logBy(pod -> switch (pod) {
            case "gone" -> throw new ClusterProblem.Refused(FailureCode.REFUSED, "404", null);
            case "away" -> throw new ClusterProblem.Unavailable("500", null, null);
            default -> "{\"version\": \"7\"}\n";
        });

        // When
        var journal = run(MIGRATION, "job", new FakeJournal());

        // Then
        assertThat(outcome(journal, DeploymentEvent.Succeeded.class).outputs()).containsEntry("version", "7");
        assertThat(journal.reports(DeploymentEvent.JobLogged.class))
                .extracting(DeploymentEvent.JobLogged::pod)
                .containsExactly(JOB_NAME + "-x");
    }

    private static Resource failedPod(String name) {
        return Yaml.resource("{apiVersion: v1, kind: Pod, metadata: {name: " + name + ", namespace: shop, labels:"
                + " {job-name: " + JOB_NAME + "}}, status: {phase: Failed, containerStatuses: [{name: main, state:"
                + " {terminated: {exitCode: 1}}}]}}");
    }

    @Test
    void shouldAskAgainForTheLogOfAPodThatSucceededSinceItMayHandSomethingOn() throws InterruptedException {
        // Given
        var asked = new AtomicInteger();
        cluster.logBy(_ -> {
            if (asked.getAndIncrement() == 0) {
                throw new ClusterProblem.Unavailable("500", null, null);
            }
            return "{\"version\": \"7\"}\n";
        });

        // When
        var journal = run(MIGRATION, "job", new FakeJournal());

        // Then
        assertThat(outcome(journal, DeploymentEvent.Succeeded.class).outputs()).containsEntry("version", "7");
    }

    @Test
    void shouldTellThatAJobFailedWhenItsLogCannotBeRead() throws InterruptedException {
        // Given
        cluster.failJobs();
        cluster.logBy(_ -> {
            throw new ClusterProblem.Refused(FailureCode.REFUSED, "404", null);
        });

        // When
        var journal = run(MIGRATION, "job", new FakeJournal());

        // Then
        var failed = outcome(journal, DeploymentEvent.Failed.class);
        assertThat(failed.code()).isEqualTo(FailureCode.JOB_FAILED);
        assertThat(failed.reason()).endsWith("; exit code 1, its log cannot be read");
    }

    @Test
    void shouldNotOverwriteASplitThatChangedWhileAManifestWasApplied() throws InterruptedException {
        // Given
        run(BASELINE, "baseline", new FakeJournal());
        run(CANARY, "canary", new FakeJournal());
        run(shift(new TrafficSplit(80, 10, 10)), "shift", new FakeJournal());
        var manifest = CompressedText.of("""
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop}
                spec: {hosts: [shop], http: [{route: [{destination: {host: shop}}]}]}
                """);

        // When
        cluster.interruptBy(() -> {
            cluster.interruptBy(() -> {});
            try {
                run(shift(TrafficSplit.ALL_RELEASE), "back", new FakeJournal());
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        });
        var applied = run(new DeploymentTask.ApplyManifests(CLUSTER, NAMESPACE, manifest), "apply", new FakeJournal());

        // Then
        outcome(applied, DeploymentEvent.Succeeded.class);
        assertThat(weights()).isEqualTo("release 100");
    }

    private static final String TO_SHOP = "route: [{destination: {host: shop}}]";
    private static final String V2 = "match: [{uri: {prefix: /v2}}], " + TO_SHOP;

    static Stream<Arguments> manifestsWithoutAWayBack() {
        return Stream.of(
                arguments("a rule more", null, TO_SHOP, "{" + V2 + "}, {" + TO_SHOP + "}", "has 2 http routes"),
                arguments(
                        "a rule more beside a named one",
                        null,
                        "name: main, " + TO_SHOP,
                        "{name: main, " + TO_SHOP + "}, {name: v2, " + V2 + "}",
                        "has 2 http routes"),
                arguments(
                        "another name than the definition says",
                        "main",
                        "name: main, " + TO_SHOP,
                        "{name: primary, " + TO_SHOP + "}",
                        "has 0 http routes named main"),
                arguments(
                        "another name",
                        null,
                        "name: main, " + TO_SHOP,
                        "{name: primary, " + TO_SHOP + "}",
                        "it would lead to release instead of release and canary"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("manifestsWithoutAWayBack")
    void shouldWriteNothingInWhichASplitHasNoWayBack(
            String name, @Nullable String rule, String live, String written, String reason)
            throws InterruptedException {
        // Given
        var route = shareRule(rule, live);

        // When
        var applied = run(applyRules(written), "apply", new FakeJournal());

        // Then
        var failed = outcome(applied, DeploymentEvent.Failed.class);
        assertThat(failed.code()).isEqualTo(FailureCode.ROUTE_INVALID);
        assertThat(failed.reason())
                .startsWith("nothing was written: execution " + EXECUTION)
                .contains(reason);
        assertThat(weights()).isEqualTo("release 90, canary-" + REVISION + " 10");
        outcome(
                run(shift(route, TrafficSplit.ALL_RELEASE), "back", new FakeJournal()),
                DeploymentEvent.Succeeded.class);
    }

    @Test
    void shouldApplyARuleMoreWhereTheDefinitionNamesTheOneThatIsShared() throws InterruptedException {
        // Given
        var route = shareRule("main", "name: main, " + TO_SHOP);

        // When
        var applied =
                run(applyRules("{name: main, " + TO_SHOP + "}, {name: v2, " + V2 + "}"), "apply", new FakeJournal());

        // Then
        outcome(applied, DeploymentEvent.Succeeded.class);
        assertThat(weights()).isEqualTo("release 90, canary-" + REVISION + " 10");
        outcome(
                run(shift(route, TrafficSplit.ALL_RELEASE), "back", new FakeJournal()),
                DeploymentEvent.Succeeded.class);
    }

    @Test
    void shouldApplyOtherRulesWhenNobodySharesTheirTraffic() throws InterruptedException {
        // Given
        shareRule(null, TO_SHOP);
        run(shift(TrafficSplit.ALL_RELEASE), "back", new FakeJournal());

        // When
        var applied = run(applyRules("{" + V2 + "}, {" + TO_SHOP + "}"), "apply", new FakeJournal());

        // Then
        outcome(applied, DeploymentEvent.Succeeded.class);
    }

    /// Gives the canary a tenth of the one rule of the VirtualService.
    private Route shareRule(@Nullable String name, String rule) throws InterruptedException {
        cluster.add(virtualService("{" + rule + "}"));
        run(CANARY, "canary", new FakeJournal());
        var route = new Route.IstioSubsets(List.of(new MeshRoute.Http("shop", name)), "shop", "shop");
        run(shift(route, TENTH), "shift", new FakeJournal());
        return route;
    }

    private static DeploymentTask applyRules(String rules) {
        return new DeploymentTask.ApplyManifests(
                CLUSTER,
                NAMESPACE,
                CompressedText.of(Yaml.READER.text(virtualService(rules).body())));
    }

    private static Resource virtualService(String rules) {
        return Yaml.resource("{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: shop,"
                + " namespace: shop}, spec: {hosts: [shop], http: [" + rules + "]}}");
    }

    @Test
    void shouldKeepWhatAnotherRouteNamesInTheVersionOfIstioThatTheClusterServes() throws InterruptedException {
        // Given
        installShop("networking.istio.io/v1alpha3");
        cluster.withdraw("networking.istio.io/v1");
        cluster.withdraw("networking.istio.io/v1beta1");
        run(shift(TrafficSplit.ALL_RELEASE), "keep", new FakeJournal());
        cluster.add(Yaml.resource("""
                apiVersion: networking.istio.io/v1alpha3
                kind: VirtualService
                metadata: {name: cart, namespace: shop}
                spec: {hosts: [cart], http: [{route: [{destination: {host: shop, subset: release}}]}]}
                """));

        // When
        var restored = run(RESTORE_ROUTE, "restore", new FakeJournal());

        // Then
        outcome(restored, DeploymentEvent.Succeeded.class);
        assertThat(weights()).isEqualTo("- -1");
        assertThat(subsets()).contains("release");
    }

    @Test
    void shouldFindSubsetsInTheVersionOfIstioThatTheClusterServes() throws InterruptedException {
        // Given
        cluster.withdraw("networking.istio.io/v1");
        var routing = CompressedText.of("""
                apiVersion: networking.istio.io/v1beta1
                kind: DestinationRule
                metadata: {name: cart}
                spec: {host: shop, subsets: [{name: v1, labels: {app: shop}}]}
                ---
                apiVersion: networking.istio.io/v1beta1
                kind: VirtualService
                metadata: {name: cart}
                spec: {hosts: [cart], http: [{route: [{destination: {host: shop, subset: v1}}]}]}
                """);

        // When
        var applied = run(new DeploymentTask.ApplyManifests(CLUSTER, NAMESPACE, routing), "apply", new FakeJournal());

        // Then
        outcome(applied, DeploymentEvent.Succeeded.class);
    }

    @Test
    void shouldDeleteWhatWasThereAndNotWhatControllersMakeInItsPlace() throws InterruptedException {
        // Given
        cluster.replaceWhatIsDeleted();

        // When
        var journal = run(DELETE_POD, "delete", new FakeJournal(), Duration.ofSeconds(2));

        // Then
        assertThat(outcome(journal, DeploymentEvent.Succeeded.class).outputs()).containsEntry("removed", "1");
        assertThat(cluster.deletions()).isOne();
    }

    @Test
    void shouldNotDeleteSuccessorsEitherWhenAnotherReplicaGoesOn() throws InterruptedException {
        // Given
        cluster.replaceWhatIsDeleted();
        var journal = new FakeJournal();
        cluster.interruptBy(new Fuse(1));
        assertThatThrownBy(() -> run(DELETE_POD, "delete", journal)).isInstanceOf(Killed.class);
        cluster.interruptBy(() -> {});

        // When
        run(DELETE_POD, "delete", journal, Duration.ofSeconds(2));

        // Then
        outcome(journal, DeploymentEvent.Succeeded.class);
        assertThat(cluster.deletions()).isOne();
    }

    @Test
    void shouldKeepTheConfigurationThatItsUndoWouldNeed() throws InterruptedException {
        // Given
        String needed = settings().name();
        cluster.add(settings().put(Value.of("2020-01-01T00:00:00Z"), "metadata", "creationTimestamp"));

        // When
        run(apply("v2"), "apply", new FakeJournal());

        // Then
        assertThat(cluster.find("ConfigMap", needed)).isPresent();
    }

    private Resource settings() {
        return cluster.list("v1", "ConfigMap", NAMESPACE, LabelSelector.equal(Map.of(VersionedConfig.LABEL, "true")))
                .getFirst();
    }
}
