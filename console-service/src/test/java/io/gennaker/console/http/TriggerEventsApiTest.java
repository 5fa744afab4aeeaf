package io.gennaker.console.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gennaker.console.testing.Api;
import io.gennaker.console.testing.ConsoleResource;
import io.gennaker.contracts.Actor;
import io.gennaker.contracts.DefinitionEvent;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.Topic;
import io.gennaker.contracts.TriggerCommand;
import io.gennaker.contracts.TriggerEvent;
import io.gennaker.contracts.TriggerLine;
import io.gennaker.contracts.TriggerOutcome.EventTaken;
import io.gennaker.contracts.TriggerResult;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.gennaker.outbox.testing.TestBus;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(InfrastructureResource.class)
@WithTestResource(ConsoleResource.class)
class TriggerEventsApiTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static TestBus bus;

    @Inject
    DataSource source;

    private final String shop = "shop-" + UUID.randomUUID().toString().substring(0, 8);
    private final String event = TriggerEvent.identity("webhook:ci", shop);

    @BeforeAll
    static void connect() {
        bus = TestBus.ofQuarkusTest();
    }

    @AfterAll
    static void disconnect() {
        bus.close();
    }

    @Test
    void shouldExplainAnEventAndWhatBecomesOfItLater() {
        // Given
        bus.publish(taken(TriggerResult.RESOLVING, "the registry is asked"));
        awaitDetail("the registry is asked");

        // When
        bus.publish(taken(TriggerResult.STARTED, shop + "-1"));

        // Then
        awaitDetail(shop + "-1");
        assertThat(Api.asAdmin().get("/api/trigger-events?limit=200").json())
                .filteredOn(one -> one.path("event").asText().equals(event))
                .singleElement()
                .satisfies(one -> assertThat(one.at("/lines/0/result").asText()).isEqualTo("Started"));
    }

    @Test
    void shouldHideEventsOfOtherApplications() {
        // Given
        bus.publish(definition());
        bus.publish(taken(TriggerResult.STARTED, shop + "-1"));
        awaitDetail(shop + "-1");
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        Api.asAdmin().get("/api/definitions/pipeline/" + shop).status() == 200);

        // When
        var own = Api.as(token("sam", "viewer@" + shop));
        var other = Api.as(token("dana", "viewer@another"));

        // Then
        assertThat(own.get("/api/trigger-events/" + event).status()).isEqualTo(200);
        assertThat(own.get("/api/trigger-events?limit=200").json()).hasSize(1);
        assertThat(other.get("/api/trigger-events/" + event).status()).isEqualTo(404);
        assertThat(other.get("/api/trigger-events?limit=200").json()).isEmpty();
    }

    @Test
    void shouldListEventsOfAnApplicationHoweverManyOfOthersCameSince() throws SQLException {
        // Given
        bus.publish(definition());
        bus.publish(taken(TriggerResult.STARTED, shop + "-1"));
        awaitDetail(shop + "-1");
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        Api.asAdmin().get("/api/definitions/pipeline/" + shop).status() == 200);
        assertThat(insertOthers(1_001)).isEqualTo(1_001);

        // When
        var events = Api.as(token("sam", "viewer@" + shop))
                .get("/api/trigger-events?limit=1")
                .json();

        // Then
        assertThat(events)
                .singleElement()
                .satisfies(one -> assertThat(one.path("event").asText()).isEqualTo(event));
    }

    /// Like the event, of a pipeline of nobody.
    private int insertOthers(int number) throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.prepareStatement("""
                        insert into trigger_event (event, at, document, pipelines)
                        select other, at, replace(replace(document, event, other), ?, 'nobodys'), '{nobodys}'
                        from trigger_event, (
                            select 'ev-' || lpad(to_hex(number), 16, '0') as other from generate_series(1, ?) number) others
                        where event = ?
                        """)) {
            statement.setString(1, shop);
            statement.setInt(2, number);
            statement.setString(3, event);
            return statement.executeUpdate();
        }
    }

    /// A replica of an earlier version does not say whom an event concerns.
    @Test
    void shouldListEventsThatAnEarlierVersionStored() throws SQLException {
        // Given
        bus.publish(definition());
        bus.publish(taken(TriggerResult.STARTED, shop + "-1"));
        awaitDetail(shop + "-1");
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        Api.asAdmin().get("/api/definitions/pipeline/" + shop).status() == 200);
        assertThat(storeAsBefore()).isEqualTo(1);

        // When
        var own = Api.as(token("sam", "viewer@" + shop)).get("/api/trigger-events?limit=1");
        var other = Api.as(token("dana", "viewer@another")).get("/api/trigger-events?limit=1");

        // Then
        assertThat(own.json())
                .singleElement()
                .satisfies(one -> assertThat(one.path("event").asText()).isEqualTo(event));
        assertThat(other.json()).isEmpty();
    }

    private int storeAsBefore() throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.prepareStatement("""
                        with stored as (delete from trigger_event where event = ? returning event, at, document)
                        insert into trigger_event (event, at, document) select event, at, document from stored
                        """)) {
            statement.setString(1, event);
            return statement.executeUpdate();
        }
    }

    @Test
    void shouldHaveAnEventTakenOnceMoreForWhoMay() {
        // Given
        bus.publish(taken(TriggerResult.STARTED, shop + "-1"));
        awaitDetail(shop + "-1");
        String path = "/api/trigger-events/" + event + "/replay";

        // When
        var accepted = Api.asAdmin().post(path, "{\"requestId\": \"" + shop + "\"}");

        // Then
        assertThat(accepted.status()).isEqualTo(202);
        TriggerCommand.Replay replay = bus.awaitMessage(
                Topic.TRIGGER_COMMANDS,
                TriggerCommand.Replay.class,
                command -> command.requestId().equals(shop));
        assertThat(replay.event()).isEqualTo(event);
        assertThat(replay.by().user()).isEqualTo(accepted.json().path("by").asText());
        assertThat(Api.as(token("dana", "deployer")).post(path, "{}").status()).isEqualTo(403);
    }

    @Test
    void shouldSayWhatIsWrong() {
        assertThat(Api.asAdmin().get("/api/trigger-events/ev-0000000000000000").status())
                .isEqualTo(404);
        assertThat(Api.asAdmin().get("/api/trigger-events?before=x").status()).isEqualTo(400);
        assertThat(Api.asAdmin().get("/api/trigger-events?limit=0").status()).isEqualTo(400);
    }

    private void awaitDetail(String detail) {
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            var answer = Api.asAdmin().get("/api/trigger-events/" + event);
            return answer.status() == 200
                    && answer.json().at("/lines/0/detail").asText().equals(detail);
        });
    }

    private EventTaken taken(TriggerResult result, String detail) {
        return new EventTaken(
                event,
                "webhook:ci",
                shop,
                "webhook",
                "webhook:ci",
                NOON,
                List.of(new TriggerLine(shop, "ci", result, detail)),
                0,
                null,
                null,
                NOON);
    }

    private DefinitionEvent.Applied definition() {
        String document = """
                apiVersion: gennaker/v1
                kind: Pipeline
                metadata: {name: %s}
                spec: {stages: [{id: pause, kind: wait, duration: 1s}]}
                """.formatted(shop);
        return new DefinitionEvent.Applied(
                DefinitionKind.PIPELINE,
                shop,
                Digest.of(document),
                "shop.yaml",
                document,
                Map.of(),
                new Actor("ada", List.of()),
                NOON);
    }

    private static String token(String user, String role) {
        var answer = Api.asAdmin().post("/api/tokens", "{\"user\": \"" + user + "\", \"roles\": [\"" + role + "\"]}");
        return answer.json().path("secret").asText();
    }
}
