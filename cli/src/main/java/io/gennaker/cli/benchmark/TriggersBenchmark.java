package io.gennaker.cli.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.cli.api.ConsoleClient;
import io.gennaker.playground.testing.TestDatabase;
import io.gennaker.playground.testing.TestInfrastructure;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Measures the trigger service: how long one event is matched, how many are accepted durably in a second, how long it
/// takes from an event to the command that starts an execution. The service is a process of its own, over a PostgreSQL
/// that syncs its commits and a Kafka broker that are started for it.
public final class TriggersBenchmark {
    private static final String MATCH_PROGRAM = "io.gennaker.trigger.matching.MatchBenchmark";
    private static final int WARM_UP = 2_000;

    private final Path root;
    private final int events;
    private final int callers;

    /// @param root the repository, with the built modules
    /// @param events measured with each number of pipelines
    /// @param callers that call at once
    public TriggersBenchmark(Path root, int events, int callers) {
        this.root = root;
        this.events = events;
        this.callers = callers;
    }

    /// @param match as the program prints it
    public record Result(List<JsonNode> match, List<Load> loads) {}

    /// @param loadedMillis until the first event after so many pipelines appeared was answered
    /// @param acceptedPerSecond answered by 200, which comes after the commit
    /// @param startP50Millis from the call to the start command on the bus
    public record Load(
            int pipelines,
            int events,
            int callers,
            long loadedMillis,
            double acceptedPerSecond,
            double answerP50Millis,
            double answerP99Millis,
            double startP50Millis,
            double startP99Millis) {}

    public Result run(List<Integer> sizes) throws IOException, InterruptedException, SQLException {
        var match = new ArrayList<JsonNode>();
        ConsoleClient.json()
                .readTree(TriggerProcess.run(
                        root, MATCH_PROGRAM, sizes.stream().map(String::valueOf).toList()))
                .forEach(match::add);
        return new Result(match, loads(sizes));
    }

    private List<Load> loads(List<Integer> sizes) throws IOException, InterruptedException, SQLException {
        TestInfrastructure infrastructure = TestInfrastructure.ensureDurable();
        TestDatabase database = infrastructure.freshDatabase();
        String prefix = infrastructure.freshTopicPrefix();
        var loads = new ArrayList<Load>();
        try (TriggerProcess service = TriggerProcess.start(root, environment(infrastructure, database, prefix));
                StartCommands commands = StartCommands.of(infrastructure.bootstrapServers(), prefix);
                Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password())) {
            var calls = new RegistryCalls(service.webhook(), callers);
            int there = 0;
            for (int pipelines : sizes) {
                insert(connection, there, pipelines);
                there = pipelines;
                long loaded = calls.one(pipelines);
                calls.many(WARM_UP, pipelines);
                commands.forget();
                RegistryCalls.Measured measured = calls.many(events, pipelines);
                double[] starts = commands.await(measured.calledAt());
                loads.add(new Load(
                        pipelines,
                        events,
                        callers,
                        loaded / 1_000_000,
                        events / (measured.nanos() / 1e9),
                        Quantiles.of(measured.answerMillis(), 0.5),
                        Quantiles.of(measured.answerMillis(), 0.99),
                        Quantiles.of(starts, 0.5),
                        Quantiles.of(starts, 0.99)));
            }
            service.deleteLog();
        }
        return loads;
    }

    private static Map<String, String> environment(
            TestInfrastructure infrastructure, TestDatabase database, String prefix) {
        return Map.of(
                "QUARKUS_DATASOURCE_JDBC_URL", database.jdbcUrl(),
                "QUARKUS_DATASOURCE_USERNAME", database.username(),
                "QUARKUS_DATASOURCE_PASSWORD", database.password(),
                "KAFKA_BOOTSTRAP_SERVERS", infrastructure.bootstrapServers(),
                "GENNAKER_TOPIC_PREFIX", prefix);
    }

    /// Each pipeline waits for an image of its own.
    private static void insert(Connection connection, int from, int to) throws SQLException {
        String document = """
                apiVersion: gennaker/v1
                kind: Pipeline
                metadata: {name: app-NUMBER}
                spec:
                  artifacts: [{name: app, image: registry.acme.io/app-NUMBER}]
                  triggers: [{name: pushed, type: registry, image: registry.acme.io/app-NUMBER, tag: "v*"}]
                  stages: [{id: pause, kind: wait, duration: 1s}]
                """;
        try (var statement = connection.prepareStatement("""
                insert into pipeline (name, file_name, document, digest)
                select 'app-' || n, 'app.yaml', replace(?, 'NUMBER', n::text), 'sha256:' || md5(n::text)
                from generate_series(?, ?) n
                """)) {
            statement.setString(1, document);
            statement.setInt(2, from);
            statement.setInt(3, to - 1);
            statement.executeUpdate();
        }
        try (var statement = connection.createStatement()) {
            statement.executeUpdate("update pipeline_revision set revision = nextval('pipeline_revision_number')");
        }
    }
}
