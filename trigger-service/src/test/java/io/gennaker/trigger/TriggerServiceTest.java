package io.gennaker.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gennaker.contracts.Actor;
import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.CdContext;
import io.gennaker.contracts.Envelope;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ImagePurl;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.MessageCodec;
import io.gennaker.contracts.RegistryAction;
import io.gennaker.contracts.Topic;
import io.gennaker.contracts.TriggerEvent;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.gennaker.outbox.testing.TestBus;
import io.gennaker.trigger.postgres.Retention;
import io.gennaker.trigger.pubsub.PubSubClient;
import io.gennaker.trigger.pubsub.PubSubResource;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The whole service over a real broker, a real database and a server that speaks the API of Pub/Sub.
@QuarkusTest
@WithTestResource(InfrastructureResource.class)
@WithTestResource(PubSubResource.class)
@WithTestResource(WebhooksResourceConfig.class)
class TriggerServiceTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String DIGEST = "sha256:" + "ab".repeat(32);
    private static TestBus bus;

    /// Pipeline, repository and source of events that no other test has.
    private final String name = "shop-" + UUID.randomUUID().toString().substring(0, 8);
    private final String repository = "us.gcr.io/acme/" + name;
    private final String source = "test:" + name;

    @Inject
    DataSource dataSource;

    @Inject
    Retention retention;

    @BeforeAll
    static void connect() {
        bus = TestBus.ofQuarkusTest();
    }

    @AfterAll
    static void disconnect() {
        bus.close();
    }

    @Test
    void shouldStartThePipelineWhenAnImageIsPushed() {
        // Given
        apply("v*");

        // When
        Envelope pushed = bus.publish(event("m1", image("v2")));

        // Then
        ExecutionCommand.Start start = bus.awaitMessage(
                Topic.EXECUTION_COMMANDS,
                ExecutionCommand.Start.class,
                command -> command.pipeline().equals(name));
        assertThat(start.executionId()).isEqualTo(ExecutionId.of(name, source + "/m1"));
        assertThat(start.artifacts()).containsExactly(new Artifact("app", image("v2")));
        assertThat(start.trigger().eventId()).isEqualTo("m1");
        assertThat(bus.messages(Topic.EXECUTION_COMMANDS))
                .filteredOn(envelope -> envelope.message().equals(start))
                .singleElement()
                .satisfies(envelope -> {
                    assertThat(envelope.causationId()).isEqualTo(pushed.id());
                    assertThat(envelope.source()).isEqualTo("/trigger");
                });
    }

    @Test
    void shouldStartThePipelineWhenACdEventTellsOfAPublishedImage() {
        // Given
        apply("v*");

        // When
        bus.publish(published("cdevent-1-" + name, ImagePurl.of(image("v2"))));

        // Then
        ExecutionCommand.Start start = bus.awaitMessage(
                Topic.EXECUTION_COMMANDS,
                ExecutionCommand.Start.class,
                command -> command.pipeline().equals(name));
        assertThat(start.artifacts()).containsExactly(new Artifact("app", image("v2")));
        assertThat(start.trigger().eventId()).isEqualTo("cdevent-1-" + name);
    }

    @Test
    void shouldSayWhyInTheDeadLettersWhenAPublishedImageHasNoDigest() {
        // When
        bus.publish(published("cdevent-2-" + name, "pkg:oci/shop?repository_url=us.gcr.io/acme/shop&tag=v2"));

        // Then
        assertThat(awaitDeadLetterReason("cdevent-2-" + name))
                .isEqualTo("dev.cdevents.artifact.published.0.3.0: subject.id: image us.gcr.io/acme/shop:v2 has no"
                        + " digest; only a digest says which image it is");
    }

    @Test
    void shouldStartOnceWhenTheSameEventComesTwiceAndUnderAnotherId() throws Exception {
        // Given
        apply("v*");
        Envelope first = bus.publish(event("m1", image("v2")));

        // When
        bus.publish(first);
        bus.publish(event("m1", image("v2")));
        bus.publish(event("m2", image("v2")));
        bus.publish(event("m3", image("v3")));

        // Then
        bus.awaitMessage(
                Topic.EXECUTION_COMMANDS,
                ExecutionCommand.Start.class,
                start -> start.executionId().equals(ExecutionId.of(name, source + "/m3")));
        assertThat(starts()).extracting(start -> start.trigger().eventId()).containsExactly("m1", "m3");
        assertThat(explanations()).containsExactly("Started", "Duplicate", "Started");
    }

    @Test
    void shouldStartOnceWithTheNewestWhenItIsQuietAfterSeveralEvents() throws Exception {
        // Given
        var always = Pipelines.applied(name, repository, "*");
        bus.publish(Pipelines.applied(
                name, always.document().replace("type: registry", "type: registry\n      quiet: 5s")));
        await().atMost(SOON).until(() -> count("select count(*) from pipeline where name = ?", name) == 1);

        // When
        Envelope first = bus.publish(event("m1", image("v1")));
        bus.publish(first);
        bus.publish(event("m2", image("v2")));
        bus.publish(first);
        bus.publish(event("m3", image("v3")));

        // Then
        bus.awaitMessage(
                Topic.EXECUTION_COMMANDS,
                ExecutionCommand.Start.class,
                start -> start.executionId().equals(ExecutionId.of(name, source + "/m3")));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(explanations()).containsExactly("Superseded", "Superseded", "Started"));
        assertThat(starts()).extracting(start -> start.trigger().eventId()).containsExactly("m3");
        assertThat(count("select count(*) from quiet where pipeline = ?", name)).isZero();
    }

    @Test
    void shouldNotStartARemovedPipeline() throws Exception {
        // Given
        apply("v*");
        bus.publish(Pipelines.removed(name));
        await().atMost(SOON).until(() -> count("select count(*) from pipeline where name = ?", name) == 0);

        // When
        bus.publish(event("m1", image("v2")));

        // Then
        assertThat(awaitEvents(1).getFirst().at("/explanation/outcomes")).isEmpty();
        assertThat(starts()).isEmpty();
    }

    @Test
    void shouldExplainWhyNothingStarted() throws Exception {
        // Given
        apply("v*");

        // When
        bus.publish(event("m1", image("dev")));

        // Then
        JsonNode event = awaitEvents(1).getFirst();
        assertThat(event.get("subject").textValue()).isEqualTo(image("dev").toString());
        assertThat(event.at("/explanation/outcomes/0/result").textValue()).isEqualTo("NotMatched");
        assertThat(event.at("/explanation/outcomes/0/detail").textValue()).isEqualTo("wanted tag v*, found tag dev");
        assertThat(json(get("/events/" + event.get("event").textValue()))).isEqualTo(event);
    }

    @Test
    void shouldPageThroughEvents() throws Exception {
        // Given
        bus.publish(event("m1", image("v1")));
        bus.publish(event("m2", image("v2")));
        long newest = awaitEvents(2).getFirst().get("id").asLong();

        // When
        JsonNode page = json(get("/events?limit=1&before=" + newest));

        // Then
        assertThat(page).hasSize(1);
        assertThat(page.get(0).get("id").asLong()).isLessThan(newest);
    }

    @Test
    void shouldRefuseAMeaninglessPage() throws Exception {
        assertThat(get("/events?limit=many").statusCode()).isEqualTo(400);
        assertThat(get("/events?limit=many").body())
                .contains("limit is 'many'; allowed are whole numbers from 1 to 200");
        assertThat(get("/events?limit=201").statusCode()).isEqualTo(400);
        assertThat(get("/events?before=0").statusCode()).isEqualTo(400);
        assertThat(get("/events/none").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldBuryAMalformedEventAndGoOn() {
        // Given
        apply("*");
        var headers = MessageCodec.headers(new Envelope(
                UUID.randomUUID().toString(), "/test", Instant.now(), null, null, event("m1", image("v1"))));

        // When
        bus.publish(Topic.TRIGGERS, source, headers, "{\"source\":7}".getBytes(StandardCharsets.UTF_8));
        bus.publish(event("m2", image("v2")));

        // Then
        assertThat(awaitDeadLetterReason(Objects.requireNonNull(headers.get("ce_id"))))
                .contains("source");
        bus.awaitMessage(
                Topic.EXECUTION_COMMANDS,
                ExecutionCommand.Start.class,
                start -> start.pipeline().equals(name));
    }

    @Test
    void shouldBuryAMessageOfAnotherKind() {
        // Given
        var cancel = new Envelope(
                UUID.randomUUID().toString(),
                "/test",
                Instant.now(),
                null,
                null,
                new ExecutionCommand.Cancel(new ExecutionId(name), new Actor("dana", List.of()), "no", Instant.now()));

        // When
        bus.publish(Topic.TRIGGERS, name, MessageCodec.headers(cancel), MessageCodec.value(cancel.message()));

        // Then
        assertThat(awaitDeadLetterReason(cancel.id())).contains("io.gennaker.execution.cancel.v1", "only events");
    }

    @Test
    void shouldBuryADefinitionThatItCannotReadAndKeepTheOneBefore() {
        // Given
        apply("v*");

        // When
        Envelope unreadable = bus.publish(Pipelines.applied(name, "kind: Later\n"));

        // Then
        assertThat(awaitDeadLetterReason(unreadable.id())).contains("Pipeline/" + name, "problems", "kind");
        bus.publish(event("m1", image("v2")));
        bus.awaitMessage(
                Topic.EXECUTION_COMMANDS,
                ExecutionCommand.Start.class,
                start -> start.pipeline().equals(name));
    }

    @Test
    void shouldStartThePipelineForAMessageOfTheRegistry() {
        // Given
        apply("v*");
        String host = ConfigProvider.getConfig().getValue("gennaker.pubsub.emulator-host", String.class);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(get("/q/health/ready").body()).contains("pulling projects/acme"));

        // When
        String id;
        try (var registry = new PubSubClient(host)) {
            id = registry.publish("{\"action\":\"INSERT\",\"digest\":\"%s@%s\",\"tag\":\"%s:v2\"}"
                    .formatted(repository, DIGEST, repository));
        }

        // Then
        var start = bus.awaitMessage(
                Topic.EXECUTION_COMMANDS,
                ExecutionCommand.Start.class,
                command -> command.pipeline().equals(name));
        assertThat(start.trigger().eventId()).startsWith(id + "@");
        assertThat(start.executionId())
                .isEqualTo(ExecutionId.of(
                        name, "pubsub:acme/gennaker-gcr/" + start.trigger().eventId()));
    }

    @Test
    void shouldRemoveWhatIsOld() throws Exception {
        // Given
        execute("""
                insert into trigger_event (event, source, event_id, subject, at, taken_at)
                select 'old-' || n, ?, 'old-' || n, 'a/b:1', now(), now() - interval '31 days'
                from generate_series(1, 1200) n
                """, name);
        execute("insert into started values (?, 'a/b:1', 'x-1', now() - interval '31 days')", name);
        execute("insert into started values (?, 'a/b:2', 'x-2', now() - interval '29 days')", name);
        execute("insert into pubsub_message values (?, '1', now() - interval '31 days')", name);

        // When
        int removed = retention.removeOld();

        // Then
        assertThat(removed).isEqualTo(1202);
        assertThat(count("select count(*) from started where pipeline = ?", name))
                .isEqualTo(1);
    }

    @Test
    void shouldCountEventsByResult() throws Exception {
        // Given
        apply("v*");

        // When
        bus.publish(event("m1", image("v2")));
        bus.publish(event("m2", image("dev")));
        bus.publish(event("m3", ImageReference.parse("us.gcr.io/acme/nobody:1")));

        // Then
        awaitEvents(3);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(get("/q/metrics").body())
                        .contains(
                                "gennaker_trigger_events_total{result=\"Started\"}",
                                "gennaker_trigger_events_total{result=\"NotMatched\"}",
                                "gennaker_trigger_events_total{result=\"Unknown\"}"));
    }

    private void apply(String tag) {
        bus.publish(Pipelines.applied(name, repository, tag));
        await().atMost(SOON).until(() -> count("select count(*) from pipeline where name = ?", name) == 1);
    }

    private ImageReference image(String tag) {
        return ImageReference.parse(repository + ":" + tag + "@" + DIGEST);
    }

    private TriggerEvent.ImageChanged event(String id, ImageReference image) {
        return new TriggerEvent.ImageChanged(
                source, id, RegistryAction.INSERT, image, Map.of(), Instant.parse("2026-11-23T12:00:00Z"));
    }

    private TriggerEvent.ArtifactPublished published(String id, String artifact) {
        return new TriggerEvent.ArtifactPublished(
                new CdContext(
                        "0.5.0",
                        id,
                        source,
                        "dev.cdevents.artifact.published.0.3.0",
                        Instant.parse("2026-11-23T12:00:00Z")),
                new TriggerEvent.PublishedArtifact(artifact, "artifact", new TriggerEvent.PublishedContent(null)));
    }

    private List<ExecutionCommand.Start> starts() {
        return bus.messages(Topic.EXECUTION_COMMANDS, ExecutionCommand.Start.class).stream()
                .filter(start -> start.pipeline().equals(name))
                .toList();
    }

    /// Results of this test's events, oldest first.
    private List<String> explanations() throws Exception {
        return awaitEvents(3).reversed().stream()
                .map(event -> event.at("/explanation/outcomes/0/result").textValue())
                .toList();
    }

    /// This test's events, newest first.
    private List<JsonNode> awaitEvents(int number) {
        return await().atMost(SOON)
                .until(
                        () -> json(get("/events?limit=200"))
                                .valueStream()
                                .filter(event -> event.get("source").textValue().equals(source))
                                .toList(),
                        events -> events.size() == number);
    }

    private static String awaitDeadLetterReason(String id) {
        ConsumerRecord<byte[], byte[]> letter = await().atMost(SOON)
                .pollInSameThread()
                .until(
                        () -> bus.records(Topic.DEAD_LETTERS).stream()
                                .filter(record -> id.equals(TestBus.header(record, "ce_id")))
                                .toList(),
                        letters -> !letters.isEmpty())
                .getFirst();
        return Objects.requireNonNull(TestBus.header(letter, "gennaker-dead-letter-reason"));
    }

    private long count(String sql, String parameter) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            var rows = statement.executeQuery();
            rows.next();
            return rows.getLong(1);
        }
    }

    private void execute(String sql, String parameter) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            statement.executeUpdate();
        }
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        int port = ConfigProvider.getConfig().getValue("quarkus.http.port", Integer.class);
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new ObjectMapper().readTree(response.body());
    }
}
