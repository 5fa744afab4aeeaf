package io.gennaker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.Topic;
import io.gennaker.orchestrator.testing.Deliveries;
import io.gennaker.orchestrator.testing.ServicesDouble;
import io.gennaker.outbox.CrashPoints;
import io.gennaker.outbox.testing.TestBus;
import io.gennaker.playground.testing.TestDatabase;
import io.gennaker.playground.testing.TestInfrastructure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// The packaged service dies in the middle of a delivery, again and again; the delivery ends as if nothing had been.
@Execution(ExecutionMode.CONCURRENT)
class KilledOrchestratorIT {
    private static final String[] THERE_AND_BACK = {
        "schema/run/1",
        "canary/keep-release/1",
        "canary/start-baseline/1",
        "canary/start-canary/1",
        "canary/shift-10/1",
        "canary/confirm-10/1",
        "canary/analyse-10/1",
        "canary/compensate-restore-traffic/1",
        "canary/compensate-confirm-release/1",
        "canary/compensate-remove-variants/1"
    };

    private final TestInfrastructure infrastructure = TestInfrastructure.ensure();
    private final TestDatabase database = infrastructure.freshDatabase();
    private final String prefix = infrastructure.freshTopicPrefix();
    private final List<ServiceProcess> processes = new ArrayList<>();
    private TestBus bus;
    private ServicesDouble services;
    private Deliveries deliveries;

    @BeforeEach
    void connect() {
        bus = new TestBus(infrastructure.bootstrapServers(), prefix);
        services = new ServicesDouble(bus).failing("analyse-10", "error-rate High");
        deliveries = new Deliveries(bus);
    }

    @AfterEach
    void end() {
        processes.forEach(ServiceProcess::close);
        bus.close();
    }

    @Test
    void shouldEndTheSameWhenItDiesBetweenAnyTwoWrites() {
        // Given
        Deque<String> deaths =
                new ArrayDeque<>(List.of("execution-added", "state-saved:2", "effect-sent:4", "relay-sent:2"));
        start(deaths.poll());
        definitions();

        // When
        var id = deliveries.startCanary("crashing");

        // Then
        playThrough(deaths, id);
        assertEndedOnce(id);
    }

    @Test
    void shouldStartOnceWhenItDiesWhileFilesAreBrought() {
        // Given
        Deque<String> deaths = new ArrayDeque<>(List.of("start-waits", "file-kept", "execution-added"));
        start(deaths.poll());
        deliveries.cluster();
        deliveries.pipelineWithFile("files");

        // When
        var id = deliveries.startDeploy("files", 1);

        // Then
        playThrough(deaths, id);
        assertThat(services.begun(id)).containsExactly("artifacts/config/1", "one/apply/1");
        assertThat(services.events(id).stream().filter(ExecutionEvent.Accepted.class::isInstance))
                .hasSize(1);
    }

    @Test
    void shouldEndTheSameWhenOneOfTwoReplicasIsKilled() {
        // Given
        start(null);
        var other = start(null);
        definitions();
        var id = deliveries.startCanary("crashing");
        services.playUntilBegun("canary/start-canary");

        // When
        other.kill();

        // Then
        services.playToTheEnd(id);
        assertEndedOnce(id);
    }

    @Test
    void shouldStartAfterAFreezeThoughTheServiceDiedMeanwhile() {
        // Given
        start(null);
        deliveries.shortPipeline("frozen");
        deliveries.freeze("frozen", Deliveries.now().plusSeconds(3_600));
        var id = deliveries.startDeploy("frozen", 1);
        bus.awaitMessage(
                Topic.EXECUTION_EVENTS,
                ExecutionEvent.Frozen.class,
                held -> held.executionId().equals(id));
        deliveries.freeze("frozen", Deliveries.now().plusSeconds(5));

        // When
        last().kill();
        start(null);

        // Then
        assertThat(services.playToTheEnd(id).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    private void definitions() {
        deliveries.cluster();
        deliveries.canaryPipeline("crashing");
    }

    /// @param crashAt crash point and count, at which it halts; null: none
    private ServiceProcess start(@Nullable String crashAt) {
        Map<String, String> settings = crashAt == null ? Map.of() : Map.of(CrashPoints.PROPERTY, crashAt);
        var process = ServiceProcess.start("orchestrator", infrastructure, database, prefix, settings);
        processes.add(process);
        return process;
    }

    /// Plays to the end of an execution, and starts the service anew after each death, to die the next.
    private void playThrough(Deque<String> deaths, ExecutionId id) {
        services.playUntil("the end in spite of all deaths", () -> {
            if (!last().alive()) {
                assertThat(last().exitCode()).isEqualTo(CrashPoints.EXIT_CODE);
                start(deaths.poll());
            }
            return finished(id);
        });
        assertThat(deaths).as("deaths that did not happen").isEmpty();
    }

    private ServiceProcess last() {
        return processes.getLast();
    }

    private boolean finished(ExecutionId id) {
        return services.events(id).stream().anyMatch(ExecutionEvent.Finished.class::isInstance);
    }

    private void assertEndedOnce(ExecutionId id) {
        assertThat(services.begun(id)).containsExactly(THERE_AND_BACK);
        assertThat(services.events(id).stream().filter(ExecutionEvent.Finished.class::isInstance))
                .singleElement()
                .isInstanceOfSatisfying(
                        ExecutionEvent.Finished.class,
                        finished -> assertThat(finished.status()).isEqualTo(ExecutionStatus.FAILED));
    }
}
