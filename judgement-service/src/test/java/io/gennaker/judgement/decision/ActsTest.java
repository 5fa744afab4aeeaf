package io.gennaker.judgement.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.Channel;
import io.gennaker.contracts.Decision;
import io.gennaker.contracts.DecisionRefusal;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.FilledForm;
import io.gennaker.contracts.JudgementCommand;
import io.gennaker.contracts.JudgementEvent;
import io.gennaker.contracts.JudgementSpec;
import io.gennaker.contracts.Message;
import io.gennaker.contracts.OperationId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Choices and inputs, revoking, handing on, remarks, escalation. Carl triggered the execution.
class ActsTest {
    private static final Instant OPENED = Instant.parse("2026-11-23T12:00:00Z");
    private static final ExecutionId EXECUTION = new ExecutionId("shop-1a2b3c");
    private static final OperationId ID = OperationId.of(EXECUTION, "canary", "approve", 1);
    private static final Actor DANA = new Actor("dana", List.of("judge", "sre"));
    private static final Actor ERIN = new Actor("erin", List.of("judge"));

    private final InMemoryJudgementStore store = new InMemoryJudgementStore();
    private final Judgements judgements = new Judgements(store);
    private final List<Message> sent = new ArrayList<>();
    private Instant now = OPENED.plusSeconds(1);

