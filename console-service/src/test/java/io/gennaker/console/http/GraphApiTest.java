package io.gennaker.console.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.console.testing.Api;
import io.gennaker.console.testing.ConsoleResource;
import io.gennaker.console.testing.Delivery;
import io.gennaker.contracts.GraphCommand;
import io.gennaker.contracts.GraphEdge;
import io.gennaker.contracts.GraphEvent;
import io.gennaker.contracts.Topic;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.gennaker.outbox.testing.TestBus;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(InfrastructureResource.class)
@WithTestResource(ConsoleResource.class)
class GraphApiTest {
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
    void shouldShowWhoCallsWhomWithTheCanaryMarked() throws Exception {
        // Given
        var delivery = Delivery.of("shop", "graph").accepted().schemaJob().firstShift();
        var split = awaitSplit(delivery);
        var cluster = split.path("cluster").asText();
        var namespace = split.path("namespace").asText();
        String query = query(split);

        // When: somebody looks
        look(split);
        var revision = delivery.execution().revision();
        bus.publish(new GraphEvent.Observed(
                cluster, namespace, Instant.now(), Duration.ofMinutes(1), List.of(edge(namespace, revision)), 0));

        // Then
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Api.asAdmin().get("/api/graph" + query).status() == 200);
        var graph = Api.asAdmin().get("/api/graph" + query).json();
        assertThat(graph.at("/edges/0/destination/name").asText()).isEqualTo("shop-canary-" + revision);
        assertThat(graph.path("canaries"))
                .anySatisfy(canary -> assertThat(canary.path("execution").asText())
                        .isEqualTo(delivery.execution().value()));
        assertThat(Api.asAdmin().get("/api/graph/places").json())
                .anySatisfy(
                        place -> assertThat(place.path("namespace").asText()).isEqualTo(namespace));
    }

    @Test
    void shouldNotAskForLooksForReadersThatLeftBeforeTheirStreamBegan() {
        // Given
        var split =
                awaitSplit(Delivery.of("shop", "left").accepted().schemaJob().firstShift());
        int before = watches(split).size();

        // When
        for (int i = 0; i < 100; i++) {
            Api.asAdmin().getAndLeave("/api/graph/events" + query(split));
        }

        // Then: a few may have read a little
        await().atMost(Duration.ofSeconds(60))
                .during(Duration.ofSeconds(2))
                .until(() -> watches(split).size() < before + 50);
    }

    @Test
    void shouldShowPlacesBeyondThoseThatAreListed() throws SQLException {
        // Given
        var delivery = Delivery.of("shop", "many-places").accepted().schemaJob().firstShift();
        awaitSplit(delivery);
        insertPlaces(delivery, 201);
        var last = new GraphEvent.Unavailable("z-last", "n-1201", "no mesh is there", Instant.now());
        bus.publish(last);
        await().atMost(Duration.ofSeconds(60)).until(() -> isKnown(last));

        // When
        var answer = Api.asAdmin().get("/api/graph?cluster=z-last&namespace=n-1201");

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("problem").asText()).isEqualTo("no mesh is there");
    }

    /// Behind all others in the list.
    private void insertPlaces(Delivery delivery, int number) throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.prepareStatement("""
                        insert into shifted_place (cluster, namespace, execution, revision, at)
                        select 'z-last', 'n-' || (1000 + place), ?, ?, now() from generate_series(1, ?) place
                        """)) {
            statement.setString(1, delivery.execution().value());
            statement.setString(2, delivery.execution().revision());
            statement.setInt(3, number);
            statement.executeUpdate();
        }
    }

    private boolean isKnown(GraphEvent event) throws SQLException {
        try (var connection = source.getConnection();
                var statement =
                        connection.prepareStatement("select from service_graph where cluster = ? and namespace = ?")) {
            statement.setString(1, event.cluster());
            statement.setString(2, event.namespace());
            return statement.executeQuery().next();
        }
    }

    private static JsonNode awaitSplit(Delivery delivery) {
        delivery.events().forEach(bus::publish);
        Api.asAdmin()
                .awaitExecution(
                        delivery.execution(), seen -> seen.path("trafficSplits").size() == 1);
        return Api.asAdmin()
                .get("/api/executions/" + delivery.execution())
                .json()
                .at("/trafficSplits/0");
    }

    private static String query(JsonNode split) {
        return "?cluster=" + split.path("cluster").asText() + "&namespace="
                + split.path("namespace").asText();
    }

    /// Until it was asked for once more.
    private static void look(JsonNode split) throws Exception {
        int before = watches(split).size();
        var request = HttpRequest.newBuilder(Api.address("/api/graph/events" + query(split)))
                .header("Authorization", "Bearer " + Api.firstToken())
                .build();
        try (var client = HttpClient.newHttpClient()) {
            var stream = client.send(request, BodyHandlers.ofInputStream());
            assertThat(stream.statusCode()).isEqualTo(200);
            await().atMost(Duration.ofSeconds(60)).until(() -> watches(split).size() > before);
            stream.body().close();
        }
    }

    private static List<GraphCommand.Watch> watches(JsonNode split) {
        return bus.messages(Topic.GRAPH_COMMANDS, GraphCommand.Watch.class).stream()
                .filter(watch -> watch.cluster().equals(split.path("cluster").asText()))
                .filter(watch ->
                        watch.namespace().equals(split.path("namespace").asText()))
                .toList();
    }

    @Test
    void shouldNotKnowAPlaceToWhichNothingWasDelivered() {
        // When
        var answer = Api.asAdmin().get("/api/graph?cluster=moon&namespace=base");

        // Then
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().path("message").asText()).isEqualTo("nothing was delivered to moon/base");
    }

    private static GraphEdge edge(String namespace, String revision) {
        return new GraphEdge(
                new GraphEdge.Workload("unknown", "unknown"),
                namespace,
                "shop",
                new GraphEdge.Workload(namespace, "shop-canary-" + revision),
                "v2",
                "http",
                10,
                0.05,
                12.0,
                40.0,
                95.0);
    }
}
