package io.gennaker.judgement.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.AnswerForm;
import io.gennaker.contracts.AnswerForm.Choice;
import io.gennaker.contracts.AnswerForm.Input;
import io.gennaker.contracts.AnswerForm.InputType;
import io.gennaker.contracts.Channel;
import io.gennaker.contracts.Decision;
import io.gennaker.contracts.DecisionRefusal;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.FilledForm;
import io.gennaker.contracts.JudgementCommand;
import io.gennaker.contracts.JudgementEvent;
import io.gennaker.contracts.JudgementOutcome;
import io.gennaker.contracts.JudgementSpec;
import io.gennaker.contracts.Message;
import io.gennaker.contracts.OperationId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgementsTest {
    private static final Instant OPENED = Instant.parse("2026-11-23T12:00:00Z");
    private static final ExecutionId EXECUTION = new ExecutionId("shop-1a2b3c");
    private static final OperationId ID = OperationId.of(EXECUTION, "canary", "approve", 1);

    private final InMemoryJudgementStore store = new InMemoryJudgementStore();
    private final Judgements judgements = new Judgements(store);
    private final List<Message> sent = new ArrayList<>();

    @ParameterizedTest(name = "{0} with role {1}, users {2}, roles {3}: {4}")
    @CsvSource({
        "dana, none, -,    -,        true",
        "dana, none, dana, -,        true",
        "dana, none, erin, -,        false",
        "dana, sre,  -,    sre,      true",
        "dana, none, -,    sre,      false",
        "dana, sre,  erin, sre,      true",
        "carl, sre,  carl, sre,      false",
    })
    void shouldLetOnlyThoseDecideWhoMay(String user, String role, String users, String roles, boolean allowed) {
        // Given: carl triggered the execution
        open(spec(1, list(users), list(roles)), "carl");

        // When
        Ruling ruling = answer("r1", Decision.APPROVE, new Actor(user, List.of("judge", role)), OPENED.plusSeconds(1));

        // Then
        if (allowed) {
            assertThat(ruling).isInstanceOf(Ruling.Accepted.class);
        } else {
            assertThat(ruling).isInstanceOfSatisfying(Ruling.Refused.class, refused -> {
                assertThat(refused.refusal()).isEqualTo(DecisionRefusal.FORBIDDEN);
                assertThat(refused.reason()).contains(user);
            });
            assertThat(store.find(ID))
                    .hasValueSatisfying(
                            judgement -> assertThat(judgement.history().acts()).isEmpty());
            assertThat(sent.getLast()).isInstanceOf(JudgementEvent.DecisionRefused.class);
        }
    }

    @Test
    void shouldConcludeWhenTheQuorumApproves() {
        // Given
        open(spec(2, List.of(), List.of()), null);
        answer("r1", Decision.APPROVE, new Actor("dana", List.of("judge")), OPENED.plusSeconds(1));
        assertThat(concluded()).isEmpty();

        // When
        answer("r2", Decision.APPROVE, new Actor("erin", List.of("judge")), OPENED.plusSeconds(2));

        // Then
        assertThat(concluded()).singleElement().satisfies(end -> {
            assertThat(end.outcome()).isEqualTo(JudgementOutcome.APPROVED);
            assertThat(end.decidedBy()).containsExactly("dana", "erin");
        });
    }

    @Test
    void shouldConcludeAtTheFirstRejection() {
        // Given
        open(spec(3, List.of(), List.of()), null);

        // When
        answer("r1", Decision.REJECT, new Actor("dana", List.of("judge")), OPENED.plusSeconds(1));

        // Then
        assertThat(concluded()).singleElement().satisfies(end -> {
            assertThat(end.outcome()).isEqualTo(JudgementOutcome.REJECTED);
            assertThat(end.decision()).isEqualTo(Decision.REJECT);
            assertThat(end.decidedBy()).containsExactly("dana");
        });
    }

    @Test
    void shouldCountAPersonOnceWhenTheyApproveTwice() {
        // Given
        open(spec(2, List.of(), List.of()), null);
        answer("r1", Decision.APPROVE, new Actor("dana", List.of("judge")), OPENED.plusSeconds(1));

        // When
        Ruling again = answer("r2", Decision.APPROVE, new Actor("dana", List.of("judge")), OPENED.plusSeconds(2));

        // Then
        assertThat(again).isInstanceOf(Ruling.Repeated.class);
        assertThat(concluded()).isEmpty();
        assertThat(sent.getLast())
                .isInstanceOfSatisfying(
                        JudgementEvent.DecisionRecorded.class,
                        recorded -> assertThat(recorded.requestId()).isEqualTo("r2"));
    }

    @Test
    void shouldRefuseAPersonWhoAnswersOtherwiseThanBefore() {
        // Given
        open(spec(2, List.of(), List.of()), null);
        answer("r1", Decision.APPROVE, new Actor("dana", List.of("judge")), OPENED.plusSeconds(1));

        // When
        Ruling ruling = answer("r2", Decision.REJECT, new Actor("dana", List.of("judge")), OPENED.plusSeconds(2));

        // Then
        assertThat(ruling)
                .isEqualTo(new Ruling.Refused(
                        DecisionRefusal.FORBIDDEN,
                        "dana has already answered APPROVE under request r1; it can be revoked"));
    }

    @Test
    void shouldRefuseALateAnswerAndRepeatAnIdenticalOne() {
        // Given
        open(spec(1, List.of(), List.of()), null);
        answer("r1", Decision.APPROVE, new Actor("dana", List.of("judge")), OPENED.plusSeconds(1));

        // When
        Ruling late = answer("r2", Decision.REJECT, new Actor("erin", List.of("judge")), OPENED.plusSeconds(2));
        Ruling identical = answer("r1", Decision.APPROVE, new Actor("dana", List.of("judge")), OPENED.plusSeconds(3));

        // Then
        assertThat(late)
                .isInstanceOfSatisfying(
                        Ruling.Refused.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(DecisionRefusal.ALREADY_CONCLUDED));
        assertThat(identical).isInstanceOf(Ruling.Repeated.class);
        assertThat(concluded()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"APPROVE", "REJECT"})
    void shouldEndByTheRuleOfTheSpecificationWhenItExpires(Decision onExpiry) {
        // Given
        open(
                new JudgementSpec("t", "i", List.of(), List.of(), 1, false, Duration.ofMinutes(1), onExpiry, List.of()),
                null);

        // When
        judgements.expire(ID, OPENED.plusSeconds(60), sent::add);

        // Then
        assertThat(concluded()).singleElement().satisfies(end -> {
            assertThat(end.outcome()).isEqualTo(JudgementOutcome.EXPIRED);
            assertThat(end.decision()).isEqualTo(onExpiry);
            assertThat(end.decidedBy()).isEmpty();
        });
    }

    @Test
    void shouldGiveWhatStandsWithoutAnAnswerWhenItExpires() {
        // Given
        var form = new AnswerForm(
                List.of(
                        new Choice("all", "Release to all", Decision.APPROVE),
                        new Choice("back", "Take it back", Decision.REJECT)),
                List.of(
                        new Input("batch", InputType.INT, null, false, "4", null, List.of()),
                        new Input("zone", InputType.ENUM, null, false, null, null, List.of("a", "b"))));
        open(expiringToApprove(form), null);

        // When
        judgements.expire(ID, OPENED.plusSeconds(60), sent::add);

        // Then
        assertThat(concluded())
                .singleElement()
                .satisfies(end -> assertThat(end.outputs()).isEqualTo(Map.of("batch", "4", "choice", "all")));
    }

    @Test
    void shouldGiveNoChoiceWhenItExpiresAndSeveralApprove() {
        // Given
        open(expiringToApprove(Questions.FORM), null);

        // When
        judgements.expire(ID, OPENED.plusSeconds(60), sent::add);

        // Then
        assertThat(concluded())
                .singleElement()
                .satisfies(end -> assertThat(end.outputs()).isEqualTo(Map.of("batch", "4")));
    }

    private static JudgementSpec expiringToApprove(AnswerForm form) {
        return new JudgementSpec(
                "Promote?",
                "Look.",
                List.of(),
                List.of(),
                1,
                false,
                Duration.ofMinutes(1),
                Decision.APPROVE,
                List.of(),
                form,
                List.of(),
                List.of());
    }

    @Test
    void shouldRefuseAnAnswerAfterTheExpiryThatNoTimerHasSeenYet() {
        // Given
        open(spec(1, List.of(), List.of()), null);

        // When
        Ruling ruling =
                answer("r1", Decision.APPROVE, new Actor("dana", List.of("judge")), OPENED.plus(Duration.ofHours(2)));

        // Then
        assertThat(ruling)
                .isInstanceOfSatisfying(
                        Ruling.Refused.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(DecisionRefusal.ALREADY_CONCLUDED));
    }

    @Test
    void shouldLeaveAConcludedJudgementAloneWhenItExpiresOrIsWithdrawn() {
        // Given
        open(spec(1, List.of(), List.of()), null);
        answer("r1", Decision.APPROVE, new Actor("dana", List.of("judge")), OPENED.plusSeconds(1));
        int before = sent.size();

        // When
        judgements.expire(ID, OPENED.plusSeconds(3600), sent::add);
        judgements.withdraw(ID, OPENED.plusSeconds(3601), sent::add);

        // Then
        assertThat(sent).hasSize(before);
    }

    @Test
    void shouldOpenOnceWhenAskedTwice() {
        // Given
        open(spec(1, List.of(), List.of()), null);

        // When
        open(spec(1, List.of(), List.of()), null);

        // Then
        assertThat(sent).singleElement().isInstanceOf(JudgementEvent.Opened.class);
    }

    @Test
    void shouldSayThatAJudgementIsUnknown() {
        // When
        Ruling ruling = answer("r1", Decision.APPROVE, new Actor("dana", List.of("judge")), OPENED);

        // Then
        assertThat(ruling)
                .isEqualTo(new Ruling.Refused(DecisionRefusal.UNKNOWN_JUDGEMENT, "there is no judgement " + ID));
    }

    private void open(JudgementSpec spec, @Nullable String requester) {
        judgements.open(new JudgementCommand.Open(EXECUTION, ID, "shop", requester, spec, OPENED, "shop"), sent::add);
    }

    private Ruling answer(String requestId, Decision decision, Actor by, Instant at) {
        return judgements.act(
                ID, new Answer(requestId, decision, FilledForm.EMPTY, by, Channel.CLI, null, at), sent::add);
    }

    private List<JudgementEvent.Concluded> concluded() {
        return sent.stream()
                .filter(JudgementEvent.Concluded.class::isInstance)
                .map(JudgementEvent.Concluded.class::cast)
                .toList();
    }

    private static JudgementSpec spec(int quorum, List<String> users, List<String> roles) {
        return new JudgementSpec(
                "Promote?",
                "Look at the report.",
                users,
                roles,
                quorum,
                false,
                Duration.ofHours(1),
                Decision.REJECT,
                List.of());
    }

    private static List<String> list(String text) {
        return text.equals("-") ? List.of() : List.of(text);
    }
}
