package io.gennaker.judgement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.contracts.Actor;
import io.gennaker.contracts.AnswerForm;
import io.gennaker.contracts.AnswerForm.InputType;
import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.CalloutTask.NoticeChannel;
import io.gennaker.contracts.Channel;
import io.gennaker.contracts.Decision;
import io.gennaker.contracts.DefinitionEvent;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.FilledForm;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.JudgementCommand;
import io.gennaker.contracts.JudgementEvent;
import io.gennaker.contracts.JudgementSpec;
import io.gennaker.contracts.NoticeEvent;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.Topic;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.judgement.FakeSlack.Failure;
import io.gennaker.judgement.notice.CardStore;
import io.gennaker.judgement.notice.Cards;
import io.gennaker.judgement.notice.RuleStore;
import io.gennaker.judgement.notice.Words;
import io.gennaker.judgement.slack.OneShowing;
import io.gennaker.outbox.CrashPoints;
import io.gennaker.outbox.UnitOfWork;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.gennaker.outbox.testing.TestBus;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// People in Slack: what they are told, and what they answer. The bus and the database are real, Slack is played.
@QuarkusTest
@WithTestResource(InfrastructureResource.class)
@WithTestResource(WebhookSecretResource.class)
@WithTestResource(OutsideResource.class)
@WithTestResource(ChannelsResource.class)
class SlackServiceTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static TestBus bus;
    private static FakeSlack slack;
    private static int port;

    // A letter first: digits alone would be a number in YAML.
    private final String name = "n" + UUID.randomUUID().toString().substring(0, 8);
    private final ExecutionId execution = new ExecutionId("shop-" + name);
    private final OperationId judgement = OperationId.of(execution, "canary", "approve", 1);
    private final String channel = "C0" + name.toUpperCase(Locale.ROOT);
    private SlackUser dana;

    @Inject
    RuleStore rules;

    @Inject
    CardStore cards;

    @Inject
    UnitOfWork unitOfWork;

    @BeforeAll
    static void connect() throws IOException {
        bus = TestBus.ofQuarkusTest();
        var config = ConfigProvider.getConfig();
        port = config.getValue("quarkus.http.port", Integer.class);
        slack = new FakeSlack(config.getValue("test.slack.port", Integer.class));
    }

    @AfterAll
    static void disconnect() {
        slack.close();
        bus.close();
    }

    @BeforeEach
    void arrive() {
        slack.channel(channel);
        dana = new SlackUser(port, "U0DANA", channel);
    }

    @AfterEach
    void leave() {
        dana.close();
    }

    @Test
    void shouldTellInOneThreadAndUpdateItsBeginningInPlace() {
        // Given
        rule("started, stageFailed, failed");
        accepted();

        // When
        started();
        awaitMessages(1);
        failed("error rate 5 %");

        // Then
        awaitMessages(2);
        ObjectNode first = awaitMessage(0, text -> text.contains("*Failed*: error rate 5 %"));
        ObjectNode reply = slack.messages(channel).get(1);
        assertThat(first.toString()).contains("delivery started", "us.gcr.io/acme/shop:v2");
        assertThat(first.toString()).contains("<https://gennaker.example/executions/" + execution);
        assertThat(reply.path("thread_ts").asText()).isEqualTo(first.path("ts").asText());
        assertThat(reply.path("broadcast").asBoolean()).isTrue();
        assertThat(bus.awaitMessage(Topic.NOTICE_EVENTS, NoticeEvent.Sent.class, this::isFailure)
                        .to())
                .isEqualTo(channel);
    }

    private boolean isFailure(NoticeEvent.Sent sent) {
        return sent.executionId().equals(execution) && sent.occasion().equals("failed");
    }

    @Test
    void shouldAskWithButtonsAndShowTheDecision() {
        // Given
        ObjectNode question = asked(spec(List.of("sre"), 1));
        assertThat(question.toString())
                .contains("gennaker_approve", "gennaker_reject", "Look &amp; think.", "<https://x.example/diff|diff>");

        // When
        var answer = dana.presses("gennaker_approve", judgement.value());

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var recorded = bus.awaitMessage(Topic.JUDGEMENT_EVENTS, JudgementEvent.DecisionRecorded.class, this::isOurs);
        assertThat(recorded.by()).isEqualTo(new Actor("dana", List.of("judge", "sre")));
        assertThat(recorded.channel()).isEqualTo(Channel.SLACK);
        assertThat(recorded.decision()).isEqualTo(Decision.APPROVE);
        ObjectNode shown = awaitMessage(1, text -> text.contains("*Approved* by dana"));
        assertThat(shown.toString()).doesNotContain("gennaker_approve");
    }

    @Test
    void shouldRecordNothingForThoseWhoMayNotDecide() {
        // Given
        asked(spec(List.of("sre"), 1));

        // When
        try (var carl = new SlackUser(port, "U0CARL", channel);
                var stranger = new SlackUser(port, "U0STRANGER", channel)) {
            carl.presses("gennaker_approve", judgement.value());
            stranger.presses("gennaker_approve", judgement.value());
        }

        // Then
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(slack.calls("chat.postEphemeral"))
                        .extracting(FakeSlack.Call::arguments)
                        .anySatisfy(said -> assertThat(said)
                                .containsEntry("user", "U0CARL")
                                .containsEntry("channel", channel)
                                .hasEntrySatisfying(
                                        "text", text -> assertThat(text).contains("may not decide")))
                        .anySatisfy(said -> assertThat(said)
                                .containsEntry("user", "U0STRANGER")
                                .containsEntry("channel", channel)
                                .hasEntrySatisfying(
                                        "text", text -> assertThat(text).contains("not known"))));
        assertThat(bus.messages(Topic.JUDGEMENT_EVENTS, JudgementEvent.DecisionRecorded.class))
                .noneMatch(this::isOurs);
    }

    @Test
    void shouldBelieveARequestOnceAndForFiveMinutes() {
        // Given
        asked(spec(List.of(), 1));
        String body = SlackUser.body(dana.press("gennaker_approve", judgement.value()));
        long now = Instant.now().getEpochSecond();
        String fresh = Long.toString(now);
        String stale = Long.toString(now - 301);
        String tooLarge = body + "&x=" + "y".repeat(200_000);

        // When
        var statuses = List.of(
                dana.send(body, fresh, "v0=" + "0".repeat(64)).statusCode(),
                dana.send(body + " ", fresh, SlackUser.signature(fresh, body)).statusCode(),
                dana.send(body, stale, SlackUser.signature(stale, body)).statusCode(),
                dana.send(body, "soon", SlackUser.signature("soon", body)).statusCode(),
                dana.send(tooLarge, fresh, SlackUser.signature(fresh, tooLarge)).statusCode(),
                dana.send("payload=%7B", fresh, SlackUser.signature(fresh, "payload=%7B"))
                        .statusCode(),
                dana.send(body, fresh, SlackUser.signature(fresh, body)).statusCode(),
                dana.send(body, fresh, SlackUser.signature(fresh, body)).statusCode());

        // Then
        assertThat(statuses).containsExactly(401, 401, 401, 401, 413, 400, 200, 409);
        assertThat(bus.awaitMessage(Topic.JUDGEMENT_EVENTS, JudgementEvent.Concluded.class, this::isOurs)
                        .decidedBy())
                .containsExactly("dana");
    }

    @Test
    void shouldTakeAnAnswerByAForm() {
        // Given
        asked(spec(List.of("sre"), 1));
        dana.presses("gennaker_form", judgement.value());
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(slack.calls("views.open"))
                        .extracting(call -> call.arguments().get("view"))
                        .anyMatch(view -> view.contains(judgement.value())));

        // When
        var incomplete = dana.submits("1", judgement.value(), Map.of("comment", SlackUser.text("no")));
        String refused;
        try (var carl = new SlackUser(port, "U0CARL", channel)) {
            refused = carl.submits("2", judgement.value(), Map.of("decision", SlackUser.selected("/APPROVE")))
                    .body();
        }
        var taken = dana.submits(
                "3",
                judgement.value(),
                Map.of("decision", SlackUser.selected("/REJECT"), "comment", SlackUser.text("too slow")));

        // Then
        assertThat(incomplete.body()).contains("\"response_action\":\"errors\"", "choose one of the decisions");
        assertThat(refused).contains("\"response_action\":\"errors\"", "may not decide");
        assertThat(taken.statusCode()).isEqualTo(200);
        assertThat(taken.body()).isEmpty();
        var recorded = bus.awaitMessage(Topic.JUDGEMENT_EVENTS, JudgementEvent.DecisionRecorded.class, this::isOurs);
        assertThat(recorded.comment()).isEqualTo("too slow");
        awaitMessage(1, text -> text.contains("*Rejected* by dana") && text.contains("too slow"));
    }

    @Test
    void shouldAskForChoicesAndInputs() {
        // Given
        ObjectNode question = asked(where());
        assertThat(question.toString()).contains("gennaker_form").doesNotContain("gennaker_approve", "gennaker_reject");
        dana.presses("gennaker_form", judgement.value());
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(slack.calls("views.open"))
                        .extracting(call -> call.arguments().get("view"))
                        .filteredOn(view -> view.contains(judgement.value()))
                        .singleElement()
                        .satisfies(view -> assertThat(view)
                                .contains("Everywhere", "In Europe", "Reject", "How many", "number_input", "fast")));

        // When
        var missing = dana.submits("1", judgement.value(), Map.of("decision", SlackUser.selected("eu")));
        var taken = dana.submits(
                "2",
                judgement.value(),
                Map.of(
                        "decision", SlackUser.selected("eu"),
                        "input_count", SlackUser.text("3"),
                        "input_mode", SlackUser.selected("fast")));

        // Then
        assertThat(missing.body()).contains("\"response_action\":\"errors\"", "input count is missing");
        assertThat(taken.body()).isEmpty();
        var recorded = bus.awaitMessage(Topic.JUDGEMENT_EVENTS, JudgementEvent.DecisionRecorded.class, this::isOurs);
        assertThat(recorded.form()).isEqualTo(new FilledForm("eu", Map.of("count", "3", "mode", "fast")));
        awaitMessage(1, text -> text.contains("dana (eu)"));
    }

    private static JudgementSpec where() {
        var form = new AnswerForm(
                List.of(
                        new AnswerForm.Choice("all", "Everywhere", Decision.APPROVE),
                        new AnswerForm.Choice("eu", "In Europe", Decision.APPROVE)),
                List.of(
                        new AnswerForm.Input("count", InputType.INT, "How many", true, null, null, List.of()),
                        new AnswerForm.Input(
                                "mode", InputType.ENUM, null, false, "slow", null, List.of("slow", "fast"))));
        return new JudgementSpec(
                "Where?",
                "",
                List.of(),
                List.of(),
                1,
                true,
                Duration.ofHours(1),
                Decision.REJECT,
                List.of(),
                form,
                null,
                null);
    }

    @Test
    void shouldNotPostTwiceWhenTheAnswerIsLost() {
        // Given
        rule("started, failed");
        accepted();
        slack.fails("chat.postMessage", Failure.ANSWER_LOST, Failure.ANSWER_LOST);

        // When
        started();
        failed("no");

        // Then
        awaitMessage(0, text -> text.contains("*Failed*: no"));
        awaitMessages(2);
        bus.awaitMessage(Topic.NOTICE_EVENTS, NoticeEvent.Sent.class, this::isFailure);
        assertThat(slack.messages(channel)).hasSize(2);
    }

    @Test
    void shouldWaitAsLongAsSlackAsks() {
        // Given
        rule("started");
        accepted();
        slack.fails("chat.postMessage", Failure.RATE_LIMITED, Failure.INTERNAL_ERROR);

        // When
        started();

        // Then
        awaitMessages(1);
        assertThat(slack.messages(channel)).hasSize(1);
    }

    @Test
    void shouldSayThatAChannelCannotBeTold() {
        // Given
        rule("started", "C0NOTTHERE");
        accepted();

        // When
        started();

        // Then
        var failed = bus.awaitMessage(
                Topic.NOTICE_EVENTS,
                NoticeEvent.Failed.class,
                event -> event.executionId().equals(execution));
        assertThat(failed.reason()).isEqualTo("Slack says channel_not_found");
        assertThat(failed.channel()).isEqualTo(NoticeChannel.SLACK);
    }

    @Test
    void shouldFindItsMessageWhenTheProcessWasKilledBeforeThatWasRecorded() throws Exception {
        // Given
        String card = unitOfWork.call(_ ->
                new Cards(cards).tell(execution, channel, "fact", new Words("Told once", ""), false, Instant.now()));
        assertThat(showing(card, "slack-shown")).isEqualTo(CrashPoints.EXIT_CODE);
        assertThat(unitOfWork.call(_ -> cards.find(card)).orElseThrow().address())
                .isNull();

        // When
        int ended = showing(card, "never");

        // Then
        assertThat(ended).isZero();
        assertThat(slack.messages(channel)).hasSize(1);
        assertThat(unitOfWork.call(_ -> cards.find(card)).orElseThrow().address())
                .isEqualTo(slack.messages(channel).getFirst().path("ts").asText());
    }

    /// In a process of its own.
    private static int showing(String card, String crashAt) throws Exception {
        var config = ConfigProvider.getConfig();
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-D" + CrashPoints.PROPERTY + "=" + crashAt,
                        "-cp",
                        System.getProperty("java.class.path"),
                        OneShowing.class.getName(),
                        config.getValue("quarkus.datasource.jdbc.url", String.class),
                        config.getValue("quarkus.datasource.username", String.class),
                        config.getOptionalValue("quarkus.datasource.password", String.class)
                                .orElse(""),
                        "http://127.0.0.1:" + slack.port() + "/api/",
                        FakeSlack.TOKEN,
                        card)
                .inheritIO()
                .start();
        assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private ObjectNode asked(JudgementSpec spec) {
        rule("waiting");
        accepted();
        bus.awaitMessage(
                Topic.EXECUTION_EVENTS,
                ExecutionEvent.Accepted.class,
                event -> event.executionId().equals(execution));
        started();
        bus.publish(new JudgementCommand.Open(execution, judgement, name, "eve", spec, Instant.now(), "shop"));
        awaitMessages(2);
        return slack.messages(channel).get(1);
    }

    private static JudgementSpec spec(List<String> roles, int quorum) {
        return new JudgementSpec(
                "Promote?",
                "Look & think.",
                List.of(),
                roles,
                quorum,
                false,
                Duration.ofHours(1),
                Decision.REJECT,
                List.of(new JudgementSpec.Link("diff", "https://x.example/diff")));
    }

    private void rule(String on) {
        rule(on, channel);
    }

    /// In force for this test's pipeline before anything happens: the streams have no order among each other.
    private void rule(String on, String conversation) {
        String document = """
                apiVersion: gennaker/v1
                kind: NotificationRule
                metadata: {name: people-%s, application: acme}
                spec:
                  pipelines: [%s]
                  on: [%s]
                  to: [{channel: slack, to: %s}]
                """.formatted(name, name, on, conversation);
        bus.publish(new DefinitionEvent.Applied(
                DefinitionKind.NOTIFICATION_RULE,
                "people-" + name,
                Digest.of(document),
                "rules.yaml",
                document,
                Map.of(),
                new Actor("ann", List.of()),
                Instant.now()));
        await().atMost(SOON)
                .until(() -> unitOfWork.call(_ -> rules.all()).stream()
                        .anyMatch(rule -> rule.name().equals("people-" + name)));
    }

    private void accepted() {
        bus.publish(new ExecutionEvent.Accepted(
                execution,
                name,
                "acme",
                ExecutionStatus.QUEUED,
                Digest.of("definition"),
                Digest.of("plan"),
                new TriggerInfo("manual", "console", "1", "eve", Map.of()),
                Map.of(),
                List.of(new Artifact("shop", ImageReference.parse("us.gcr.io/acme/shop:v2"))),
                List.of(),
                Instant.now()));
    }

    private void started() {
        bus.publish(new ExecutionEvent.Started(execution, name, Instant.now()));
    }

    private void failed(String reason) {
        bus.publish(new ExecutionEvent.Finished(execution, name, ExecutionStatus.FAILED, reason, Instant.now()));
    }

    private boolean isOurs(JudgementEvent event) {
        return event.operationId().equals(judgement);
    }

    private void awaitMessages(int count) {
        await().atMost(SOON).until(() -> slack.messages(channel).size() >= count);
    }

    private ObjectNode awaitMessage(int position, Predicate<String> shows) {
        return await().atMost(SOON)
                .until(
                        () -> slack.messages(channel),
                        messages -> messages.size() > position
                                && shows.test(
                                        messages.get(position).path("blocks").toString()))
                .get(position);
    }
}
