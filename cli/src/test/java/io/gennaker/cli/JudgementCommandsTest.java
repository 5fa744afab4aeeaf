package io.gennaker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.cli.api.ConsoleClient;
import io.gennaker.cli.display.Samples;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `judgements`, `approve`, `reject`.
class JudgementCommandsTest extends CommandLines {
    @Test
    void shouldListJudgementsAndAnswerOne() throws IOException {
        // Given
        server.answer(
                        "GET /api/judgements?open=true&limit=50",
                        200,
                        json(Samples.asking().judgements()))
                .answer("POST /api/judgements/decisions", 200, "{\"result\":\"recorded\"}");

        // When
        Result list = run("judgements");
        Result approve = run("approve", Samples.QUESTION, "--comment", "fine");

        // Then
        assertThat(list.out()).contains(Samples.QUESTION, "Release shop v2-tgk31c to all?", "open");
        assertThat(approve.out()).isEqualTo(Samples.QUESTION + ": approved" + System.lineSeparator());
        JsonNode sent = ConsoleClient.json().readTree(server.lastRequest().body());
        assertThat(sent.path("decision").asText()).isEqualTo("Approve");
        assertThat(sent.path("comment").asText()).isEqualTo("fine");
    }

    @Test
    void shouldListAsManyAsAreAskedFor() throws IOException {
        // Given
        server.answer(
                "GET /api/judgements?open=false&limit=150",
                200,
                json(Samples.asking().judgements()));

        // When
        Result list = run("judgements", "--all", "--limit", "150");

        // Then
        assertThat(list.code()).isZero();
        assertThat(list.out()).contains(Samples.QUESTION);
    }

