package io.gennaker.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.console.testing.Api;
import io.gennaker.console.testing.ConsoleResource;
import io.gennaker.console.testing.Delivery;
import io.gennaker.contracts.Actor;
import io.gennaker.contracts.Channel;
import io.gennaker.contracts.Decision;
import io.gennaker.contracts.DecisionRefusal;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.FilledForm;
import io.gennaker.contracts.JudgementCommand;
import io.gennaker.contracts.JudgementEvent;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.Topic;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.gennaker.outbox.testing.TestBus;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(InfrastructureResource.class)
@WithTestResource(ConsoleResource.class)
class DecisionsApiTest {
    private static TestBus bus;
    private static Api api;

    @Inject
    DataSource source;

    @BeforeAll
    static void connect() {
        bus = TestBus.ofQuarkusTest();
        api = Api.asAdmin();
    }

    @AfterAll
    static void disconnect() {
        bus.close();
    }

    @Test
    void shouldAnswerInTheCallersNameWhenDecisionIsRecorded() {
        // Given
        Delivery delivery = asked();

        // When
        var answer = decide(delivery.judgement(), "r-1", "looks good");
        JudgementCommand.Decide command = awaitDecide(delivery.judgement());
        bus.publish(recorded(command));

        // Then
        assertThat(answer.join().status()).isEqualTo(200);
        assertThat(command.by()).isEqualTo(new Actor("admin", List.of("admin")));
        assertThat(command.channel()).isEqualTo(Channel.CLI);
        assertThat(command.requestId()).isEqualTo("r-1");
        assertThat(command.comment()).isEqualTo("looks good");
        JsonNode execution = api.get("/api/executions/" + delivery.execution()).json();
        assertThat(execution.at("/judgements/0/answers/0/user").asText()).isEqualTo("admin");
    }

    @ParameterizedTest
    @CsvSource({"FORBIDDEN,403", "UNKNOWN_JUDGEMENT,404", "ALREADY_CONCLUDED,409", "INVALID,422"})
    void shouldSayWhyWhenDecisionIsRefused(DecisionRefusal refusal, int status) {
        // Given
        Delivery delivery = asked();

        // When
        var answer = decide(delivery.judgement(), "r-2", null);
        bus.publish(refused(awaitDecide(delivery.judgement()), refusal));

        // Then
        assertThat(answer.join().status()).isEqualTo(status);
        assertThat(answer.join().code()).isEqualTo("refused");
        assertThat(answer.join().message()).isEqualTo("because of " + refusal);
    }

    @Test
    void shouldHandChoiceAndInputsOn() {
        // Given
        Delivery delivery = asked();

        // When
        var answer = api.postLater("/api/judgements/decisions", """
                {"judgementId": "%s", "decision": "Approve", "choice": "all", "inputs": {"ticket": "OPS-7"}}
                """.formatted(delivery.judgement()));
        JudgementCommand.Decide command = awaitDecide(delivery.judgement());
        bus.publish(new JudgementEvent.DecisionRecorded(
                command.executionId(),
                command.operationId(),
                command.requestId(),
                command.decision(),
                command.by(),
                command.channel(),
                null,
                command.at(),
                command.form(),
                null));

        // Then
        assertThat(answer.join().status()).isEqualTo(200);
        assertThat(command.form()).isEqualTo(new FilledForm("all", Map.of("ticket", "OPS-7")));
        JsonNode judgement =
                api.get("/api/executions/" + delivery.execution()).json().at("/judgements/0");
        assertThat(judgement.at("/answers/0/form/inputs/ticket").asText()).isEqualTo("OPS-7");
        assertThat(judgement.at("/history/0/form/choice").asText()).isEqualTo("all");
    }

