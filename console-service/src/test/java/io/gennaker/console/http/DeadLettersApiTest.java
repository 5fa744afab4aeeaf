package io.gennaker.console.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.console.testing.Api;
import io.gennaker.console.testing.ConsoleResource;
import io.gennaker.contracts.Topic;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.gennaker.outbox.testing.TestBus;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(InfrastructureResource.class)
@WithTestResource(ConsoleResource.class)
class DeadLettersApiTest {
    private static final String STORY = "gennaker-dead-letter-";

    private final Api api = Api.asAdmin();
    // Of this test only: others of this class leave their letters behind.
    private final String service = "service-" + UUID.randomUUID();
    private TestBus bus;

    @BeforeEach
    void openBus() {
        bus = TestBus.ofQuarkusTest();
    }

    @AfterEach
    void closeBus() {
        bus.close();
    }

    @Test
    void shouldShowWhatWasGivenUpWhenItReachesTheTopic() {
        // When
        publish("one", "analysis-commands", "not for me", "{\"a\": 1}".getBytes(StandardCharsets.UTF_8));

        // Then
        JsonNode line = awaitLetters(1).getFirst();
        assertThat(line.path("service").asText()).isEqualTo(service);
        assertThat(line.path("topic").asText()).endsWith("gennaker.analysis-commands");
        assertThat(line.path("partition").asInt()).isEqualTo(3);
        assertThat(line.path("reason").asText()).isEqualTo("not for me");
        assertThat(line.path("type").asText()).isEqualTo("io.gennaker.made-up.v1");
        assertThat(line.path("at").asText()).isEqualTo("2019-10-21T09:26:41Z");
        assertThat(line.has("lastReplay")).isFalse();
        JsonNode letter =
                api.get("/api/dead-letters/" + line.path("id").asText()).json();
        assertThat(letter.at("/key/text").asText()).isEqualTo("one");
        assertThat(letter.at("/value/text").asText()).isEqualTo("{\"a\": 1}");
        assertThat(letter.path("complete").asBoolean()).isTrue();
        assertThat(letter.path("headers").findValuesAsText("name")).containsExactlyInAnyOrder("ce_id", "ce_type");
        assertThat(letter.path("replays")).isEmpty();
    }

