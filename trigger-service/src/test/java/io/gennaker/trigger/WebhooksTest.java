package io.gennaker.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gennaker.contracts.Actor;
import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.Envelope;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.Topic;
import io.gennaker.contracts.TriggerCommand;
import io.gennaker.contracts.TriggerOutcome;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.gennaker.outbox.testing.TestBus;
import io.gennaker.trigger.pubsub.PubSubResource;
import io.gennaker.trigger.testing.KeyServer;
import io.gennaker.trigger.testing.Pipelines;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Calls of systems outside, answered by the whole service.
@QuarkusTest
@WithTestResource(InfrastructureResource.class)
@WithTestResource(PubSubResource.class)
@WithTestResource(WebhooksResourceConfig.class)
class WebhooksTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String DIGEST = "sha256:" + "ab".repeat(32);
    private static TestBus bus;

    private final String name = "shop-" + UUID.randomUUID().toString().substring(0, 8);

    @Inject
    DataSource dataSource;

    @BeforeAll
    static void connect() {
        bus = TestBus.ofQuarkusTest();
    }

    @AfterAll
    static void disconnect() {
        bus.close();
    }

    @Test
    void shouldSayWhichPipelinesACallStartedAndWhichNotAndWhy() throws Exception {
        // Given
        apply("{name: ci, type: webhook, source: webhook, payload: {app: " + name + "}}, {name: night, type: webhook,"
                + " source: webhook, payload: {app: " + name + "}, when: event.payload.night == true}");

        // When
        var answer = call("webhook", "{\"app\": \"%s\", \"night\": false}".formatted(name), "Idempotency-Key", name);

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode event = json(answer).at("/events/0");
        assertThat(event.path("repeated").asBoolean()).isFalse();
        assertThat(linesOfThisTest(event))
                .containsExactly(
                        "ci Started " + start().executionId(),
                        "night NotMatched wanted event.payload.night == true, found that it is not true");
    }

    @Test
    void shouldTakeAPushWithTheProvidersTokenAndNoOther() throws Exception {
        // Given
        apply("{name: ci, type: message, source: pushed, payload: {app: " + name + "}}");
        String push = "{\"subscription\": \"s\", \"message\": {\"messageId\": \"" + name + "\", \"publishTime\": \""
                + Instant.now() + "\", \"data\": \""
                + Base64.getEncoder().encodeToString(("{\"app\": \"" + name + "\"}").getBytes(StandardCharsets.UTF_8))
                + "\"}}";
        var elsewhere = KeyServer.claims();
        elsewhere.setAudience("https://elsewhere.acme.io");

        // When
        var forged = send(
                "pushed",
                push,
                "Authorization",
                "Bearer " + WebhooksResourceConfig.keys().sign(elsewhere));
        var taken = send(
                "pushed",
                push,
                "Authorization",
                "Bearer " + WebhooksResourceConfig.keys().sign(KeyServer.claims()));

        // Then
        assertThat(forged.statusCode()).isEqualTo(401);
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
        assertThat(json(taken).at("/events/0/repeated").asBoolean()).isFalse();
        start();
    }

    @Test
    void shouldSayThatACallCameBefore() throws Exception {
        // Given
        apply("{name: ci, type: webhook, source: webhook, payload: {app: " + name + "}}");
        String body = "{\"app\": \"%s\"}".formatted(name);
        call("webhook", body, "Idempotency-Key", name);

        // When
        var again = call("webhook", body, "Idempotency-Key", name);

        // Then
        assertThat(json(again).at("/events/0/repeated").asBoolean()).isTrue();
        start();
        assertThat(starts()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "webhook, Authorization, Bearer s3cr3t-of-the-tests, 200",
        "webhook, Authorization, Bearer wrong, 401",
        "webhook, X-Other, x, 401",
        "webhook?token=s3cr3t-of-the-tests, X-Other, x, 401",
        "docker-hub?token=s3cr3t-of-the-tests, X-Other, x, 400",
        "docker-hub?token=wrong, X-Other, x, 401",
        "github, Authorization, Bearer s3cr3t-of-the-tests, 401",
        "signed, X-Hub-Signature-256, sha256=00, 401",
        "signed, X-Hub-Signature-256, sha256=zz, 401",
        "nobody, Authorization, Bearer s3cr3t-of-the-tests, 404",
        "unreadable, Authorization, Bearer s3cr3t-of-the-tests, 503"
    })
    void shouldAnswerOnlyWhoShowsWhoItIs(String source, String header, String value, int status) throws Exception {
        assertThat(send(source, "{}", header, value).statusCode()).isEqualTo(status);
    }

    @Test
    void shouldTakeASignedCall() throws Exception {
        // Given
        String body =
                "{\"ref\":\"refs/heads/main\",\"after\":\"1\",\"repository\":{\"html_url\":\"https://github.com/acme/%s\"}}"
                        .formatted(name);
        apply("{name: main, type: git, repository: github.com/acme/" + name + ", branch: main}");

        // When
        var answer = send("github", body, "X-Hub-Signature-256", signature(body), "X-GitHub-Event", "push");

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(start().trigger().attributes()).containsEntry("branch", "main");
    }

    @Test
    void shouldRefuseABodyThatIsTooLarge() throws Exception {
        assertThat(call("webhook", "{\"a\":\"" + "x".repeat(250_000) + "\"}").statusCode())
                .isEqualTo(400);
        assertThat(call("webhook", "{\"a\":\"" + "x".repeat(1_100_000) + "\"}").statusCode())
                .isEqualTo(413);
    }

    @Test
    void shouldRefuseTooManyCalls() throws Exception {
        // When
        var answers = new ArrayList<HttpResponse<String>>();
        for (int i = 0; i < 5; i++) {
            answers.add(send("slow", "{}", "X-Other", "x"));
        }

        // Then
        assertThat(answers.getFirst().statusCode()).isEqualTo(200);
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() == 429)
                .isNotEmpty()
                .allSatisfy(answer -> {
                    assertThat(answer.body())
                            .contains("too many calls; gennaker.webhooks.slow.rate says how many a second");
                    assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
                });
    }

    @Test
    void shouldAskTheRegistryWhichDigestATagNames() throws Exception {
        // Given
        String image = "docker.io/acme/" + name;
        bus.publish(Pipelines.applied(name, image, "v*"));
        awaitApplied();
        WebhooksResourceConfig.REGISTRY.put("acme/" + name + ":v2", DIGEST);

        // When
        var answer = send("docker-hub?token=" + WebhooksResourceConfig.SECRET, push("v2"), "X-Other", "x");

        // Then
        assertThat(json(answer).at("/events/0/outcomes/0/result").asText()).isEqualTo("Resolving");
        assertThat(start().artifacts())
                .containsExactly(new Artifact("app", ImageReference.parse(image + ":v2@" + DIGEST)));
        awaitOutcome(json(answer).at("/events/0/event").asText(), "Started");
    }

    @Test
    void shouldSayThatTheRegistryDoesNotKnowTheTag() throws Exception {
        // Given
        bus.publish(Pipelines.applied(name, "docker.io/acme/" + name, "v*"));
        awaitApplied();

        // When
        var answer = send("docker-hub?token=" + WebhooksResourceConfig.SECRET, push("v9"), "X-Other", "x");

        // Then
        TriggerOutcome.EventTaken told =
                awaitOutcome(json(answer).at("/events/0/event").asText(), "NotMatched");
        assertThat(told.lines().getFirst().detail()).contains("the registry does not know");
    }

    @Test
    void shouldKeepTheSecretOfACallThatFailsOutOfTheLog() throws Exception {
        // Given
        var lines = new CopyOnWriteArrayList<String>();
        var listening = new Listening(lines);
        Logger.getLogger("").addHandler(listening);
        execute("create function refuse() returns trigger language plpgsql as"
                + " $$ begin raise exception 'the disk is full'; end $$");
        execute("create trigger refuse before insert on trigger_event for each row when (new.fact like '%" + name
                + "%') execute function refuse()");

        // When
        HttpResponse<String> answer;
        try {
            answer = send("docker-hub?token=" + WebhooksResourceConfig.SECRET, push("v2"), "X-Other", "x");
        } finally {
            execute("drop function refuse() cascade");
            Logger.getLogger("").removeHandler(listening);
        }

        // Then
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(lines)
                .anyMatch(line -> line.contains("the disk is full"))
                .noneMatch(line -> line.contains(WebhooksResourceConfig.SECRET));
    }

    private void execute(String sql) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static final class Listening extends Handler {
        private final List<String> lines;

        Listening(List<String> lines) {
            this.lines = lines;
        }

        @Override
        public void publish(LogRecord line) {
            lines.add(line.getMessage() + Arrays.toString(line.getParameters()) + line.getThrown());
        }

        @Override
        public void flush() {
            // nothing is held back
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    @Test
    void shouldStartAtATimeOfTheSchedule() throws Exception {
        // Given
        apply("{name: yearly, type: cron, schedule: '0 0 1 1 *'}");

        // When
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(
                        "update gennaker_timer set due = now(), next_attempt = now() where key = ?")) {
            statement.setString(1, "cron/" + name);
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }

        // Then
        assertThat(start().trigger().attributes()).containsEntry("schedule", "0 0 1 1 *");
    }

    @Test
    void shouldTakeTheRecordsOfATopicOfTheUsers() throws Exception {
        // Given
        apply("{name: orders, type: message, source: orders, payload: {app: " + name + "}, attributes: {team: shop}}");
        String broker = ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);

        // When
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            var record = new ProducerRecord<byte[], byte[]>(
                    WebhooksResourceConfig.ORDERS,
                    "{\"app\": \"%s\"}".formatted(name).getBytes(StandardCharsets.UTF_8));
            record.headers().add("team", "shop".getBytes(StandardCharsets.UTF_8));
            producer.send(
                    new ProducerRecord<>(WebhooksResourceConfig.ORDERS, "no event".getBytes(StandardCharsets.UTF_8)));
            producer.send(record).get();
        }

        // Then
        assertThat(start().trigger().source()).isEqualTo("kafka:orders");
        assertThat(start().trigger().eventId()).startsWith(WebhooksResourceConfig.ORDERS + "/");
    }

    @Test
    void shouldTakeAnEventOnceMoreForAPerson() throws Exception {
        // Given
        apply("{name: ci, type: webhook, source: webhook, payload: {app: " + name + "}}");
        var answer = call("webhook", "{\"app\": \"%s\"}".formatted(name));
        String event = json(answer).at("/events/0/event").asText();
        start();

        // When
        Envelope replay = bus.publish(new TriggerCommand.Replay(
                event, "r-" + name, new Actor("ada", List.of("maintainer")), Instant.parse("2026-11-23T12:00:00Z")));
        bus.publish(replay);

        // Then
        TriggerOutcome.EventTaken told = bus.awaitMessage(
                Topic.TRIGGER_OUTCOMES, TriggerOutcome.EventTaken.class, outcome -> event.equals(outcome.replayOf()));
        assertThat(told.requestedBy()).isEqualTo("ada");
        assertThat(starts())
                .hasSize(2)
                .last()
                .satisfies(start -> assertThat(start.trigger().user()).isEqualTo("ada"));
    }

    @Test
    void shouldTakeNothingOnceMoreForWhoMayNot() throws Exception {
        // Given
        apply("{name: ci, type: webhook, source: webhook, payload: {app: " + name + "}}");
        var answer = call("webhook", "{\"app\": \"%s\"}".formatted(name));
        start();

        // When
        bus.publish(new TriggerCommand.Replay(
                json(answer).at("/events/0/event").asText(),
                "r-" + name,
                new Actor("vic-" + name, List.of("viewer", "maintainer@shop")),
                Instant.parse("2026-11-23T12:00:00Z")));

        // Then
        await().atMost(SOON)
                .pollInSameThread()
                .untilAsserted(() -> assertThat(bus.records(Topic.DEAD_LETTERS))
                        .extracting(record -> TestBus.header(record, "gennaker-dead-letter-reason"))
                        .contains("vic-" + name
                                + " may not operate for all applications; roles: viewer, maintainer@shop"));
        assertThat(starts()).hasSize(1);
    }

    private String push(String tag) {
        return "{\"push_data\":{\"tag\":\"%s\",\"pushed_at\":1795435198},\"repository\":{\"repo_name\":\"acme/%s\"}}"
                .formatted(tag, name);
    }

    private void apply(String triggers) {
        bus.publish(Pipelines.applied(name, """
                apiVersion: gennaker/v1
                kind: Pipeline
                metadata: {name: %s}
                spec:
                  triggers: [%s]
                  stages: [{id: pause, kind: wait, duration: 1s}]
                """.formatted(name, triggers)));
        awaitApplied();
    }

    private void awaitApplied() {
        await().atMost(SOON).until(() -> {
            try (var connection = dataSource.getConnection();
                    var statement = connection.prepareStatement("select 1 from pipeline where name = ?")) {
                statement.setString(1, name);
                return statement.executeQuery().next();
            }
        });
    }

    private ExecutionCommand.Start start() {
        return bus.awaitMessage(
                Topic.EXECUTION_COMMANDS,
                ExecutionCommand.Start.class,
                command -> command.pipeline().equals(name));
    }

    private List<ExecutionCommand.Start> starts() {
        return bus.messages(Topic.EXECUTION_COMMANDS, ExecutionCommand.Start.class).stream()
                .filter(start -> start.pipeline().equals(name))
                .toList();
    }

    private static TriggerOutcome.EventTaken awaitOutcome(String event, String result) {
        return bus.awaitMessage(
                Topic.TRIGGER_OUTCOMES,
                TriggerOutcome.EventTaken.class,
                told -> told.event().equals(event)
                        && told.lines()
                                .getFirst()
                                .result()
                                .name()
                                .replace("_", "")
                                .equalsIgnoreCase(result));
    }

    private List<String> linesOfThisTest(JsonNode event) {
        return event.path("outcomes")
                .valueStream()
                .filter(line -> line.path("pipeline").asText().equals(name))
                .map(line -> line.path("trigger").asText() + " "
                        + line.path("result").asText() + " "
                        + line.path("detail").asText())
                .toList();
    }

    private static String signature(String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(WebhooksResourceConfig.SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static HttpResponse<String> call(String source, String body, String... headers) throws Exception {
        var all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "Authorization";
        all[headers.length + 1] = "Bearer " + WebhooksResourceConfig.SECRET;
        return send(source, body, all);
    }

    private static HttpResponse<String> send(String source, String body, String... headers)
            throws IOException, InterruptedException {
        int port = ConfigProvider.getConfig().getValue("quarkus.http.port", Integer.class);
        try (var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/webhooks/" + source))
                            .headers(headers)
                            .header("Content-Type", "application/json")
                            // What is refused for its size is refused before it is sent.
                            .expectContinue(body.length() > 1_000_000)
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return new ObjectMapper().readTree(response.body());
    }
}
