package io.gennaker.deployer.kafka;

import static io.gennaker.deployer.testing.Yaml.CLUSTER;
import static io.gennaker.deployer.testing.Yaml.EXECUTION;
import static io.gennaker.deployer.testing.Yaml.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DeploymentCommand;
import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.Envelope;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.Message;
import io.gennaker.contracts.OperationId;
import io.gennaker.deployer.task.Ending;
import io.gennaker.deployer.task.Ports;
import io.gennaker.deployer.task.Settings;
import io.gennaker.deployer.task.Step;
import io.gennaker.deployer.task.TaskState;
import io.gennaker.deployer.testing.FakeCluster;
import io.gennaker.deployer.testing.FakeRecords;
import io.gennaker.deployer.testing.Yaml;
import io.gennaker.outbox.RejectedMessage;
import io.gennaker.outbox.testing.FakeRunningOperation;
import io.gennaker.outbox.testing.InMemoryOperations;
import io.gennaker.outbox.testing.InMemoryOutbox;
import io.gennaker.outbox.testing.SettableClock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeploymentOperationsTest {
    private static final DeploymentCommand.Start START = new DeploymentCommand.Start(
            EXECUTION,
            new OperationId("job"),
            new DeploymentTask.RunJob(
                    CLUSTER,
                    NAMESPACE,
                    CompressedText.of("{apiVersion: batch/v1, kind: Job, metadata: {name: migrate}}")),
            Instant.now().plusSeconds(60));

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void shouldGoOnFromTheRecordedStateWhenTheProcessDied(int writes) throws InterruptedException {
        // Given
        var cluster = new FakeCluster();
        var left = new AtomicInteger(writes);
        cluster.interruptBy(() -> {
            if (left.getAndDecrement() == 0) {
                throw new IllegalStateException("killed");
            }
        });
        var records = new FakeRecords();
        var handler = new DeploymentOperations(
                new Ports(_ -> cluster, Yaml.READER, records, records, records, InstantSource.system(), Settings.USUAL),
                records);
        var outbox = new InMemoryOutbox();
        var operation = new FakeRunningOperation(
                "job", EXECUTION.value(), TaskJson.command(START), new SettableClock(), outbox);
        assertThatThrownBy(() -> handler.run(operation)).hasMessage("killed");
        operation.nextAttempt();

        // When
        handler.run(operation);

        // Then
        assertThat(operation.completed()).isTrue();
        assertThat(cluster.creations("Job")).isOne();
        assertThat(outbox.sent())
                .filteredOn(DeploymentEvent.JobLogged.class::isInstance)
                .hasSize(1);
        assertThat(outbox.sent())
                .filteredOn(DeploymentEvent.Succeeded.class::isInstance)
                .hasSize(1);
    }

    @Test
    void shouldReadBackEveryStateItWrites() {
        for (TaskState state : new TaskState[] {
            new TaskState.Working(Step.SETTLE, Instant.parse("2026-01-01T00:00:00.123Z"), Map.of("a", "b")),
            new TaskState.Closing(Step.KEEP_LOGS, new Ending.Reached(Map.of("exitCode", "0"))),
            new TaskState.Closing(Step.DELETE_JOB, new Ending.Missed(FailureCode.JOB_FAILED, "exit code 3")),
            new TaskState.Closing(Step.DELETE_JOB, new Ending.Withdrawn()),
        }) {
            assertThat(TaskJson.state(TaskJson.state(state))).isEqualTo(state);
        }
    }

    @Test
    void shouldTurnCommandsIntoOperations() {
        // Given
        var operations = new InMemoryOperations();
        var handler = new DeploymentCommands(operations);

        // When
        handler.handle(envelope(START), _ -> {});
        handler.handle(envelope(START), _ -> {});
        handler.handle(envelope(new DeploymentCommand.Cancel(EXECUTION, START.operationId(), "stop")), _ -> {});

        // Then
        assertThat(operations.submitted()).singleElement().satisfies(submitted -> {
            assertThat(submitted.id()).isEqualTo("job");
            assertThat(submitted.key()).isEqualTo(EXECUTION.value());
            assertThat(TaskJson.command(submitted.command())).isEqualTo(START);
        });
        assertThat(operations.cancelled()).containsExactly("job");
    }

    @Test
    void shouldRejectWhatIsNoCommand() {
        var handler = new DeploymentCommands(new InMemoryOperations());
        var event = new DeploymentEvent.Cancelled(EXECUTION, START.operationId(), Instant.EPOCH);

        assertThatThrownBy(() -> handler.handle(envelope(event), _ -> {}))
                .isInstanceOf(RejectedMessage.class)
                .hasMessageContaining("is no command for the deployer");
    }

    private static Envelope envelope(Message message) {
        return new Envelope("1", "/test", Instant.EPOCH, null, null, message);
    }
}
