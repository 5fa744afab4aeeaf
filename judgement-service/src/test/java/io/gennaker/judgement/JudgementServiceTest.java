package io.gennaker.judgement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gennaker.contracts.Actor;
import io.gennaker.contracts.CalloutEvent;
import io.gennaker.contracts.CalloutTask.NoticeChannel;
import io.gennaker.contracts.Channel;
import io.gennaker.contracts.Decision;
import io.gennaker.contracts.DecisionRefusal;
import io.gennaker.contracts.Envelope;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.JudgementCommand;
import io.gennaker.contracts.JudgementEvent;
import io.gennaker.contracts.JudgementOutcome;
import io.gennaker.contracts.JudgementSpec;
import io.gennaker.contracts.MessageCodec;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.Topic;
import io.gennaker.judgement.decision.Act;
import io.gennaker.judgement.decision.Judgement;
import io.gennaker.judgement.decision.JudgementStore;
import io.gennaker.judgement.decision.Questions;
import io.gennaker.outbox.UnitOfWork;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.gennaker.outbox.testing.TestBus;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The whole service over a real broker and a real database: commands by the bus, answers by bus and webhook.
@QuarkusTest
@WithTestResource(InfrastructureResource.class)
@WithTestResource(WebhookSecretResource.class)
@WithTestResource(OutsideResource.class)
@WithTestResource(ChannelsResource.class)
class JudgementServiceTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Actor DANA = new Actor("dana", List.of("judge", "sre"));
    private static TestBus bus;
    private static SignedWebhook webhook;

    private final ExecutionId execution =
            new ExecutionId("shop-" + UUID.randomUUID().toString().substring(0, 8));
    private final OperationId id = OperationId.of(execution, "canary", "approve", 1);

    @Inject
    DataSource dataSource;

    @Inject
    UnitOfWork unitOfWork;

    @Inject
    JudgementStore store;

    @BeforeAll
    static void connect() {
        bus = TestBus.ofQuarkusTest();
        webhook = new SignedWebhook(ConfigProvider.getConfig().getValue("quarkus.http.port", Integer.class));
    }

    @AfterAll
    static void disconnect() {
        webhook.close();
        bus.close();
    }

    @Test
    void shouldConcludeByAnAnswerOnTheBus() {
        // Given
        JudgementEvent.Opened opened = open(anyone());

        // When
        Envelope decide = bus.publish(decide("r1", Decision.APPROVE, DANA));

        // Then
        assertThat(opened.expiresAt()).isEqualTo(opened.at().plus(Duration.ofHours(1)));
        JudgementEvent.Concluded concluded = awaitEvent(JudgementEvent.Concluded.class);
        assertThat(concluded.outcome()).isEqualTo(JudgementOutcome.APPROVED);
        assertThat(concluded.decision()).isEqualTo(Decision.APPROVE);
        assertThat(concluded.decidedBy()).containsExactly("dana");
        assertThat(events(JudgementEvent.DecisionRecorded.class))
                .singleElement()
                .satisfies(recorded -> {
                    assertThat(recorded.by()).isEqualTo(DANA);
                    assertThat(recorded.channel()).isEqualTo(Channel.CLI);
                });
        assertThat(bus.messages(Topic.JUDGEMENT_EVENTS))
                .filteredOn(envelope -> envelope.message().equals(concluded))
                .extracting(Envelope::causationId)
                .containsExactly(decide.id());
    }

    @Test
    void shouldConcludeByASignedWebhook() throws Exception {
        // Given
        open(anyone());

        // When
        HttpResponse<String> response = webhook.answer(id.value(), """
                {"requestId":"r1","decision":"Reject","user":"dana","roles":["judge","sre"],"comment":"p99 is up"}""");

        // Then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(json(response).get("result").textValue()).isEqualTo("recorded");
        JudgementEvent.Concluded concluded = awaitEvent(JudgementEvent.Concluded.class);
        assertThat(concluded.outcome()).isEqualTo(JudgementOutcome.REJECTED);
        assertThat(concluded.decidedBy()).containsExactly("dana");
        assertThat(concluded.comment()).isEqualTo("p99 is up");
        assertThat(events(JudgementEvent.DecisionRecorded.class))
                .singleElement()
                .satisfies(recorded -> {
                    assertThat(recorded.channel()).isEqualTo(Channel.WEBHOOK);
                    assertThat(recorded.by()).isEqualTo(DANA);
                });
    }

    @Test
    void shouldConcludeWhenOpenAndAnswerComeTogether() {
        // Given
        var open = open(anyone(), "carl");

        // When
        bus.publish(open);
        bus.publish(open(anyone(), "carl"));
        bus.publish(decide("r1", Decision.APPROVE, DANA));

        // Then
        awaitEvent(JudgementEvent.Concluded.class);
        assertThat(events(JudgementEvent.Opened.class)).hasSize(1);
    }

    @Test
    void shouldExpireByTheRuleOfTheSpecification() {
        // Given
        var spec = new JudgementSpec(
                "Promote?",
                "Look.",
                List.of(),
                List.of(),
                1,
                false,
                Duration.ofSeconds(1),
                Decision.APPROVE,
                List.of());

        // When
        JudgementEvent.Opened opened = open(spec);

        // Then
        JudgementEvent.Concluded concluded = awaitEvent(JudgementEvent.Concluded.class);
        assertThat(concluded.outcome()).isEqualTo(JudgementOutcome.EXPIRED);
        assertThat(concluded.decision()).isEqualTo(Decision.APPROVE);
        assertThat(concluded.at())
                .isBetween(opened.expiresAt(), opened.expiresAt().plusSeconds(5));
        assertThat(webhook.answer(id.value(), SignedWebhook.body("r1", "Approve", "dana"))
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void shouldWithdraw() {
        // Given
        open(anyone());

        // When
        bus.publish(new JudgementCommand.Cancel(execution, id, "the execution was cancelled"));

        // Then
        awaitEvent(JudgementEvent.Cancelled.class);
        HttpResponse<String> late = webhook.answer(id.value(), SignedWebhook.body("r1", "Approve", "dana"));
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body()).contains("withdrawn");
    }

    @Test
    void shouldForbidWhoMayNotDecide() {
        // Given
        open(only("erin"));

        // When
        HttpResponse<String> response = webhook.answer(id.value(), SignedWebhook.body("r1", "Approve", "dana"));

        // Then
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).contains("dana", "may not decide", "erin");
        assertThat(awaitEvent(JudgementEvent.DecisionRefused.class).refusal()).isEqualTo(DecisionRefusal.FORBIDDEN);
        assertThat(read().at("/judgement/history/acts")).isEmpty();
    }

    @Test
    void shouldForbidThePersonWhoTriggered() {
        // Given
        open(anyone());

        // When
        HttpResponse<String> response = webhook.answer(id.value(), SignedWebhook.body("r1", "Approve", "carl"));

        // Then
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).contains("carl triggered this execution");
    }

    @Test
    void shouldRefuseALateAnswer() {
        // Given
        open(anyone());
        webhook.answer(id.value(), SignedWebhook.body("r1", "Approve", "dana"));

        // When
        HttpResponse<String> late = webhook.answer(id.value(), SignedWebhook.body("r2", "Reject", "erin"));

        // Then
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body()).contains("was approved at");
        assertThat(awaitEvent(JudgementEvent.DecisionRefused.class).refusal())
                .isEqualTo(DecisionRefusal.ALREADY_CONCLUDED);
        assertThat(events(JudgementEvent.Concluded.class)).hasSize(1);
    }

    @Test
    void shouldChangeNothingWhenACallIsPlayedAgainAtOnce() throws Exception {
        // Given
        open(quorum(2));
        Instant now = Instant.now();
        String body = SignedWebhook.body("r1", "Approve", "dana");
        webhook.answer(id.value(), body, now, WebhookSecretResource.SECRET);

        // When
        HttpResponse<String> again = webhook.answer(id.value(), body, now, WebhookSecretResource.SECRET);

        // Then
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(json(again).get("result").textValue()).isEqualTo("repeated");
        assertThat(read().at("/judgement/history/acts")).hasSize(1);
        assertThat(read().get("status").textValue()).isEqualTo("Open");
    }

    @Test
    void shouldNotTrustACallPlayedAgainLater() {
        // Given
        open(anyone());

        // When
        HttpResponse<String> stale = webhook.answer(
                id.value(),
                SignedWebhook.body("r1", "Approve", "dana"),
                Instant.now().minusSeconds(301),
                WebhookSecretResource.SECRET);

        // Then
        assertThat(stale.statusCode()).isEqualTo(401);
        assertThat(stale.body()).contains("more than 5 minutes off");
        assertThat(read().get("status").textValue()).isEqualTo("Open");
    }

    @Test
    void shouldNotTrustAnAnswerToAnotherQuestion() {
        // Given
        open(anyone());
        String body = SignedWebhook.body("r1", "Approve", "dana");
        String at = Long.toString(Instant.now().getEpochSecond());
        String signed = SignedWebhook.answerSignature("shop-1/staging/approve/1", at, body);

        // When
        HttpResponse<String> turned = webhook.send(id.value(), body, at, signed);

        // Then
        assertThat(turned.statusCode()).isEqualTo(401);
        assertThat(read().get("status").textValue()).isEqualTo("Open");
    }

    @Test
    void shouldNotTrustABadSignature() {
        // Given
        open(anyone());
        String body = SignedWebhook.body("r1", "Approve", "dana");

        // When
        HttpResponse<String> otherSecret =
                webhook.answer(id.value(), body, Instant.now(), "another secret of the test");
        HttpResponse<String> unsigned = webhook.unsigned(id.value(), body);

        // Then
        assertThat(otherSecret.statusCode()).isEqualTo(401);
        assertThat(unsigned.statusCode()).isEqualTo(401);
        assertThat(read().get("status").textValue()).isEqualTo("Open");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "not json                                                        | body: Unrecognized token",
                "``                                                              | body",
                "[]                                                              | body",
                "{\"requestId\":\"r\",\"user\":\"d\"}                            | allowed are Approve and Reject",
                "{\"requestId\":\"r\",\"user\":\"d\",\"decision\":\"Perhaps\"}   | Approve",
                "{\"requestId\":\"r\",\"user\":\"d\",\"decision\":\"Approve\",\"choice\":[]} | choice",
                "{\"user\":\"d\",\"decision\":\"Approve\"}                       | requestId must have 1 to 200",
                "{\"requestId\":\"r\",\"user\":\" \",\"decision\":\"Approve\"}   | user must have 1 to 200",
                "{\"requestId\":\"r\\u0000\",\"user\":\"d\",\"decision\":\"Approve\"} | control character",
                "{\"requestId\":\"r\",\"user\":\"d\",\"decision\":\"Approve\",\"comment\":\"a\\u0000\"} | U+0000",
                "{\"requestId\":\"r\",\"user\":\"d\",\"decision\":\"Approve\",\"roles\":[null]} | each role",
            })
    void shouldSayWhatIsWrongWithABody(String body, String reason) {
        // Given
        open(anyone());

        // When
        HttpResponse<String> response = webhook.answer(id.value(), body);

        // Then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(response.body()).contains(reason);
    }

    @Test
    void shouldSayWhatIsWrongWithAJudgementId() {
        String body = SignedWebhook.body("r1", "Approve", "dana");
        assertThat(webhook.answer("", body).statusCode()).isEqualTo(400);
        assertThat(webhook.answer("a\0b", body).statusCode()).isEqualTo(400);
        assertThat(webhook.answer("x".repeat(251), body).statusCode()).isEqualTo(400);
        assertThat(webhook.answer("shop-none/canary/approve/1", body).statusCode())
                .isEqualTo(404);
        assertThat(webhook.read("shop-none/canary/approve/1").statusCode()).isEqualTo(404);
        assertThat(webhook.get("/judgements").statusCode()).isEqualTo(400);
    }

    @Test
    void shouldBoundTheBody() {
        // Given
        open(anyone());

        // When
        HttpResponse<String> response = webhook.answer(id.value(), " ".repeat(16 * 1024 + 1));

        // Then
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).contains("16385 bytes; at most 16384");
        assertThat(read().get("status").textValue()).isEqualTo("Open");
    }

    @Test
    void shouldConcludeOnceWhenTwoAnswerAtOnce() throws Exception {
        // Given
        open(anyone());

        // When
        List<Integer> statuses = atOnce(
                () -> webhook.answer(id.value(), SignedWebhook.body("r1", "Approve", "dana"))
                        .statusCode(),
                () -> webhook.answer(id.value(), SignedWebhook.body("r2", "Reject", "erin"))
                        .statusCode());

        // Then
        assertThat(statuses).containsExactlyInAnyOrder(200, 409);
        awaitEvent(JudgementEvent.Concluded.class);
        awaitEvent(JudgementEvent.DecisionRefused.class);
        assertThat(events(JudgementEvent.Concluded.class)).hasSize(1);
    }

    @Test
    void shouldReachTheQuorumWhenTwoApproveAtOnce() throws Exception {
        // Given
        open(quorum(2));

        // When
        List<Integer> statuses = atOnce(
                () -> webhook.answer(id.value(), SignedWebhook.body("r1", "Approve", "dana"))
                        .statusCode(),
                () -> webhook.answer(id.value(), SignedWebhook.body("r2", "Approve", "erin"))
                        .statusCode());

        // Then
        assertThat(statuses).containsExactly(200, 200);
        assertThat(awaitEvent(JudgementEvent.Concluded.class).decidedBy()).containsExactlyInAnyOrder("dana", "erin");
    }

    @Test
    void shouldSeeWhatAnotherCommittedSinceTheTransactionFirstRead() throws Exception {
        // Given
        open(anyone());

        // When
        Judgement underLock = unitOfWork.call(_ -> {
            store.find(id);
            inAnotherThread(() -> webhook.answer(id.value(), SignedWebhook.body("r1", "Approve", "dana")));
            return store.lock(id).orElseThrow();
        });

        // Then
        assertThat(underLock).isInstanceOf(Judgement.Concluded.class);
    }

    @ParameterizedTest
    @EnumSource
    void shouldChangeNothingWhenAnAnswerIsRefused(BadAnswer bad) {
        // Given: erin and dana may decide, two are needed, and dana has approved
        var spec = Questions.spec(List.of("dana", "erin"), List.of(), 2, Questions.FORM, List.of("erik"), List.of());
        open(spec);
        webhook.answer(id.value(), approval("r1", "dana"));
        String before = webhook.read(id.value()).body();

        // When
        HttpResponse<String> response = bad.send(id.value());

        // Then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(bad.status);
        assertThat(response.body()).contains(bad.reason);
        assertThat(webhook.read(id.value()).body()).isEqualTo(before);
    }

    /// An answer that is refused, by whatever it lacks.
    enum BadAnswer {
        UNAUTHORISED(403, "fred with roles [judge] may not decide", approval("r2", "fred")),
        NO_JUDGE(
                403,
                "erin may not judge in application shop; roles: viewer, judge@other",
                approval("r2", "erin").replace("[\"judge\"]", "[\"viewer\",\"judge@other\"]")),
        REQUESTER(403, "carl triggered this execution", approval("r2", "carl")),
        AUTHOR(403, "erik had a part in the change", approval("r2", "erik")),
        SECOND_ANSWER(403, "dana has already answered", approval("r2", "dana").replace("OPS-7", "OPS-8")),
        REQUEST_OF_ANOTHER(403, "request r1 was made before", approval("r1", "erin")),
        CHOICE_OF_NONE(422, "choice is 'some'", approval("r2", "erin").replace("all", "some")),
        INPUT_MISSING(422, "input ticket is missing", approval("r2", "erin").replace("OPS-7", " ")),
        FORGED(401, "does not match", approval("r2", "erin")) {
            @Override
            HttpResponse<String> send(String judgement) {
                return webhook.answer(judgement, body, Instant.now(), "another secret of the test");
            }
        },
        REPLAYED_LATER(401, "more than 5 minutes off", approval("r2", "erin")) {
            @Override
            HttpResponse<String> send(String judgement) {
                return webhook.answer(judgement, body, Instant.now().minusSeconds(301), WebhookSecretResource.SECRET);
            }
        },
        ALTERED(401, "does not match", approval("r2", "erin")) {
            @Override
            HttpResponse<String> send(String judgement) {
                String at = Long.toString(Instant.now().getEpochSecond());
                String other = body.replace("erin", "dana");
                return webhook.send(judgement, body, at, SignedWebhook.answerSignature(judgement, at, other));
            }
        };

        final int status;
        final String reason;
        final String body;

        BadAnswer(int status, String reason, String body) {
            this.status = status;
            this.reason = reason;
            this.body = body;
        }

        HttpResponse<String> send(String judgement) {
            return webhook.answer(judgement, body);
        }
    }

    private static String approval(String requestId, String user) {
        return """
                {"requestId":"%s","decision":"Approve","choice":"all","inputs":{"ticket":"OPS-7"},"user":"%s","roles":["judge"]}
                """.formatted(requestId, user);
    }

    @Test
    void shouldHandInputsToLaterStages() {
        // Given
        open(Questions.withForm(1));

        // When
        webhook.answer(id.value(), approval("r1", "dana"));

        // Then
        assertThat(awaitEvent(JudgementEvent.Concluded.class).outputsOrNone())
                .isEqualTo(Map.of("choice", "all", "ticket", "OPS-7", "batch", "4"));
    }

    @Test
    void shouldKeepEveryActOnTheBusInItsHistory() {
        // Given
        open(quorum(2));

        // When
        bus.publish(decide("r1", Decision.APPROVE, DANA));
        bus.publish(new JudgementCommand.Revoke(execution, id, "r2", DANA, Channel.WEB, "looked again", Instant.now()));
        bus.publish(new JudgementCommand.Comment(execution, id, "r3", "p99 is up", DANA, Channel.WEB, Instant.now()));
        bus.publish(new JudgementCommand.Delegate(
                execution, id, "r4", "erin", DANA, Channel.CLI, "on leave", Instant.now()));
        bus.publish(decide("r5", Decision.APPROVE, DANA));

        // Then
        assertThat(awaitEvent(JudgementEvent.DecisionRefused.class).reason()).contains("handed the right on to erin");
        assertThat(awaitEvent(JudgementEvent.Revoked.class).revoked()).isEqualTo("r1");
        assertThat(awaitEvent(JudgementEvent.Commented.class).text()).isEqualTo("p99 is up");
        assertThat(awaitEvent(JudgementEvent.Delegated.class).to()).isEqualTo("erin");
        assertThat(store.find(id).orElseThrow().history().acts())
                .extracting(Act::requestId)
                .containsExactly("r1", "r2", "r3", "r4");
    }

    @Test
    void shouldRemindByANotice() {
        // Given
        var reminder = new JudgementSpec.Reminder(
                Duration.ofSeconds(1), NoticeChannel.LOG, null, "It still waits.", List.of(), List.of("head"));

        // When
        open(Questions.spec(List.of(), List.of("sre"), 1, null, List.of(), List.of(reminder)));

        // Then
        assertThat(awaitEvent(JudgementEvent.Reminded.class).reminder()).isEqualTo(1);
        CalloutEvent.Succeeded told = bus.awaitMessage(
                Topic.CALLOUT_EVENTS,
                CalloutEvent.Succeeded.class,
                event -> event.operationId().value().equals(id + "#reminder-1"));
        assertThat(told.outputs()).containsEntry("message", "It still waits.");
    }

    @Test
    void shouldTellTheAskerThatAJudgementIsUnknown() {
        // When
        bus.publish(decide("r1", Decision.APPROVE, DANA));

        // Then
        assertThat(awaitEvent(JudgementEvent.DecisionRefused.class).refusal())
                .isEqualTo(DecisionRefusal.UNKNOWN_JUDGEMENT);
    }

    @Test
    void shouldBuryAMalformedCommand() {
        // Given
        var headers = MessageCodec.headers(new Envelope(
                UUID.randomUUID().toString(),
                "/test",
                Instant.now(),
                null,
                null,
                decide("r1", Decision.APPROVE, DANA)));

        // When
        bus.publish(
                Topic.JUDGEMENT_COMMANDS,
                execution.value(),
                headers,
                "{\"decision\":\"Perhaps\"}".getBytes(StandardCharsets.UTF_8));

        // Then
        ConsumerRecord<byte[], byte[]> letter = await().atMost(SOON)
                .pollInSameThread()
                .until(
                        () -> bus.records(Topic.DEAD_LETTERS).stream()
                                .filter(record -> Objects.equals(headers.get("ce_id"), TestBus.header(record, "ce_id")))
                                .toList(),
                        letters -> !letters.isEmpty())
                .getFirst();
        assertThat(TestBus.header(letter, "gennaker-dead-letter-reason")).contains("decision");
    }

    @Test
    void shouldNeverChangeAnAnswer() {
        // Given
        open(anyone());
        webhook.answer(id.value(), SignedWebhook.body("r1", "Approve", "dana"));

        // When
        assertThatThrownBy(() -> execute("update answer set decision = 'REJECT' where judgement_id = ?"))
                // Then
                .hasMessageContaining("appended, never changed");
        assertThatThrownBy(() -> execute("delete from answer where judgement_id = ?"))
                .hasMessageContaining("appended, never changed");
    }

    @Test
    void shouldShowAJudgementWithItsAnswers() {
        // Given
        open(anyone());
        webhook.answer(id.value(), SignedWebhook.body("r1", "Approve", "dana"));

        // When
        JsonNode shown = read();

        // Then
        assertThat(shown.get("status").textValue()).isEqualTo("Concluded");
        assertThat(shown.at("/judgement/outcome").textValue()).isEqualTo("Approved");
        assertThat(shown.at("/judgement/question/spec/title").textValue()).isEqualTo("Promote?");
        assertThat(shown.at("/judgement/history/acts/0/by/user").textValue()).isEqualTo("dana");
        assertThat(shown.at("/judgement/history/acts/0/channel").textValue()).isEqualTo("Webhook");
    }

    @Test
    void shouldCountJudgementsByOutcome() {
        // Given
        open(anyone());

        // When
        webhook.answer(id.value(), SignedWebhook.body("r1", "Approve", "dana"));

        // Then
        assertThat(webhook.get("/q/metrics").body()).contains("gennaker_judgements_ended_total{outcome=\"approved\"}");
        assertThat(webhook.get("/q/health/ready").statusCode()).isEqualTo(200);
    }

    private JudgementEvent.Opened open(JudgementSpec spec) {
        bus.publish(open(spec, "carl"));
        return awaitEvent(JudgementEvent.Opened.class);
    }

    private JudgementCommand.Open open(JudgementSpec spec, String requester) {
        return new JudgementCommand.Open(execution, id, "shop", requester, spec, Instant.now(), "shop");
    }

    private JudgementCommand.Decide decide(String requestId, Decision decision, Actor by) {
        return new JudgementCommand.Decide(execution, id, requestId, decision, by, Channel.CLI, null, Instant.now());
    }

    private static JudgementSpec anyone() {
        return spec(List.of(), 1);
    }

    private static JudgementSpec only(String user) {
        return spec(List.of(user), 1);
    }

    private static JudgementSpec quorum(int quorum) {
        return spec(List.of(), quorum);
    }

    private static JudgementSpec spec(List<String> users, int quorum) {
        return new JudgementSpec(
                "Promote?", "Look.", users, List.of(), quorum, false, Duration.ofHours(1), Decision.REJECT, List.of());
    }

    private <E extends JudgementEvent> E awaitEvent(Class<E> type) {
        return bus.awaitMessage(
                Topic.JUDGEMENT_EVENTS, type, event -> event.operationId().equals(id));
    }

    private <E extends JudgementEvent> List<E> events(Class<E> type) {
        return bus.messages(Topic.JUDGEMENT_EVENTS, type).stream()
                .filter(event -> event.operationId().equals(id))
                .toList();
    }

    private JsonNode read() {
        HttpResponse<String> response = webhook.read(id.value());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json(response);
    }

    private static JsonNode json(HttpResponse<String> response) {
        try {
            return new ObjectMapper().readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError(response.body(), e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(sql)) {
            statement.setString(1, id.value());
            statement.executeUpdate();
        }
    }

    private static <T> void inAnotherThread(Callable<T> work) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.submit(work).get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @SafeVarargs
    private static List<Integer> atOnce(Callable<Integer>... calls) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<Integer>();
            for (Future<Integer> result : threads.invokeAll(List.of(calls))) {
                results.add(result.get());
            }
            return results;
        }
    }
}
