package io.gennaker.console.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.gennaker.console.testing.Delivery;
import io.gennaker.contracts.Actor;
import io.gennaker.contracts.AnalysisEvent;
import io.gennaker.contracts.Channel;
import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.Decision;
import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.Intervention;
import io.gennaker.contracts.JudgementEvent;
import io.gennaker.contracts.JudgementOutcome;
import io.gennaker.contracts.MeshRoute;
import io.gennaker.contracts.Message;
import io.gennaker.contracts.MessageType;
import io.gennaker.contracts.ObservedSplit;
import io.gennaker.contracts.OperationEvent;
import io.gennaker.contracts.Route;
import io.gennaker.contracts.StageStatus;
import io.gennaker.contracts.StepStatus;
import io.gennaker.contracts.Topic;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.contracts.Verdict;
import io.gennaker.contracts.testing.Samples;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExecutionFoldTest {
    private static final Set<Topic> FOLDED = EnumSet.of(
            Topic.EXECUTION_EVENTS,
            Topic.DEPLOYMENT_EVENTS,
            Topic.ANALYSIS_EVENTS,
            Topic.JUDGEMENT_EVENTS,
            Topic.CALLOUT_EVENTS);

    @Test
    void shouldTellTheWholeStoryWhenDeliveryIsTakenBack() {
        // Given
        Delivery delivery = Delivery.takenBack("shop", "1");

        // When
        ExecutionView view = fold(delivery.events());

        // Then
        assertThat(view.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(view.reason()).isEqualTo("stage canary failed");
        assertThat(view.acceptedAt()).isBefore(view.startedAt());
        assertThat(view.startedAt()).isBefore(view.finishedAt());
        assertThat(view.stages())
                .extracting(StageView::id, StageView::status, StageView::reason)
                .containsExactly(
                        tuple("schema", StageStatus.SUCCEEDED, null),
                        tuple("canary", StageStatus.FAILED, "the verdict of analyse-33 is Fail"));
        assertThat(view.verdicts())
                .extracting(VerdictView::step, VerdictView::verdict)
                .containsExactly(tuple("analyse-10", Verdict.PASS), tuple("analyse-33", Verdict.FAIL));
        assertThat(view.jobLogs()).singleElement().satisfies(log -> {
            assertThat(log.stage()).isEqualTo("schema");
            assertThat(log.log()).isEqualTo("applied V12\napplied V13\n");
        });
        assertThat(view.progress()).isEmpty();
    }

    @Test
    void shouldSayWhyAnExecutionWaitsUntilItStarts() {
        // Given
        var id = new ExecutionId("shop-1");
        var at = Instant.parse("2026-12-24T10:00:00Z");
        var queued = ExecutionView.unknown("shop-1");

        // When
        var frozen =
                ExecutionFold.apply(queued, new ExecutionEvent.Frozen(id, "christmas", "calm", at.plusSeconds(60), at));
        var thawed = ExecutionFold.apply(frozen, new ExecutionEvent.Thawed(id, at));
        var started = ExecutionFold.apply(frozen, new ExecutionEvent.Started(id, "shop", at));

        // Then
        assertThat(frozen.reason()).isEqualTo("frozen until 2026-12-24T10:01:00Z by christmas: calm");
        assertThat(thawed.reason()).isNull();
        assertThat(started.reason()).isNull();
    }

    @Test
    void shouldTellSinceWhenAStartWaitsForWhichFiles() {
        // Given
        var id = new ExecutionId("shop-1");
        var at = Instant.parse("2026-12-24T10:00:00Z");
        var by = new TriggerInfo("manual", "console", "1", "ann", Map.of());
        var awaited = new ExecutionEvent.FilesAwaited(
                id, "shop", "store", by, List.of("config of github.com/acme/shop config.yaml at main"), at);

        // When
        var waiting = ExecutionFold.apply(ExecutionView.unknown("shop-1"), awaited);
        var cancelled = ExecutionFold.apply(
                waiting, new ExecutionEvent.Finished(id, "shop", ExecutionStatus.CANCELLED, "cancelled by ann", at));

        // Then
        assertThat(waiting.summary()).satisfies(line -> {
            assertThat(line.status()).isEqualTo(ExecutionStatus.QUEUED);
            assertThat(line.application()).isEqualTo("store");
            assertThat(line.acceptedAt()).isEqualTo(at);
            assertThat(line.reason())
                    .isEqualTo("waits for files since 2026-12-24T10:00:00Z: config of github.com/acme/shop config.yaml"
                            + " at main");
        });
        assertThat(cancelled.status()).isEqualTo(ExecutionStatus.CANCELLED);
        assertThat(cancelled.finishedAt()).isEqualTo(at);
    }

    @Test
    void shouldShowARefusedStartToThoseOfItsApplication() {
        // Given
        var by = new TriggerInfo("manual", "console", "1", "eve", Map.of());
        var refused =
                new ExecutionEvent.Refused(new ExecutionId("shop-1"), "shop", by, "no right", Instant.EPOCH, "store");

        // When
        var view = ExecutionFold.apply(ExecutionView.unknown("shop-1"), refused);

        // Then
        assertThat(view.application()).isEqualTo("store");
        assertThat(view.reason()).isEqualTo("refused: no right");
    }

    @Test
    void shouldKeepAnEarlierAttemptAndBeginAnewWhenAStageIsTriedAgain() {
        // Given
        Delivery delivery = Delivery.takenBack("shop", "1");
        var before = fold(delivery.events());
        var failed = before.stages().getLast();
        var at = Objects.requireNonNull(before.finishedAt()).plusSeconds(60);
        var by = new Actor("bob", List.of());
        var retry = new Intervention.Retry("canary");

        // When
        var opened = ExecutionFold.apply(
                before,
                new ExecutionEvent.Intervened(
                        delivery.execution(), "r-1", retry, by, "flaky", ExecutionStatus.QUEUED, at));
        var again = ExecutionFold.apply(
                opened,
                new ExecutionEvent.StageChanged(
                        delivery.execution(),
                        "canary",
                        StageStatus.WAITING,
                        "tried again by bob: flaky",
                        Map.of(),
                        at));

        // Then
        assertThat(again.status()).isEqualTo(ExecutionStatus.QUEUED);
        assertThat(again.finishedAt()).isNull();
        assertThat(again.reason()).isNull();
        assertThat(again.interventions())
                .extracting(InterventionView::act, InterventionView::stage, InterventionView::by)
                .containsExactly(tuple("retry", "canary", "bob"));
        var stage = again.stages().getLast();
        assertThat(stage.attempts())
                .containsExactly(new AttemptView(
                        1,
                        failed.reason(),
                        Objects.requireNonNull(failed.startedAt()),
                        Objects.requireNonNull(failed.endedAt())));
        assertThat(stage.startedAt()).isNull();
        assertThat(stage.steps()).allSatisfy(step -> {
            assertThat(step.status()).isEqualTo(StepStatus.WAITING);
            assertThat(step.compensation()).isFalse();
        });
    }

    @Test
    void shouldKeepWhatAStepWasAboutToChangeAndEachTestOfAJob() {
        // Given
        var planned = (DeploymentEvent.ChangesPlanned) Samples.message(MessageType.CHANGES_PLANNED);
        var reported = (DeploymentEvent.TestsReported) Samples.message(MessageType.TESTS_REPORTED);
        ExecutionView view = ExecutionView.unknown("shop-037b81e49da6");

        // When
        for (DeploymentEvent event : List.of(planned, reported, planned, reported)) {
            view = ExecutionFold.apply(view, event);
        }

        // Then
        assertThat(view.changes()).singleElement().satisfies(changes -> {
            assertThat(changes.stage()).isEqualTo("production");
            assertThat(changes.objects()).isEqualTo(planned.objects());
        });
        assertThat(view.tests()).singleElement().satisfies(tests -> {
            assertThat(tests.stage()).isEqualTo("blackbox");
            assertThat(tests.tests()).isEqualTo(reported.tests());
        });
    }

    @Test
    void shouldKeepPlannedOrderAndAppendCompensationWhenStepsChange() {
        // Given
        Delivery delivery = Delivery.takenBack("shop", "1");

        // When
        ExecutionView view = fold(delivery.events());

        // Then
        List<StepView> steps = view.stages().getLast().steps();
        assertThat(steps)
                .extracting(StepView::id)
                .containsExactly(
                        "start-canary",
                        "shift-10",
                        "confirm-10",
                        "analyse-10",
                        "approve",
                        "shift-33",
                        "analyse-33",
                        "promote",
                        "restore-traffic");
        assertThat(steps.get(7).status()).isEqualTo(StepStatus.WAITING);
        assertThat(steps.getLast().compensation()).isTrue();
        assertThat(steps.getFirst().startedAt()).isBefore(steps.getFirst().endedAt());
    }

    @Test
    void shouldConfirmOnlyTheShiftThatWasSeenWhenTrafficMoves() {
        // Given
        Delivery delivery = Delivery.takenBack("shop", "1");

        // When
        ExecutionView view = fold(delivery.events());

        // Then
        assertThat(view.trafficSplits())
                .extracting(ShiftView::split)
                .containsExactly(TrafficSplit.even(10), TrafficSplit.even(33), TrafficSplit.ALL_RELEASE);
        assertThat(view.trafficSplits().getFirst().observed()).isEqualTo(new ObservedSplit(80.6, 9.8, 9.6, 812));
        assertThat(view.trafficSplits().subList(1, 3))
                .allSatisfy(shift -> assertThat(shift.confirmedAt()).isNull());
    }

    @Test
    void shouldConfirmEachStageByItsOwnShareWhenTwoCanariesRunAtOnce() {
        // Given
        Delivery delivery = Delivery.of("shop", "1").accepted();
        shift(delivery, "europe");
        shift(delivery, "america");
        confirm(delivery, "america");
        confirm(delivery, "europe");

        // When
        ExecutionView view = fold(delivery.events());

        // Then
        assertThat(view.trafficSplits()).hasSize(2).allSatisfy(shift -> {
            assertThat(shift.confirmedAt()).isNotNull();
            assertThat(shift.observed())
                    .isNotNull()
                    .satisfies(observed -> assertThat(observed.requests())
                            .isEqualTo(shift.stage().equals("europe") ? 600 : 700));
        });
    }

    @Test
    void shouldNotCallTrafficConfirmedThatTooFewRequestsTold() {
        // Given
        Delivery delivery = Delivery.of("shop", "1").accepted();
        shift(delivery, "europe");

        // When
        delivery.add(new AnalysisEvent.TrafficUnconfirmed(
                delivery.execution(),
                delivery.operation("europe", "confirm-10"),
                TrafficSplit.even(10),
                new ObservedSplit(100, 0, 0, 3),
                "saw 3 requests, at least 50 are needed",
                delivery.later(1)));
        ExecutionView view = fold(delivery.events());

        // Then
        assertThat(view.trafficSplits()).singleElement().satisfies(shift -> {
            assertThat(shift.confirmedAt()).isNull();
            assertThat(shift.doubt()).isEqualTo("saw 3 requests, at least 50 are needed");
        });
    }

    private static void shift(Delivery delivery, String stage) {
        delivery.add(new DeploymentEvent.TrafficShifted(
                delivery.execution(),
                delivery.operation(stage, "shift-10"),
                new ClusterTarget(stage, stage),
                "shop",
                new Route.IstioSubsets(List.of(new MeshRoute.Http("shop", null)), "shop", "shop"),
                TrafficSplit.even(10),
                delivery.later(1)));
    }

    private static void confirm(Delivery delivery, String stage) {
        delivery.add(new AnalysisEvent.TrafficConfirmed(
                delivery.execution(),
                delivery.operation(stage, "confirm-10"),
                TrafficSplit.even(10),
                new ObservedSplit(80, 10, 10, stage.equals("europe") ? 600 : 700),
                delivery.later(1)));
    }

    @Test
    void shouldSayWhoDecidedWhenJudgementIsConcluded() {
        // Given
        Delivery delivery = Delivery.takenBack("shop", "1");

        // When
        ExecutionView view = fold(delivery.events());

        // Then
        assertThat(view.judgements()).singleElement().satisfies(judgement -> {
            assertThat(judgement.open()).isFalse();
            assertThat(judgement.outcome()).isEqualTo(JudgementOutcome.APPROVED);
            assertThat(judgement.decidedBy()).containsExactly("dana");
            assertThat(judgement.answers()).singleElement().satisfies(answer -> {
                assertThat(answer.decision()).isEqualTo(Decision.APPROVE);
                assertThat(answer.comment()).isEqualTo("looks good");
            });
        });
    }

    @Test
    void shouldKeepTheHistoryAndOnlyCountWhatStands() {
        // Given
        Delivery delivery = Delivery.of("shop-1", "1").accepted().question();
        var dana = new Actor("dana", List.of());
        Instant at = delivery.later(1);
        var approved = new JudgementEvent.DecisionRecorded(
                delivery.execution(), delivery.judgement(), "r1", Decision.APPROVE, dana, Channel.WEB, null, at);
        var revoked = new JudgementEvent.Revoked(
                delivery.execution(),
                delivery.judgement(),
                "r2",
                "r1",
                dana,
                Channel.WEB,
                "not yet",
                at.plusSeconds(1));
        delivery.add(approved);
        delivery.add(revoked);
        delivery.add(revoked);
        delivery.add(new JudgementEvent.Reminded(delivery.execution(), delivery.judgement(), 1, at.plusSeconds(2)));

        // When
        ExecutionView view = fold(delivery.events());

        // Then
        assertThat(view.judgements()).singleElement().satisfies(judgement -> {
            assertThat(judgement.answers()).isEmpty();
            assertThat(judgement.history())
                    .extracting(HistoryView::kind)
                    .containsExactly(HistoryView.Kind.Answered, HistoryView.Kind.Revoked, HistoryView.Kind.Reminded);
        });
    }

    @Test
    void shouldCountOpenJudgementsWhenQuestionWaits() {
        // Given
        Delivery delivery = Delivery.of("shop", "1").accepted().question();

        // When
        ExecutionSummary summary = fold(delivery.events()).summary();

        // Then
        assertThat(summary.openJudgements()).isEqualTo(1);
        assertThat(summary.images()).singleElement().asString().startsWith("us.gcr.io/acme/shop:v2@sha256:");
    }

    @Test
    void shouldNotBeOpenWhenQuestionIsWithdrawn() {
        // Given
        Delivery delivery = Delivery.of("shop", "1").accepted().question();
        delivery.add(new JudgementEvent.Cancelled(delivery.execution(), delivery.judgement(), delivery.later(1)));

        // When
        ExecutionView view = fold(delivery.events());

        // Then
        assertThat(view.judgements()).singleElement().satisfies(judgement -> {
            assertThat(judgement.open()).isFalse();
            assertThat(judgement.withdrawn()).isTrue();
            assertThat(judgement.outcome()).isNull();
        });
    }

    @Test
    void shouldShowProgressWhileOperationRuns() {
        // Given
        Delivery delivery = Delivery.of("shop", "1").accepted();
        var operation = delivery.operation("schema", "run");
        delivery.add(new DeploymentEvent.Progressed(
                delivery.execution(), operation, "pod shop-schema-1: ImagePullBackOff", delivery.later(1)));

        // When
        ExecutionView view = fold(delivery.events());

        // Then
        assertThat(view.progress())
                .containsExactly(Map.entry(operation.value(), "pod shop-schema-1: ImagePullBackOff"));
    }

    @Test
    void shouldKeepWhatEachContainerOfAPodWrote() {
        // Given
        Delivery delivery = Delivery.of("shop", "1").accepted().schemaJob();
        delivery.add(new DeploymentEvent.JobLogged(
                delivery.execution(),
                delivery.operation("schema", "run"),
                "shop-schema-1",
                "proxy",
                137,
                "upstream is gone",
                delivery.later(1)));

        // When
        ExecutionView view = fold(delivery.events());

        // Then
        assertThat(view.jobLogs())
                .extracting(LogView::pod, LogView::container, LogView::exitCode)
                .containsExactly(tuple("shop-schema-1", "migrate", 0), tuple("shop-schema-1", "proxy", 137));
    }

    @Test
    void shouldSayThatItDoesNotMoveUntilItMoves() {
        // Given
        Delivery delivery = Delivery.of("shop", "1").accepted();
        var since = delivery.later(0);
        delivery.add(new ExecutionEvent.Stalled(
                delivery.execution(), List.of("schema: run job shop-schema"), since, delivery.later(3600)));
        var stalled = fold(delivery.events());

        // When
        var refused = ExecutionFold.apply(
                stalled,
                new ExecutionEvent.InterventionRefused(
                        delivery.execution(),
                        "r-1",
                        new Intervention.Retry("schema"),
                        Delivery.DANA,
                        null,
                        "stage schema runs",
                        List.of("pause"),
                        delivery.later(1)));
        var moved = ExecutionFold.apply(
                refused,
                new ExecutionEvent.StageChanged(
                        delivery.execution(), "schema", StageStatus.FAILED, null, Map.of(), delivery.later(1)));

        // Then
        assertThat(refused.stalled()).isEqualTo(new StallView(List.of("schema: run job shop-schema"), since));
        assertThat(refused.interventions()).hasSize(1);
        assertThat(moved.stalled()).isNull();
    }

    @Test
    void shouldBeCompensatingWhenCancelIsRequested() {
        // Given
        Delivery delivery = Delivery.of("shop", "1").accepted();
        delivery.add(new ExecutionEvent.CancelRequested(
                delivery.execution(), Delivery.DANA, "wrong image", delivery.later(1)));

        // When
        ExecutionView view = fold(delivery.events());

        // Then
        assertThat(view.status()).isEqualTo(ExecutionStatus.COMPENSATING);
        assertThat(view.cancelledBy()).isEqualTo("dana");
    }

    @Test
    void shouldBeFinishedWhenStartIsRefused() {
        // Given
        Delivery delivery = Delivery.of("shop", "1");
        delivery.add(new ExecutionEvent.Refused(
                delivery.execution(),
                "shop",
                new TriggerInfo("manual", "console", "k", "dana", Map.of()),
                "parameter replicas is 'many'; allowed is an int",
                delivery.later(1),
                null));

        // When
        ExecutionView view = fold(delivery.events());

        // Then
        assertThat(view.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(view.reason()).isEqualTo("refused: parameter replicas is 'many'; allowed is an int");
        assertThat(view.finishedAt()).isNotNull();
    }

    @Test
    void shouldGiveTheSameViewWhateverOrderTheTopicsComeIn() {
        // Given
        Delivery delivery = Delivery.takenBack("shop", "1");
        ExecutionView expected = fold(delivery.events());

        for (int seed = 0; seed < 500; seed++) {
            // When
            List<Message> shuffled = shuffled(delivery.events(), new Random(seed));

            // Then
            assertThat(fold(shuffled)).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(MessageType.class)
    void shouldFoldTheSampleOfEachEvent(MessageType type) {
        // Given
        if (!FOLDED.contains(type.topic())) {
            return;
        }
        Message sample = Samples.message(type);

        // When
        ExecutionView view = fold(List.of(sample));

        // Then
        assertThat(view.id()).isEqualTo(sample.key());
    }

    /// A random merge of the topics that keeps the order within each.
    private static List<Message> shuffled(List<Message> events, Random random) {
        var topics = new EnumMap<Topic, Queue<Message>>(Topic.class);
        for (Message event : events) {
            topics.computeIfAbsent(MessageType.of(event).topic(), _ -> new ArrayDeque<>())
                    .add(event);
        }
        var merged = new ArrayList<Message>();
        var left = new ArrayList<>(topics.values());
        while (!left.isEmpty()) {
            Queue<Message> next = left.get(random.nextInt(left.size()));
            merged.add(next.remove());
            left.removeIf(Queue::isEmpty);
        }
        return merged;
    }

    private static ExecutionView fold(List<Message> events) {
        ExecutionView view = ExecutionView.unknown(events.getFirst().key());
        for (Message event : events) {
            view = switch (event) {
                case ExecutionEvent fact -> ExecutionFold.apply(view, fact);
                case OperationEvent fact -> ExecutionFold.apply(view, fact);
                default -> throw new AssertionError("not folded: " + event);
            };
        }
        return view;
    }
}
