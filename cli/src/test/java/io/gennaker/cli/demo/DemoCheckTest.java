package io.gennaker.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.cli.api.Execution;
import io.gennaker.cli.api.Judgement;
import io.gennaker.cli.demo.Playground.Production;
import io.gennaker.cli.display.Samples;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.JudgementOutcome;
import io.gennaker.contracts.StepStatus;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.contracts.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DemoCheckTest {
    private static final ImageReference GOOD = image("v2", "a");
    private static final ImageReference BAD = image("v3", "b");
    private static final Production SETTLED = new Production(GOOD.pinned(), 12, List.of(), Map.of("release", 100));

    private static ImageReference image(String tag, String digit) {
        return ImageReference.parse("us.gcr.io/acme/shop:" + tag + "@sha256:" + digit.repeat(64));
    }

    @Test
    void shouldFindNothingWrongWithAGoodDelivery() {
        assertThat(DemoCheck.promoted(new Delivery(GOOD, Samples.succeeded(), SETTLED)))
                .isEmpty();
    }

    @Test
    void shouldFindNothingWrongWithABadDeliveryThatWasTakenBack() {
        assertThat(DemoCheck.takenBack(new Delivery(BAD, Samples.takenBack(), SETTLED), GOOD))
                .isEmpty();
    }

    static Stream<Arguments> wrongInAGoodDelivery() {
        return Stream.of(
                wrong("the good delivery ended FAILED", e -> with(e, ExecutionStatus.FAILED)),
                wrong("split 80/10/10 was not applied", e -> withShifts(e, without(e.trafficSplits(), 0))),
                wrong("split 34/33/33 was not applied", e -> withShifts(e, without(e.trafficSplits(), 1))),
                wrong("split 100/0/0 was not applied", e -> withShifts(e, without(e.trafficSplits(), 2))),
                wrong("split 34/33/33 was not applied and confirmed", e -> withShifts(e, unconfirmed(e, 1))),
                wrong("not exactly two verdicts Pass", e -> withVerdicts(e, without(e.verdicts(), 1))),
                wrong("not exactly two verdicts Pass", e -> withVerdicts(e, judged(e, Verdict.INCONCLUSIVE))),
                wrong("no judgement was approved", e -> withJudgements(e, List.of())),
                wrong("no judgement was approved", e -> withJudgements(e, answered(e, JudgementOutcome.REJECTED))),
                wrong("no judgement was approved", e -> withJudgements(e, answered(e, JudgementOutcome.EXPIRED))),
                wrong(
                        "no judgement was approved",
                        e -> withJudgements(e, Samples.asking().judgements())));
    }

    @ParameterizedTest
    @MethodSource("wrongInAGoodDelivery")
    void shouldReportEachThingThatIsWrongWithTheGoodDelivery(String words, UnaryOperator<Execution> change) {
        var delivery = new Delivery(GOOD, change.apply(Samples.succeeded()), SETTLED);

        assertThat(DemoCheck.promoted(delivery)).singleElement().asString().contains(words);
    }

    static Stream<Arguments> wrongInABadDelivery() {
        return Stream.of(
                wrong("the bad delivery ended SUCCEEDED", e -> with(e, ExecutionStatus.SUCCEEDED)),
                wrong("the bad delivery ended CANCELLED", e -> with(e, ExecutionStatus.CANCELLED)),
                wrong("not exactly one verdict Fail", e -> withVerdicts(e, List.of())),
                wrong("not exactly one verdict Fail", e -> withVerdicts(e, judged(e, Verdict.INCONCLUSIVE))),
                wrong("not exactly one verdict Fail", e -> withVerdicts(e, twice(e.verdicts()))),
                wrong("not exactly one verdict Fail with reasons", e -> withVerdicts(e, unexplained(e))),
                wrong("traffic was not returned", e -> withShifts(e, without(e.trafficSplits(), 1))),
                wrong("baseline and canary were not removed", DemoCheckTest::notRemoved),
                wrong("removed before traffic was back", DemoCheckTest::removedFirst));
    }

    @ParameterizedTest
    @MethodSource("wrongInABadDelivery")
    void shouldReportEachThingThatIsWrongWithTheBadDelivery(String words, UnaryOperator<Execution> change) {
        var delivery = new Delivery(BAD, change.apply(Samples.takenBack()), SETTLED);

        assertThat(DemoCheck.takenBack(delivery, GOOD))
                .singleElement()
                .asString()
                .contains(words);
    }

    static Stream<Arguments> wrongInProduction() {
        return Stream.of(
                Arguments.of("release runs", new Production(BAD.pinned(), 12, List.of(), SETTLED.weights())),
                Arguments.of("release runs", new Production("", 0, List.of(), SETTLED.weights())),
                Arguments.of("not all on release", new Production(GOOD.pinned(), 12, List.of(), Map.of())),
                Arguments.of(
                        "not all on release",
                        new Production(GOOD.pinned(), 12, List.of(), Map.of("release", 90, "canary", 10))),
                Arguments.of(
                        "left beside the release",
                        new Production(GOOD.pinned(), 12, List.of("shop-canary"), SETTLED.weights())));
    }

    @ParameterizedTest
    @MethodSource("wrongInProduction")
    void shouldReportEachThingThatIsWrongInProduction(String words, Production production) {
        var good = new Delivery(GOOD, Samples.succeeded(), production);
        var bad = new Delivery(BAD, Samples.takenBack(), production);

        assertThat(DemoCheck.promoted(good)).singleElement().asString().contains(words);
        assertThat(DemoCheck.takenBack(bad, GOOD)).singleElement().asString().contains(words);
    }

    private static Arguments wrong(String words, UnaryOperator<Execution> change) {
        return Arguments.of(words, change);
    }

    private static <T> List<T> without(List<T> list, int index) {
        var fewer = new ArrayList<>(list);
        fewer.remove(index);
        return fewer;
    }

    private static <T> List<T> twice(List<T> list) {
        return Stream.concat(list.stream(), list.stream()).toList();
    }

    private static List<Execution.Shift> unconfirmed(Execution execution, int index) {
        var shifts = new ArrayList<>(execution.trafficSplits());
        Execution.Shift shift = shifts.get(index);
        shifts.set(
                index,
                new Execution.Shift(shift.operationId(), shift.route(), shift.split(), shift.appliedAt(), null, null));
        return shifts;
    }

    private static List<Execution.Verdicted> judged(Execution execution, Verdict last) {
        var verdicts = new ArrayList<>(execution.verdicts());
        Execution.Verdicted old = verdicts.removeLast();
        verdicts.add(new Execution.Verdicted(
                old.stage(), old.step(), last, old.score(), old.reasons(), old.metrics(), old.at()));
        return verdicts;
    }

    private static List<Execution.Verdicted> unexplained(Execution execution) {
        Execution.Verdicted old = execution.verdicts().getFirst();
        return List.of(new Execution.Verdicted(
                old.stage(), old.step(), old.verdict(), old.score(), List.of(), old.metrics(), old.at()));
    }

    private static List<Judgement> answered(Execution execution, JudgementOutcome outcome) {
        Judgement old = execution.judgements().getFirst();
        return List.of(new Judgement(
                old.id(),
                old.executionId(),
                old.pipeline(),
                old.spec(),
                old.openedAt(),
                old.expiresAt(),
                outcome,
                old.decision(),
                old.decidedBy(),
                old.answers(),
                old.endedAt()));
    }

    private static Execution notRemoved(Execution execution) {
        return withRemoval(
                execution,
                step -> new Execution.Step(
                        step.id(),
                        step.title(),
                        true,
                        step.operationId(),
                        StepStatus.FAILED,
                        "timeout",
                        step.startedAt(),
                        step.endedAt()));
    }

    private static Execution removedFirst(Execution execution) {
        Execution.Shift back = execution.trafficSplits().stream()
                .filter(shift -> shift.split().equals(TrafficSplit.ALL_RELEASE))
                .findFirst()
                .orElseThrow();
        return withRemoval(
                execution,
                step -> new Execution.Step(
                        step.id(),
                        step.title(),
                        true,
                        step.operationId(),
                        step.status(),
                        null,
                        back.appliedAt().minusMillis(1),
                        step.endedAt()));
    }

    private static Execution withRemoval(Execution execution, UnaryOperator<Execution.Step> change) {
        var stages = new ArrayList<>(execution.stages());
        Execution.Stage canary = stages.removeLast();
        stages.add(new Execution.Stage(
                canary.id(),
                canary.kind(),
                canary.status(),
                canary.reason(),
                canary.startedAt(),
                canary.endedAt(),
                canary.steps().stream()
                        .map(step ->
                                step.compensation() && step.id().equals("remove-variants") ? change.apply(step) : step)
                        .toList()));
        return copy(
                execution,
                execution.status(),
                stages,
                execution.trafficSplits(),
                execution.verdicts(),
                execution.judgements());
    }

    private static Execution with(Execution e, ExecutionStatus status) {
        return copy(e, status, e.stages(), e.trafficSplits(), e.verdicts(), e.judgements());
    }

    private static Execution withShifts(Execution e, List<Execution.Shift> shifts) {
        return copy(e, e.status(), e.stages(), shifts, e.verdicts(), e.judgements());
    }

    private static Execution withVerdicts(Execution e, List<Execution.Verdicted> verdicts) {
        return copy(e, e.status(), e.stages(), e.trafficSplits(), verdicts, e.judgements());
    }

    private static Execution withJudgements(Execution e, List<Judgement> judgements) {
        return copy(e, e.status(), e.stages(), e.trafficSplits(), e.verdicts(), judgements);
    }

    private static Execution copy(
            Execution e,
            @Nullable ExecutionStatus status,
            List<Execution.Stage> stages,
            List<Execution.Shift> shifts,
            List<Execution.Verdicted> verdicts,
            List<Judgement> judgements) {
        return new Execution(
                e.id(),
                e.pipeline(),
                status,
                e.reason(),
                e.artifacts(),
                e.acceptedAt(),
                e.startedAt(),
                e.finishedAt(),
                e.stalled(),
                stages,
                shifts,
                verdicts,
                judgements,
                e.jobLogs(),
                e.changes(),
                e.tests(),
                e.progress());
    }
}
