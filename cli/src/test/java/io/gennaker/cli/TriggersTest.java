package io.gennaker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// `gennaker triggers` as people type it.
class TriggersTest extends CommandLines {
    private static final String EVENT = "ev-0123456789abcdef";
    private static final String TAKEN = """
            {"event": "%s", "source": "webhook:ci", "eventId": "build-7", "kind": "webhook", "subject": "webhook:ci",
             "occurredAt": "2019-10-21T09:26:40Z", "omitted": 2, "at": "2019-10-21T09:26:41.5Z", "lines": [
               {"pipeline": "shop", "trigger": "ci", "result": "Started", "detail": "shop-1"},
               {"pipeline": "cart", "trigger": "ci", "result": "NotMatched", "detail": "wanted team cart, found team shop"}]
             MORE}""".formatted(EVENT);

    @Test
    void shouldListEventsWithWhatTheyStarted() {
        // Given
        server.answer("GET /api/trigger-events?limit=20", 200, "[" + TAKEN.replace("MORE", "") + "]");

        // When
        Result result = run("triggers", "list");

        // Then
        assertThat(result.code()).isZero();
        assertThat(result.out())
                .contains(EVENT + "  2019-10-21T09:26:41Z  webhook:ci  webhook:ci  NotMatched 1, Started 1");
    }

    @Test
    void shouldExplainWhyAPipelineDidNotStart() {
        // Given
        server.answer(
                "GET /api/trigger-events/" + EVENT,
                200,
                TAKEN.replace("MORE", ", \"replayOf\": \"ev-00\", \"requestedBy\": \"ada\""));

        // When
        Result result = run("triggers", "explain", EVENT);

        // Then
        assertThat(result.out().lines())
                .containsExactly(
                        EVENT + " webhook:ci",
                        "came from webhook:ci as build-7 of 2019-10-21T09:26:40Z",
                        "is ev-00 once more, for ada",
                        "PIPELINE  TRIGGER  RESULT      DETAIL",
                        "shop      ci       Started     shop-1",
                        "cart      ci       NotMatched  wanted team cart, found team shop",
                        "and 2 more");
    }

    @Test
    void shouldHaveAnEventTakenOnceMore() {
        // Given
        server.answer(
                "POST /api/trigger-events/" + EVENT + "/replay",
                202,
                "{\"event\": \"%s\", \"requestId\": \"r1\", \"by\": \"ada\"}".formatted(EVENT));

        // When
        Result result = run("triggers", "replay", EVENT);

        // Then
        assertThat(result.code()).isZero();
        assertThat(result.out()).contains(EVENT + " is taken once more for ada");
    }
}