    @Test
    void shouldKeepOneWhenTheSameIsDeliveredTwice() {
        // Given
        publish("one", "analysis-commands", "again", new byte[] {1});
        publish("one", "analysis-commands", "again", new byte[] {1});

        // When
        publish("two", "analysis-commands", "after", new byte[] {1});

        // Then
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(letters())
                        .extracting(line -> line.path("reason").asText())
                        .containsExactlyInAnyOrder("again", "after"));
    }

    @Test
    void shouldShowBase64WhenTheValueIsNoText() {
        // Given
        publish("one", "analysis-commands", "unreadable", new byte[] {(byte) 0xff, 0});

        // When
        JsonNode letter = api.get("/api/dead-letters/"
                        + awaitLetters(1).getFirst().path("id").asText())
                .json();

        // Then
        assertThat(letter.at("/value/base64").asText()).isEqualTo("/wA=");
        assertThat(letter.path("value").has("text")).isFalse();
    }

    @Test
    void shouldReadOnWhenSomethingElseIsOnTheTopic() {
        // Given
        bus.publish(Topic.DEAD_LETTERS, null, Map.of("x", "\0", STORY + "reason", "NUL \0 inside"), null);
        bus.publish(
                Topic.DEAD_LETTERS,
                "k",
                Map.of(STORY + "offset", "many", STORY + "at", "+999999999-12-31T23:59:59Z"),
                new byte[0]);

        // When
        publish("one", "analysis-commands", "behind them", new byte[] {1});

        // Then
        assertThat(awaitLetters(1)).hasSize(1);
        assertThat(api.get("/api/dead-letters?limit=200").json())
                .extracting(line -> line.path("reason").asText())
                .contains("NUL \uFFFD inside", "the record does not say why");
    }

    @Test
    void shouldPageFromTheNewestWhenThereAreMany() {
        // Given
        for (int i = 0; i < 5; i++) {
            publish("key" + i, "analysis-commands", "number " + i, new byte[] {1}, "2019-10-21T09:26:4" + i + "Z");
        }
        awaitLetters(5);

        // When
        var reasons = new ArrayList<String>();
        String before = "";
        for (JsonNode page; !(page = api.get(list() + "&limit=2" + before).json()).isEmpty(); ) {
            page.forEach(line -> reasons.add(line.path("reason").asText()));
            before = "&before=" + page.get(page.size() - 1).path("id").asText();
        }

        // Then
        assertThat(reasons).containsExactly("number 4", "number 3", "number 2", "number 1", "number 0");
    }

    @Test
    void shouldSendBackAsReceivedWhenReplayed() {
        // Given
        byte[] value = {(byte) 0xff, 0, 7};
        publish("one", "analysis-commands", "broken", value);
        String id = awaitLetters(1).getFirst().path("id").asText();

        // When
        Api.Answer answer = api.post("/api/dead-letters/" + id + "/replay", "{}");

        // Then
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().path("number").asInt()).isEqualTo(1);
        assertThat(answer.json().path("again").asBoolean()).isFalse();
        assertThat(answer.json().path("by").asText()).isEqualTo("admin");
        ConsumerRecord<byte[], byte[]> record = awaitReplays(1).getFirst();
        assertThat(record.key()).isEqualTo("one".getBytes(StandardCharsets.UTF_8));
        assertThat(record.value()).isEqualTo(value);
        assertThat(TestBus.header(record, "ce_id")).isEqualTo("m-one");
        assertThat(TestBus.header(record, "ce_type")).isEqualTo("io.gennaker.made-up.v1");
        assertThat(TestBus.header(record, "gennaker-replay-id")).isEqualTo(id + "/1");
        assertThat(TestBus.header(record, STORY + "reason")).isNull();
        JsonNode replays = api.get("/api/dead-letters/" + id).json().path("replays");
        assertThat(replays).hasSize(1);
        assertThat(replays.get(0).path("by").asText()).isEqualTo("admin");
        assertThat(letters().getFirst().at("/lastReplay/number").asInt()).isEqualTo(1);
    }

    @Test
    void shouldRefuseSecondReplayWhenNotForced() {
        // Given
        publish("one", "analysis-commands", "broken", new byte[] {1});
        String path =
                "/api/dead-letters/" + awaitLetters(1).getFirst().path("id").asText() + "/replay";
        api.post(path, "{}");

        // When
        Api.Answer second = api.post(path, "{}");

        // Then
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.code()).isEqualTo("replayed");
        assertThat(second.message()).contains("by admin at", "with force");

        // When
        Api.Answer forced = api.post(path, "{\"force\": true}");

        // Then
        assertThat(forced.status()).isEqualTo(202);
        assertThat(forced.json().path("number").asInt()).isEqualTo(2);
        assertThat(forced.json().path("again").asBoolean()).isTrue();
        assertThat(awaitReplays(2)).hasSize(2);
    }

    @Test
    void shouldSendOnceWhenTheSameRequestComesTwice() {
        // Given
        publish("one", "analysis-commands", "broken", new byte[] {1});
        String path =
                "/api/dead-letters/" + awaitLetters(1).getFirst().path("id").asText() + "/replay";
        String body = "{\"force\": true, \"requestId\": \"r1\"}";
        Api.Answer first = api.post(path, body);

        // When
        Api.Answer second = api.post(path, body);

        // Then
        assertThat(second.status()).isEqualTo(202);
        assertThat(second.json().path("number")).isEqualTo(first.json().path("number"));
        // what would come of it goes the same way as this, behind it
        api.post(path, "{\"force\": true}");
        assertThat(awaitReplays(2)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"definitions", "dead-letters", "no-such-topic"})
    void shouldRefuseReplayWhenItCouldDoHarm(String topic) {
        // Given
        publish("one", topic, "broken", new byte[] {1});
        String path =
                "/api/dead-letters/" + awaitLetters(1).getFirst().path("id").asText() + "/replay";

        // When
        Api.Answer answer = api.post(path, "{\"force\": true}");

        // Then
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("not-replayable");
    }

    @Test
    void shouldRefuseReplayWhenTheRecordIsTooLargeToBeKept() {
        // Given
        publish("one", "analysis-commands", "too large", new byte[1_000_001]);
        JsonNode line = awaitLetters(1).getFirst();

        // When
        Api.Answer answer = api.post("/api/dead-letters/" + line.path("id").asText() + "/replay", "{}");

        // Then
        assertThat(line.path("bytes").asInt()).isEqualTo(1_000_001);
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.message()).contains("1000001 bytes");
    }

    @Test
    void shouldSayNotFoundWhenIdIsUnknown() {
        assertThat(api.get("/api/dead-letters/0123456789abcdef").status()).isEqualTo(404);
        assertThat(api.get("/api/dead-letters/%00").status()).isIn(400, 404);
        assertThat(api.post("/api/dead-letters/0123456789abcdef/replay", "{}").status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=many", "before=nothing", "service=%00"})
    void shouldRefuseListWhenAskedWrongly(String query) {
        assertThat(api.get("/api/dead-letters?" + query).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"force\": \"yes\"}", "{\"requestId\": \"\"}", "{\"forse\": true}", "["})
    void shouldRefuseReplayWhenTheBodyIsWrong(String body) {
        assertThat(api.post("/api/dead-letters/0123456789abcdef/replay", body).status())
                .isEqualTo(400);
    }

    @Test
    void shouldAskForATokenWhenThereIsNone() {
        assertThat(Api.as(null).get("/api/dead-letters").status()).isEqualTo(401);
        assertThat(Api.as(null)
                        .post("/api/dead-letters/0123456789abcdef/replay", "{}")
                        .status())
                .isEqualTo(401);
    }

    private void publish(String key, String topic, String reason, byte[] value) {
        publish(key, topic, reason, value, "2019-10-21T09:26:41Z");
    }

    /// As event-outbox writes it; the key is part of its place, so that two keys are two letters.
    private void publish(String key, String topic, String reason, byte[] value, String at) {
        var headers = new HashMap<String, String>();
        headers.put("ce_id", "m-" + key);
        headers.put("ce_type", "io.gennaker.made-up.v1");
        headers.put(STORY + "reason", reason);
        headers.put(
                STORY + "topic",
                ConfigProvider.getConfig().getValue("gennaker.topic-prefix", String.class) + "gennaker." + topic);
        headers.put(STORY + "partition", "3");
        headers.put(STORY + "offset", Integer.toString(Math.abs(key.hashCode())));
        headers.put(STORY + "service", service);
        headers.put(STORY + "at", at);
        bus.publish(Topic.DEAD_LETTERS, key, headers, value);
    }

    private String list() {
        return "/api/dead-letters?service=" + service;
    }

    private List<JsonNode> letters() {
        var lines = new ArrayList<JsonNode>();
        api.get(list()).json().forEach(lines::add);
        return lines;
    }

    private List<JsonNode> awaitLetters(int count) {
        return await(count + " dead letters")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(this::letters, lines -> lines.size() >= count);
    }

    private List<ConsumerRecord<byte[], byte[]>> awaitReplays(int count) {
        return await(count + " replays")
                .atMost(Duration.ofSeconds(60))
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> bus.records(Topic.ANALYSIS_COMMANDS).stream()
                                .filter(record -> service.equals(TestBus.header(record, "gennaker-replay-service")))
                                .toList(),
                        records -> records.size() >= count);
    }
}