    @Test
    void shouldHandChoiceAndInputsToLaterStages() {
        // Given
        open(Questions.withForm(1));

        // When: 12 as text reads as a number, and zone b as text
        approve("r1", DANA, "half", Map.of("ticket", "OPS-7", "batch", "012", "zone", "b", "loud", " "));

        // Then
        assertThat(only(JudgementEvent.Concluded.class).outputsOrNone())
                .isEqualTo(Map.of("choice", "half", "ticket", "OPS-7", "batch", "12", "zone", "b"));
        assertThat(only(JudgementEvent.DecisionRecorded.class).form())
                .isEqualTo(new FilledForm("half", Map.of("ticket", "OPS-7", "batch", "12", "zone", "b")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "APPROVE |      | ticket=OPS-7          | a choice is missing; allowed are all, half",
                "APPROVE | none | ticket=OPS-7          | choice is 'none'; to approve, allowed are all, half",
                "APPROVE | back | ticket=OPS-7          | choice is 'back'; to approve, allowed are all, half",
                "REJECT  | all  |                       | choice is 'all'; to reject, allowed are back",
                "APPROVE | all  |                       | input ticket is missing: text that fits regex:[A-Z]+-[0-9]+",
                "APPROVE | all  | ticket=7              | input ticket is '7'; allowed is text that fits regex:[A-Z]+-[0-9]+",
                "APPROVE | all  | ticket=OPS-7,batch=x  | input batch is 'x'; allowed is an integer",
                "APPROVE | all  | ticket=OPS-7,loud=yes | input loud is 'yes'; allowed is true, false",
                "APPROVE | all  | ticket=OPS-7,zone=c   | input zone is 'c'; allowed is a, b",
                "APPROVE | all  | ticket=OPS-7,size=1   | input 'size' is unknown; allowed are ticket, batch, loud, zone",
                "REJECT  | back | ticket=OPS-7          | a rejection takes no inputs; found ticket",
            })
    void shouldRefuseAnAnswerThatDoesNotFitTheQuestion(
            Decision decision, @Nullable String choice, @Nullable String inputs, String reason) {
        // Given
        open(Questions.withForm(1));

        // When
        Ruling ruling = act(answer("r1", DANA, decision, choice, inputs(inputs)));

        // Then
        assertThat(ruling).isEqualTo(new Ruling.Refused(DecisionRefusal.INVALID, reason));
        assertThat(history().acts()).isEmpty();
    }

    @Test
    void shouldTakeTheOnlyChoiceThatADecisionLeaves() {
        // Given
        open(Questions.withForm(1));

        // When
        act(answer("r1", DANA, Decision.REJECT, null, Map.of()));

        // Then
        assertThat(only(JudgementEvent.Concluded.class).outputsOrNone()).isEqualTo(Map.of("choice", "back"));
    }

    @Test
    void shouldCountOnlyAnswersThatSayTheSameTowardsTheQuorum() {
        // Given
        open(Questions.withForm(2));
        approve("r1", DANA, "all", Map.of("ticket", "OPS-7"));
        approve("r2", ERIN, "half", Map.of("ticket", "OPS-7"));
        assertThat(all(JudgementEvent.Concluded.class)).isEmpty();

        // When
        approve("r3", new Actor("fred", List.of("judge")), "half", Map.of("ticket", "OPS-7", "batch", "4"));

        // Then
        assertThat(only(JudgementEvent.Concluded.class).decidedBy()).containsExactly("erin", "fred");
    }

    @Test
    void shouldCountOnePersonOnceHoweverTheyAreSpelled() {
        // Given
        open(Questions.anyone(2));
        approve("r1", DANA);

        // When
        approve("r2", new Actor("Dana", List.of("judge")));

        // Then
        assertThat(all(JudgementEvent.Concluded.class)).isEmpty();
        assertThat(history().answers()).extracting(Answer::requestId).containsExactly("r1");
    }

    @Test
    void shouldNotCountAnAnswerThatWasRevoked() {
        // Given
        open(Questions.anyone(2));
        approve("r1", DANA);

        // When
        act(new Revocation("r2", DANA, Channel.WEB, "not yet", now));
        approve("r3", ERIN);

        // Then
        assertThat(only(JudgementEvent.Revoked.class).revoked()).isEqualTo("r1");
        assertThat(all(JudgementEvent.Concluded.class)).isEmpty();
        assertThat(history().answers()).extracting(Answer::requestId).containsExactly("r3");
        assertThat(history().acts()).hasSize(3);
    }

    @Test
    void shouldLetAPersonAnswerAnewAfterRevoking() {
        // Given
        open(Questions.anyone(2));
        approve("r1", DANA);
        act(new Revocation("r2", DANA, Channel.WEB, null, now));

        // When
        Ruling ruling = act(answer("r3", DANA, Decision.REJECT, null, Map.of()));

        // Then
        assertThat(ruling).isInstanceOf(Ruling.Accepted.class);
        assertThat(only(JudgementEvent.Concluded.class).decision()).isEqualTo(Decision.REJECT);
    }

    @Test
    void shouldRefuseAReplayOfAnAnswerThatWasRevoked() {
        // Given
        open(Questions.anyone(2));
        approve("r1", DANA);
        act(new Revocation("r2", DANA, Channel.WEB, null, now));

        // When
        Ruling ruling = approve("r1", DANA);

        // Then
        assertThat(refusal(ruling)).isEqualTo(DecisionRefusal.FORBIDDEN);
        assertThat(((Ruling.Refused) ruling).reason()).contains("request r1 was taken back");
        assertThat(history().answers()).isEmpty();
    }

    @Test
    void shouldRefuseToRevokeWhatSomebodyElseOrNobodyGave() {
        // Given
        open(Questions.anyone(2));
        approve("r1", DANA);

        // When
        Ruling ruling = act(new Revocation("r2", ERIN, Channel.WEB, null, now));

        // Then
        assertThat(ruling)
                .isEqualTo(new Ruling.Refused(
                        DecisionRefusal.FORBIDDEN, "erin has neither answered nor handed the right on"));
        assertThat(history().answers()).hasSize(1);
    }

    @Test
    void shouldLetADelegateAnswerAndNotThePersonWhoHandedOn() {
        // Given
        open(Questions.of(List.of(), List.of("sre"), 1));
        act(new Delegation("r1", "erin", DANA, Channel.WEB, "on leave", now));

        // When
        Ruling own = approve("r2", DANA);
        Ruling delegate = approve("r3", ERIN);

        // Then
        assertThat(refusal(own)).isEqualTo(DecisionRefusal.FORBIDDEN);
        assertThat(delegate).isInstanceOf(Ruling.Accepted.class);
        assertThat(only(JudgementEvent.DecisionRecorded.class).onBehalfOf()).isEqualTo("dana");
        assertThat(only(JudgementEvent.Concluded.class).decidedBy()).containsExactly("erin");
    }

    @Test
    void shouldTakeADelegationBack() {
        // Given
        open(Questions.of(List.of(), List.of("sre"), 1));
        act(new Delegation("r1", "erin", DANA, Channel.WEB, null, now));

        // When
        act(new Revocation("r2", DANA, Channel.WEB, null, now));

        // Then
        assertThat(refusal(approve("r3", ERIN))).isEqualTo(DecisionRefusal.FORBIDDEN);
        assertThat(approve("r4", DANA)).isInstanceOf(Ruling.Accepted.class);
    }

    @Test
    void shouldKeepADelegationThatWasUsed() {
        // Given
        open(Questions.of(List.of(), List.of("sre"), 2));
        act(new Delegation("r1", "erin", DANA, Channel.WEB, null, now));
        approve("r2", ERIN);

        // When
        Ruling ruling = act(new Revocation("r3", DANA, Channel.WEB, null, now));

        // Then
        assertThat(ruling)
                .isEqualTo(
                        new Ruling.Refused(DecisionRefusal.FORBIDDEN, "erin has already answered on behalf of dana"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "erin | fred | FORBIDDEN | erin with roles [judge] may not decide",
                "dana | dana | INVALID   | nobody can hand a right on to themselves",
                "dana | carl | INVALID   | carl triggered this execution",
                "dana | CARL | INVALID   | CARL triggered this execution",
                "carl | erin | FORBIDDEN | carl triggered this execution",
                "dana | gina | INVALID   | gina has already answered",
                "gina | erin | FORBIDDEN | gina has already answered",
                "dana | hugo | INVALID   | hugo has handed their own right on",
                "hugo | erin | FORBIDDEN | hugo has handed the right on to ines",
                "ines | erin | FORBIDDEN | ines with roles [judge] may not decide",
            })
    void shouldRefuseADelegationThatIsNotSound(String from, String to, DecisionRefusal refusal, String reason) {
        // Given: gina answered, hugo handed on to ines
        var sre = List.of("judge", "sre");
        open(Questions.of(List.of(), List.of("sre"), 3));
        approve("r1", new Actor("gina", sre));
        act(new Delegation("r2", "ines", new Actor("hugo", sre), Channel.WEB, null, now));
        var by = new Actor(from, from.equals("erin") || from.equals("ines") ? List.of("judge") : sre);

        // When
        Ruling ruling = act(new Delegation("r3", to, by, Channel.WEB, null, now));

        // Then
        assertThat(ruling).isInstanceOfSatisfying(Ruling.Refused.class, refused -> {
            assertThat(refused.refusal()).isEqualTo(refusal);
            assertThat(refused.reason()).contains(reason);
        });
        assertThat(history().acts()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"alan", "ALAN", "carl", "Carl"})
    void shouldBarWhoTriggeredOrChanged(String user) {
        // Given
        open(Questions.barring("alan"));

        // When
        Ruling ruling = approve("r1", new Actor(user, List.of("judge", "sre")));

        // Then
        assertThat(refusal(ruling)).isEqualTo(DecisionRefusal.FORBIDDEN);
    }

    @Test
    void shouldLetThoseDecideWhomAReminderCallsInFromThenOn() {
        // Given
        open(Questions.escalating());
        var grace = new Actor("grace", List.of("judge"));
        assertThat(refusal(approve("r1", grace))).isEqualTo(DecisionRefusal.FORBIDDEN);

        // When
        now = OPENED.plus(Duration.ofMinutes(10));
        Ruling ruling = approve("r2", grace);

        // Then
        assertThat(ruling).isInstanceOf(Ruling.Accepted.class);
    }

    @Test
    void shouldRemindOnlyWhileTheQuestionIsOpen() {
        // Given
        open(Questions.escalating());

        // When
        var first = judgements.remind(ID, 1, now, sent::add);
        approve("r1", DANA);
        var second = judgements.remind(ID, 1, now, sent::add);

        // Then
        assertThat(first).isPresent();
        assertThat(second).isEmpty();
        assertThat(all(JudgementEvent.Reminded.class)).hasSize(1);
    }

    @Test
    void shouldKeepARemarkAndDecideNothing() {
        // Given
        open(Questions.of(List.of("dana"), List.of(), 1));

        // When
        Ruling ruling = act(new Remark("r1", "p99 is up in zone b", ERIN, Channel.CLI, now));

        // Then
        assertThat(ruling).isInstanceOf(Ruling.Accepted.class);
        assertThat(only(JudgementEvent.Commented.class).text()).isEqualTo("p99 is up in zone b");
        assertThat(history().answers()).isEmpty();
    }

    @Test
    void shouldBoundWhatIsSaidAndStillTakeAnswers() {
        // Given
        open(Questions.anyone(1));
        for (int i = 0; i < 200; i++) {
            act(new Remark("m" + i, "and another thing", ERIN, Channel.CLI, now));
        }

        // When
        Ruling remark = act(new Remark("m200", "and another thing", ERIN, Channel.CLI, now));
        Ruling answer = approve("r1", DANA);

        // Then
        assertThat(refusal(remark)).isEqualTo(DecisionRefusal.INVALID);
        assertThat(answer).isInstanceOf(Ruling.Accepted.class);
    }

    @Test
    void shouldRefuseEveryActAfterTheEnd() {
        // Given
        open(Questions.anyone(1));
        approve("r1", DANA);
        int before = history().acts().size();

        // When
        var rulings = List.of(
                act(answer("r2", ERIN, Decision.REJECT, null, Map.of())),
                act(new Revocation("r3", DANA, Channel.WEB, null, now)),
                act(new Delegation("r4", "fred", ERIN, Channel.WEB, null, now)),
                act(new Remark("r5", "late", ERIN, Channel.WEB, now)));

        // Then
        assertThat(rulings)
                .allSatisfy(ruling -> assertThat(refusal(ruling)).isEqualTo(DecisionRefusal.ALREADY_CONCLUDED));
        assertThat(history().acts()).hasSize(before);
    }

    private void open(JudgementSpec spec) {
        judgements.open(new JudgementCommand.Open(EXECUTION, ID, "shop", "carl", spec, OPENED, "shop"), sent::add);
    }

    private Ruling approve(String requestId, Actor by) {
        return approve(requestId, by, null, Map.of());
    }

    private Ruling approve(String requestId, Actor by, @Nullable String choice, Map<String, String> inputs) {
        return act(answer(requestId, by, Decision.APPROVE, choice, inputs));
    }

    private Answer answer(
            String requestId, Actor by, Decision decision, @Nullable String choice, Map<String, String> inputs) {
        return new Answer(requestId, decision, new FilledForm(choice, inputs), by, Channel.WEB, null, now);
    }

    private Ruling act(Act act) {
        return judgements.act(ID, act, sent::add);
    }

    private History history() {
        return store.find(ID).orElseThrow().history();
    }

    private static DecisionRefusal refusal(Ruling ruling) {
        return ((Ruling.Refused) ruling).refusal();
    }

    private <E extends Message> E only(Class<E> type) {
        assertThat(all(type)).hasSize(1);
        return all(type).getFirst();
    }

    private <E extends Message> List<E> all(Class<E> type) {
        return sent.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static Map<String, String> inputs(@Nullable String text) {
        var inputs = new TreeMap<String, String>();
        for (String pair : text == null ? new String[0] : text.split(",")) {
            inputs.put(pair.split("=")[0], pair.split("=")[1]);
        }
        return inputs;
    }
}