    @Test
    void shouldRevokeDelegateAndCommentInTheCallersName() {
        // Given
        Delivery delivery = asked();
        OperationId id = delivery.judgement();

        // When
        var comment = act("comments", id, "\"text\": \"p99 is up\"");
        var said = awaitCommand(JudgementCommand.Comment.class, id);
        bus.publish(new JudgementEvent.Commented(
                said.executionId(), id, said.requestId(), said.text(), said.by(), said.channel(), said.at()));
        var delegation = act("delegations", id, "\"to\": \" erin \", \"comment\": \"on leave\"");
        var handed = awaitCommand(JudgementCommand.Delegate.class, id);
        bus.publish(new JudgementEvent.Delegated(
                handed.executionId(),
                id,
                handed.requestId(),
                handed.to(),
                handed.by(),
                handed.channel(),
                handed.comment(),
                handed.at()));
        var revocation = act("revocations", id, "\"comment\": \"back again\"");
        var revoked = awaitCommand(JudgementCommand.Revoke.class, id);
        bus.publish(new JudgementEvent.Revoked(
                revoked.executionId(),
                id,
                revoked.requestId(),
                handed.requestId(),
                revoked.by(),
                revoked.channel(),
                revoked.comment(),
                revoked.at()));

        // Then
        assertThat(List.of(comment.join(), delegation.join(), revocation.join()))
                .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
        assertThat(handed.to()).isEqualTo("erin");
        assertThat(api.get("/api/executions/" + delivery.execution()).json().at("/judgements/0/history"))
                .extracting(entry ->
                        entry.path("kind").asText() + " " + entry.path("user").asText())
                .containsExactly("Commented admin", "Delegated admin", "Revoked admin");
    }

    private static CompletableFuture<Api.Answer> act(String what, OperationId judgement, String more) {
        return api.postLater("/api/judgements/" + what, "{\"judgementId\": \"" + judgement + "\", " + more + "}");
    }

    private static <C extends JudgementCommand> C awaitCommand(Class<C> type, OperationId judgement) {
        return bus.awaitMessage(
                Topic.JUDGEMENT_COMMANDS, type, command -> command.operationId().equals(judgement));
    }

    @Test
    void shouldMakeNoExecutionWhenJudgementNeverWas() {
        // Given
        var execution = new ExecutionId("ghost-" + UUID.randomUUID().toString().substring(0, 8));
        OperationId judgement = OperationId.of(execution, "canary", "approve", 1);

        // When
        var answer = decide(judgement, "r-3", null);
        bus.publish(refused(awaitDecide(judgement), DecisionRefusal.UNKNOWN_JUDGEMENT));

        // Then
        assertThat(answer.join().status()).isEqualTo(404);
        assertThat(api.get("/api/executions/" + execution).status()).isEqualTo(404);
    }