    @Test
    void shouldAnswerWithAChoiceAndInputs() throws IOException {
        // Given
        server.answer("POST /api/judgements/decisions", 200, "{\"result\":\"recorded\"}");

        // When
        Result approve = run("approve", Samples.QUESTION, "--choice", "half", "-i", "ticket=OPS-7", "-i", "batch=4");

        // Then
        assertThat(approve.code()).isZero();
        JsonNode sent = ConsoleClient.json().readTree(server.lastRequest().body());
        assertThat(sent.path("choice").asText()).isEqualTo("half");
        assertThat(sent.path("inputs").toString()).isEqualTo("{\"batch\":\"4\",\"ticket\":\"OPS-7\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "revoke ID --comment no           | revocations | {\"comment\":\"no\"}              | revoked",
                "delegate ID erin --comment leave | delegations | {\"to\":\"erin\",\"comment\":\"leave\"} | handed on to erin",
                "comment ID slow                  | comments    | {\"text\":\"slow\"}               | commented",
            })
    void shouldDoWhatElseCanBeDoneAboutAJudgement(String line, String path, String body, String said)
            throws IOException {
        // Given
        server.answer("POST /api/judgements/" + path, 200, "{\"result\":\"recorded\"}");

        // When
        Result result = run(("judgements " + line.replace("ID", Samples.QUESTION)).split(" "));

        // Then
        assertThat(result.out()).isEqualTo(Samples.QUESTION + ": " + said + System.lineSeparator());
        var sent =
                (ObjectNode) ConsoleClient.json().readTree(server.lastRequest().body());
        assertThat(sent.remove("judgementId").asText()).isEqualTo(Samples.QUESTION);
        assertThat(sent.remove("requestId").asText()).isNotBlank();
        assertThat(sent).isEqualTo(ConsoleClient.json().readTree(body));
    }

    @Test
    void shouldShowAJudgementInFull() {
        // Given
        server.answer(
                "GET /api/executions/" + Samples.ID, 200, """
                {"id": "%s", "judgements": [{"id": "%s", "executionId": "%s", "openedAt": "2026-01-01T00:00:00Z",
                 "expiresAt": "2026-01-04T00:00:00Z", "requester": "carl", "decidedBy": [],
                 "answers": [{"user": "dana", "decision": "Approve", "channel": "Web", "at": "2026-01-01T00:01:00Z",
                              "form": {"choice": "all", "inputs": {"ticket": "OPS-7"}}}],
                 "history": [{"kind": "Answered", "user": "dana", "decision": "Approve", "channel": "Web",
                              "at": "2026-01-01T00:01:00Z", "form": {"choice": "all", "inputs": {"ticket": "OPS-7"}}},
                             {"kind": "Delegated", "user": "fred", "channel": "Cli", "at": "2026-01-01T00:02:00Z",
                              "to": "erin", "text": "on leave"},
                             {"kind": "Reminded", "at": "2026-01-01T04:00:00Z", "reminder": 1}],
                 "spec": {"title": "Promote?", "instructions": "Look.", "users": [], "roles": ["sre"], "quorum": 2,
                          "requesterMayDecide": false, "expiresAfter": "PT72H", "onExpiry": "Reject", "links": [],
                          "form": {"choices": [{"name": "all", "title": "Everywhere", "decision": "Approve"}],
                                   "inputs": [{"name": "ticket", "type": "String", "required": true, "values": []},
                                              {"name": "batch", "type": "Int", "required": false,
                                               "defaultValue": "4", "values": []}]}}}]}
                """.formatted(Samples.ID, Samples.QUESTION, Samples.ID));

        // When
        Result shown = run("judgements", "show", Samples.QUESTION);

        // Then
        assertThat(shown.out().lines())
                .containsExactly(
                        "Promote?",
                        "  state      open, 1 of 2 approvals",
                        "  | Look.",
                        "  may decide role sre",
                        "  may not    carl",
                        "  expires    2026-01-04T00:00:00Z, then rejected",
                        "  approve --choice all  Everywhere",
                        "  --input ticket=<text>",
                        "  --input batch=<an integer; default 4>",
                        "  2026-01-01T00:01:00Z dana approved all ticket=OPS-7",
                        "  2026-01-01T00:02:00Z fred handed on to erin: on leave",
                        "  2026-01-01T04:00:00Z a reminder went out");
    }

    /// Who asks or remarks something would else write over what the one who decides reads.
    @Test
    void shouldLetNobodySteerTheTerminalOfWhoDecides() {
        // Given
        server.answer("GET /api/executions/" + Samples.ID, 200, """
                {"id": "%s", "judgements": [{"id": "%s", "executionId": "%s", "openedAt": "2026-01-01T00:00:00Z",
                 "expiresAt": "2026-01-04T00:00:00Z", "requester": "ca!rl", "decidedBy": ["da!na"],
                 "outcome": "Approved", "decision": "Approve", "endedAt": "2026-01-01T00:02:00Z",
                 "answers": [{"user": "da!na", "decision": "Approve", "channel": "Web", "at": "2026-01-01T00:02:00Z",
                              "comment": "fi!ne"}],
                 "history": [{"kind": "Commented", "user": "fr!ed", "channel": "Cli", "at": "2026-01-01T00:01:00Z",
                              "text": "lo!ok"}],
                 "spec": {"title": "Pro!mote?", "instructions": "Lo!ok.\\nTw!ice.", "users": [], "roles": ["s!re"],
                          "quorum": 1, "requesterMayDecide": false, "expiresAfter": "PT72H", "onExpiry": "Reject",
                          "links": [{"title": "Gra!ph", "url": "https://graphs"}],
                          "form": {"choices": [{"name": "all", "title": "Every!where", "decision": "Approve"}],
                                   "inputs": [{"name": "ticket", "title": "Tic!ket", "type": "String",
                                               "required": true, "pattern": "[a!z]", "values": []}]}}}]}
                """.formatted(Samples.ID, Samples.QUESTION, Samples.ID)
                .replace("!", "\\u001b[2K\\b"));

        // When
        Result shown = run("judgements", "show", Samples.QUESTION);

        // Then
        assertThat(shown.out().lines())
                .containsExactly(
                        "Pro [2K mote?",
                        "  state      Approved by da [2K na (web): fi [2K ne",
                        "  | Lo [2K ok.",
                        "  | Tw [2K ice.",
                        "  link       Gra [2K ph: https://graphs",
                        "  may decide role s [2K re",
                        "  may not    ca [2K rl",
                        "  expires    2026-01-04T00:00:00Z, then rejected",
                        "  approve --choice all  Every [2K where",
                        "  --input ticket=<text like [a [2K z]>  Tic [2K ket",
                        "  2026-01-01T00:01:00Z fr [2K ed commented: lo [2K ok");
    }
}
