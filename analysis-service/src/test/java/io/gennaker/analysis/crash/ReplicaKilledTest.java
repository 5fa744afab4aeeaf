package io.gennaker.analysis.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gennaker.analysis.ScriptedPrometheus;
import io.gennaker.analysis.canary.Specifications;
import io.gennaker.contracts.AnalysisCommand;
import io.gennaker.contracts.AnalysisEvent;
import io.gennaker.contracts.AnalysisPace;
import io.gennaker.contracts.AnalysisTask;
import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.Envelope;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.Topic;
import io.gennaker.outbox.testing.FreshDatabase;
import io.gennaker.outbox.testing.TestBus;
import io.gennaker.playground.testing.TestInfrastructure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two replicas over a real Kafka and a real Postgres, one of which is killed in the midst of its analyses.
class ReplicaKilledTest {

    private static final int INTERVALS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ScriptedPrometheus prometheus = new ScriptedPrometheus();
    private final List<ExecutionId> executions = Stream.generate(
                    () -> ExecutionId.of("shop", UUID.randomUUID().toString()))
            .limit(2L * AnalysisReplica.AT_ONCE)
            .toList();
    private FreshDatabase database;
    private TestBus bus;
    private List<String> arguments;

    @BeforeEach
    void prepare() throws IOException {
        var infrastructure = TestInfrastructure.ensure();
        var prefix = infrastructure.freshTopicPrefix();
        database = FreshDatabase.create();
        for (var migration : migrations()) {
            database.execute(Files.readString(migration));
        }
        bus = new TestBus(infrastructure.bootstrapServers(), prefix);
        arguments = List.of(
                infrastructure.bootstrapServers(),
                prefix,
                String.valueOf(database.dataSource().getUrl()),
                String.valueOf(database.dataSource().getUser()),
                String.valueOf(database.dataSource().getPassword()),
                prometheus.start().get("gennaker.prometheus.url"));
    }

    @AfterEach
    void close() {
        bus.close();
        prometheus.stop();
    }

    @Test
    void shouldJudgeEachIntervalOnceWhenAReplicaIsKilledBetweenLooks() throws Exception {
        try (var killed = AnalysisReplica.start("killed", arguments);
                var left = AnalysisReplica.start("left", arguments)) {
            // Given: each has three of the analyses, and has looked at least once
            executions.forEach(this::start);
            await().atMost(PATIENCE).until(() -> looked(killed) == AnalysisReplica.AT_ONCE && looked(left) > 0);

            // When
            killed.kill();

            // Then
            await().atMost(PATIENCE).pollInSameThread().until(() -> completed().size() == executions.size());
            assertThat(database.value("select count(*) from gennaker_operation where attempt > 1"))
                    .isEqualTo(String.valueOf(AnalysisReplica.AT_ONCE));
            for (var execution : executions) {
                assertThat(judged(execution))
                        .containsExactlyElementsOf(IntStream.range(1, INTERVALS)
                                .mapToObj(look -> "judged %d of %d".formatted(look, INTERVALS))
                                .toList());
                assertThat(scored(execution)).isEqualTo(INTERVALS);
            }
        }
    }

    private void start(ExecutionId execution) {
        var spec = Specifications.paced(
                Specifications.around(
                        null, Duration.ofSeconds(INTERVALS), Specifications.preset("errors", "istio-error-rate")),
                new AnalysisPace(Duration.ofSeconds(1), null, AnalysisPace.OnInconclusive.FAIL));
        bus.publish(new AnalysisCommand.Start(
                execution,
                operation(execution),
                new AnalysisTask.AnalyseCanary(new ClusterTarget("production", "production"), "acme", "good", spec),
                Instant.now().plus(Duration.ofMinutes(5))));
    }

    private static OperationId operation(ExecutionId execution) {
        return OperationId.of(execution, "canary", "analyse-10", 1);
    }

    /// Analyses of a replica that have looked, and have looks before them.
    private int looked(AnalysisReplica replica) {
        return Integer.parseInt(database.value(
                "select count(*) from gennaker_operation where ended_at is null and owner like 'analysis-%d-%%'"
                                .formatted(replica.pid())
                        + " and state::jsonb -> 'scores' -> 0 is not null"));
    }

    private List<AnalysisEvent.Completed> completed() {
        return events(AnalysisEvent.Completed.class);
    }

    /// What the looks of an execution said, each event once: a relay that is killed may send one again.
    private List<String> judged(ExecutionId execution) {
        return events(AnalysisEvent.Progressed.class).stream()
                .filter(event -> event.executionId().equals(execution))
                .map(AnalysisEvent.Progressed::message)
                .filter(message -> message.startsWith("judged"))
                .map(message -> message.split(",")[0])
                .toList();
    }

    private <E extends AnalysisEvent> List<E> events(Class<E> type) {
        var seen = new HashSet<String>();
        return bus.messages(Topic.ANALYSIS_EVENTS).stream()
                .filter(envelope -> seen.add(envelope.id()))
                .map(Envelope::message)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /// Intervals in the report that was kept.
    private int scored(ExecutionId execution) throws IOException {
        JsonNode report = new ObjectMapper()
                .readTree(database.value("select report from analysis_report where operation_id = '%s'"
                        .formatted(operation(execution))));
        var ends = new HashSet<String>();
        report.path("scores").forEach(score -> ends.add(score.path("at").asText()));
        assertThat(ends).hasSameSizeAs(report.path("scores"));
        return ends.size();
    }

    private static List<Path> migrations() throws IOException {
        try (var files = Files.list(Path.of("src", "main", "resources", "db", "migration"))) {
            return files.sorted().toList();
        }
    }
}