    @Test
    void shouldSayThatNobodyAnsweredWhenTheJudgementServiceIsAway() {
        // Given
        Delivery delivery = asked();
        Impatient.install();

        // When
        var answer = decide(delivery.judgement(), "r-4", null).join();

        // Then
        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.code()).isEqualTo("no-answer");
        assertThat(answer.message()).contains("repeat it with requestId r-4");
    }

    @Test
    void shouldNotTakeAnothersResultWhenTwoChooseTheSameRequestId() {
        // Given
        Delivery first = asked();
        Delivery second = asked();
        var answered = decide(first.judgement(), "same", null);
        bus.publish(recorded(awaitDecide(first.judgement())));
        answered.join();

        // When
        var answer = decide(second.judgement(), "same", null);
        bus.publish(refused(awaitDecide(second.judgement()), DecisionRefusal.FORBIDDEN));

        // Then
        assertThat(answer.join().status()).isEqualTo(403);
    }

    @Test
    void shouldListOpenJudgementsWhenSomeWait() {
        // Given
        Delivery open = asked();
        Delivery closed =
                Delivery.takenBack("shop-" + UUID.randomUUID().toString().substring(0, 8), "1");
        closed.events().forEach(bus::publish);
        api.awaitExecution(
                closed.execution(), seen -> seen.at("/judgements/0/endedAt").isTextual() && seen.has("pipeline"));

        // When
        JsonNode waiting = api.get("/api/judgements?open=true&limit=200").json();
        JsonNode all = api.get("/api/judgements?limit=200").json();

        // Then
        assertThat(waiting)
                .extracting(DecisionsApiTest::id)
                .contains(open.judgement().value())
                .doesNotContain(closed.judgement().value());
        assertThat(all)
                .extracting(DecisionsApiTest::id)
                .contains(open.judgement().value(), closed.judgement().value());
    }

    @Test
    void shouldReadNothingButJudgementsWhenTheyAreListed() throws SQLException {
        // Given
        Delivery delivery = asked();
        assertThat(spoilStages(delivery.execution())).isEqualTo(1);

        // When
        var answer = api.get("/api/judgements?open=true&limit=200");

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json())
                .extracting(DecisionsApiTest::id)
                .contains(delivery.judgement().value());
    }

    /// What else the document says cannot be read from then on.
    private int spoilStages(ExecutionId execution) throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.prepareStatement("""
                        update execution_view
                        set document = replace(document, '"stages":', '"stages": "spoiled \\u0000", "was":')
                        where id = ? and document like '%"stages":%'
                        """)) {
            statement.setString(1, execution.value());
            return statement.executeUpdate();
        }
    }

    @Test
    void shouldSayWhatIsNeededWhenDecisionIsMalformed() {
        // When
        var empty = api.post("/api/judgements/decisions", "{}");
        var unknown = api.post("/api/judgements/decisions", "{\"judgementId\": \"a/b/c/1\", \"decision\": \"Maybe\"}");
        var endless = api.post(
                "/api/judgements/decisions",
                "{\"judgementId\": \"a/b/c/1\", \"decision\": \"Approve\", \"comment\": \"" + "x".repeat(2_001)
                        + "\"}");
        var nobody = api.post("/api/judgements/delegations", "{\"judgementId\": \"a/b/c/1\"}");
        var silent = api.post("/api/judgements/comments", "{\"judgementId\": \"a/b/c/1\", \"text\": \" \"}");
        var nothing = api.post("/api/judgements/revocations", "{}");
        var huge = api.post(
                "/api/judgements/decisions",
                "{\"judgementId\": \"a/b/c/1\", \"decision\": \"Approve\", \"inputs\": {\"a\": \"" + "x".repeat(501)
                        + "\"}}");

        // Then
        assertThat(nobody.message()).contains("to is needed");
        assertThat(silent.message()).contains("text is needed");
        assertThat(nothing.message()).contains("judgementId is needed");
        assertThat(huge.message()).contains("an input has 501 characters; at most 500");
        assertThat(List.of(empty, unknown, endless, nobody, silent, nothing, huge))
                .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(400));
        assertThat(empty.message()).contains("judgementId and decision");
        assertThat(unknown.message()).contains("Maybe").contains("Approve");
        assertThat(endless.message()).contains("comment has 2001 characters; at most 2000");
    }

    private static String id(JsonNode judgement) {
        return judgement.path("id").asText();
    }

    /// A delivery whose question the console has seen.
    private static Delivery asked() {
        Delivery delivery = Delivery.of("shop-" + UUID.randomUUID().toString().substring(0, 8), "1")
                .accepted()
                .question();
        delivery.events().forEach(bus::publish);
        api.awaitExecution(delivery.execution(), seen -> seen.path("judgements").size() == 1 && seen.has("pipeline"));
        return delivery;
    }

    private static CompletableFuture<Api.Answer> decide(
            OperationId judgement, String requestId, @Nullable String comment) {
        return api.postLater("/api/judgements/decisions", """
                {"judgementId": "%s", "decision": "Approve", "requestId": "%s"%s}
                """.formatted(
                        judgement, requestId, comment == null ? "" : ", \"comment\": \"" + comment + "\""));
    }

    private static JudgementCommand.Decide awaitDecide(OperationId judgement) {
        return bus.awaitMessage(
                Topic.JUDGEMENT_COMMANDS,
                JudgementCommand.Decide.class,
                decide -> decide.operationId().equals(judgement));
    }

    private static JudgementEvent recorded(JudgementCommand.Decide command) {
        return new JudgementEvent.DecisionRecorded(
                command.executionId(),
                command.operationId(),
                command.requestId(),
                Decision.APPROVE,
                command.by(),
                command.channel(),
                command.comment(),
                command.at());
    }

    private static JudgementEvent refused(JudgementCommand.Decide command, DecisionRefusal refusal) {
        return new JudgementEvent.DecisionRefused(
                command.executionId(),
                command.operationId(),
                command.requestId(),
                refusal,
                "because of " + refusal,
                command.by(),
                command.at());
    }
}
