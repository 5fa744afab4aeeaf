package io.gennaker.console.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gennaker.console.postgres.Deaf;
import io.gennaker.console.testing.Api;
import io.gennaker.console.testing.ConsoleResource;
import io.gennaker.console.testing.Delivery;
import io.gennaker.contracts.HealthEvent;
import io.gennaker.contracts.HealthKind;
import io.gennaker.contracts.HealthState;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.gennaker.outbox.testing.TestBus;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(InfrastructureResource.class)
@WithTestResource(ConsoleResource.class)
class LiveApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static TestBus bus;

    @Inject
    DataSource source;

    @BeforeAll
    static void connect() {
        bus = TestBus.ofQuarkusTest();
    }

    @AfterAll
    static void disconnect() {
        bus.close();
    }

    @Test
    void shouldSendSnapshotFirstThenEachChangeWhenExecutionIsFollowed() {
        // Given
        Delivery delivery = delivery().accepted();
        delivery.events().forEach(bus::publish);
        Api.asAdmin().awaitExecution(delivery.execution(), seen -> seen.has("startedAt"));

        try (var live = new Reader("/api/executions/" + delivery.execution() + "/events")) {
            live.await(seen -> seen.path("status").asText().equals("Running"));

            // When
            delivery.schemaJob().events().stream().skip(2).forEach(bus::publish);

            // Then
            JsonNode seen = live.await(
                    execution -> execution.at("/stages/0/status").asText().equals("Succeeded"));
            assertThat(seen.path("id").asText()).isEqualTo(delivery.execution().value());
            live.awaitLine("event:snapshot"::equals);
        }
    }

    @Test
    void shouldWaitForExecutionWhenItIsNotKnownYet() {
        // Given
        Delivery delivery = delivery().accepted();

        try (var live = new Reader("/api/executions/" + delivery.execution() + "/events")) {
            live.awaitLine(line -> line.startsWith(":"));

            // When
            delivery.events().forEach(bus::publish);

            // Then
            live.await(seen -> seen.path("status").asText().equals("Running"));
        }
    }

    @Test
    void shouldSendTheListAgainWhenAnyExecutionChanges() {
        // Given
        Delivery delivery = delivery().accepted();

        try (var live = new Reader("/api/events")) {
            live.await(JsonNode::isArray);

            // When
            delivery.events().forEach(bus::publish);

            // Then
            JsonNode list = live.await(seen ->
                    seen.path(0).path("id").asText().equals(delivery.execution().value())
                            && seen.path(0).path("status").asText().equals("Running"));
            assertThat(list.get(0).has("stages")).isFalse();
        }
    }

    @Test
    void shouldSendChangeWhenAnotherReplicaMadeIt() throws SQLException {
        // Given
        Delivery delivery = delivery().accepted();
        delivery.events().forEach(bus::publish);
        Api.asAdmin().awaitExecution(delivery.execution(), seen -> seen.has("startedAt"));

        try (var live = new Reader("/api/executions/" + delivery.execution() + "/events")) {
            live.await(seen -> seen.path("status").asText().equals("Running"));

            // When
            asAnotherReplica(delivery);

            // Then
            live.await(seen -> seen.path("status").asText().equals("Compensating"));
        }
    }

    private void asAnotherReplica(Delivery delivery) throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.prepareStatement("""
                        with changed as (
                            update execution_view set document = replace(document, '"Running"', '"Compensating"')
                            where id = ? returning id)
                        select pg_notify('console_' || current_schema(), id) from changed
                        """)) {
            statement.setString(1, delivery.execution().value());
            statement.execute();
        }
    }

    @Test
    void shouldGoOnWhenTheConnectionThatHearsChangesIsLost() throws SQLException {
        // Given
        Delivery delivery = delivery().accepted();

        try (var live = new Reader("/api/executions/" + delivery.execution() + "/events")) {
            live.awaitLine(line -> line.startsWith(":"));

            // When
            assertThat(cutListeners()).isPositive();
            delivery.events().forEach(bus::publish);

            // Then
            live.await(seen -> seen.path("status").asText().equals("Running"));
        }
    }

    @Test
    void shouldTellThatAServiceIsNotHeardAnyMoreWhenNobodyTellsOfAnything() throws SQLException {
        // Given
        String service = "gone-" + UUID.randomUUID().toString().substring(0, 8);
        Instant heard = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        bus.publish(new HealthEvent.Looked(
                service, "r", HealthKind.SERVICE, service, HealthState.UP, heard, null, null, Map.of(), heard));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() ->
                        state(Api.asAdmin().get("/api/health").json(), service).equals("Up"));
        Deaf.install();

        try (var live = new Reader("/api/health/events")) {
            live.await(lines -> state(lines, service).equals("Up"));

            // When
            assertThat(makeOlder(service, heard)).isEqualTo(1);

            // Then
            live.await(lines -> state(lines, service).equals("Down"));
        }
    }

    private static String state(JsonNode lines, String service) {
        return StreamSupport.stream(lines.spliterator(), false)
                .filter(line -> line.path("name").asText().equals(service))
                .map(line -> line.path("state").asText())
                .findFirst()
                .orElse("");
    }

    /// As if it had been heard so long ago.
    private int makeOlder(String service, Instant heard) throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.prepareStatement(
                        "update health set document = replace(document, ?, ?) where service = ?")) {
            statement.setString(1, heard.toString());
            statement.setString(2, heard.minus(Duration.ofHours(1)).toString());
            statement.setString(3, service);
            return statement.executeUpdate();
        }
    }

    /// After a silence the last statement of those that listen is an empty one, which asks whether the server answers:
    /// so the outbox's connection is cut, too.
    private int cutListeners() throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.createStatement();
                var cut = statement.executeQuery("""
                        select count(pg_terminate_backend(pid)) from pg_stat_activity
                        where datname = current_database() and pid <> pg_backend_pid()
                            and (query = '' or query like 'listen "console_%')
                        """)) {
            cut.next();
            return cut.getInt(1);
        }
    }

    @Test
    void shouldSendSignsOfLifeWhenNothingChanges() {
        try (var live = new Reader("/api/events")) {
            live.awaitLine(line -> line.startsWith(":"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/events", "/api/executions/not-yet-known/events"})
    void shouldEndWhenTheTokenIsRevoked(String path) {
        // Given
        var made = Api.asAdmin()
                .post("/api/tokens", "{\"user\": \"reader\", \"roles\": [\"viewer\"]}")
                .json();

        try (var live = new Reader(path, Api.as(made.path("secret").asText()))) {
            live.awaitLine(line -> line.startsWith(":"));

            // When
            Api.asAdmin().delete("/api/tokens/" + made.at("/token/id").asText());

            // Then
            live.awaitLine("ended"::equals);
        }
    }

    @Test
    void shouldEndWhenTheTokenExpires() {
        // Given
        var made = Api.asAdmin()
                .post("/api/tokens", "{\"user\": \"reader\", \"roles\": [\"viewer\"], \"validFor\": \"PT10S\"}")
                .json();

        try (var live = new Reader("/api/events", Api.as(made.path("secret").asText()))) {

            // Then
            live.awaitLine(line -> line.startsWith(":"));
            live.awaitLine("ended"::equals);
        }
    }

    @Test
    void shouldServeOthersWhenManyReadersCameAndWent() {
        // Given
        for (int i = 0; i < 40; i++) {
            try (var live = new Reader("/api/events")) {
                live.await(JsonNode::isArray);
            }
        }

        // When
        try (var live = new Reader("/api/events")) {

            // Then
            live.await(JsonNode::isArray);
        }
        awaitNoReaders();
    }

    @Test
    void shouldForgetReadersThatLeftBeforeTheirStreamBegan() {
        // When
        for (int i = 0; i < 100; i++) {
            Api.asAdmin().getAndLeave("/api/events");
        }

        // Then
        awaitNoReaders();
    }

    @Test
    void shouldServeNoMoreReadersThanItSaysWhenManyComeAtOnce() throws IOException {
        // Given
        awaitNoReaders();
        var readers = new ArrayList<Socket>();

        // When
        for (int i = 0; i < 540; i++) {
            readers.add(Api.asAdmin().ask("/api/events"));
        }

        // Then
        awaitReaders(500);
        for (Socket reader : readers) {
            reader.close();
        }
        awaitNoReaders();
    }

    private static void awaitNoReaders() {
        awaitReaders(0);
    }

    private static void awaitReaders(int number) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(
                                Api.as(null).get("/q/metrics").response().body())
                        .contains("gennaker_console_live_readers " + number + ".0\n"));
    }

    private static Delivery delivery() {
        return Delivery.of("live-" + UUID.randomUUID().toString().substring(0, 8), "1", Instant.now());
    }

    /// Reads a stream of events as the command line does: line by line.
    private static final class Reader implements AutoCloseable {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final HttpClient client = HttpClient.newHttpClient();
        private final Stream<String> body;

        Reader(String path) {
            this(path, Api.asAdmin());
        }

        Reader(String path, Api api) {
            try {
                HttpResponse<Stream<String>> response = client.send(
                        api.request(path).header("Accept", "text/event-stream").build(), BodyHandlers.ofLines());
                assertThat(response.statusCode()).isEqualTo(200);
                body = response.body();
            } catch (IOException failed) {
                throw new AssertionError(failed);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new AssertionError(interrupted);
            }
            Thread.ofVirtual().start(this::read);
        }

        private void read() {
            try {
                body.forEach(lines::add);
                lines.add("ended");
            } catch (UncheckedIOException closed) {
                lines.add("closed");
            }
        }

        JsonNode await(Predicate<JsonNode> fits) {
            return Awaitility.await("a snapshot")
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(20))
                    .until(
                            () -> lines.stream()
                                    .filter(line -> line.startsWith("data:"))
                                    .map(Reader::json)
                                    .filter(fits)
                                    .findFirst(),
                            Optional::isPresent)
                    .orElseThrow();
        }

        void awaitLine(Predicate<String> fits) {
            Awaitility.await("a line")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> lines.stream().anyMatch(fits));
        }

        private static JsonNode json(String line) {
            try {
                return JSON.readTree(line.substring("data:".length()));
            } catch (IOException malformed) {
                throw new AssertionError(line, malformed);
            }
        }

        @Override
        public void close() {
            client.shutdownNow();
        }
    }
}
