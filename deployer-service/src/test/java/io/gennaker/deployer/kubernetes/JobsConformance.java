package io.gennaker.deployer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.FailureCode;
import io.gennaker.deployer.testing.FakeJournal;
import io.gennaker.deployer.testing.TestImages;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Jobs run, say what they have to say, and are gone.
abstract class JobsConformance extends ClusterConformance {
    JobsConformance(TestClusters clusters) {
        super(clusters);
    }

    @Test
    void shouldHandOnWhatAJobSaysAndTellItsTests() {
        // When
        var spoken = deployer.run(execution, deployer.job(namespace, job(images().jobOutputs())));
        var tested = deployer.run(execution, deployer.job(namespace, job(images().jobTests())));

        // Then
        assertThat(((DeploymentEvent.Succeeded) spoken.outcome()).outputs())
                .containsEntry("version", "7")
                .containsEntry("exitCode", "0");
        assertThat(tested.journal().reports(DeploymentEvent.TestsReported.class))
                .singleElement()
                .satisfies(reported -> {
                    assertThat(reported.passed()).isEqualTo(1);
                    assertThat(reported.failed()).isEqualTo(1);
                    assertThat(reported.tests().getFirst().message()).isEqualTo("boom");
                });
    }

    private static String job(TestImages.Image image) {
        return """
                apiVersion: batch/v1
                kind: Job
                metadata: {name: migrate}
                spec:
                  backoffLimit: 0
                  template:
                    spec:
                      restartPolicy: Never
                      terminationGracePeriodSeconds: 1
                      containers: [{name: main, %s}]
                """.formatted(image.yaml());
    }

    private List<?> jobs() {
        return foreign.batch().v1().jobs().inNamespace(namespace).list().getItems();
    }

    @Test
    void shouldKeepTheLogOfAJobAndRemoveIt() {
        var run = deployer.run(execution, deployer.job(namespace, job(images().jobOk())));

        assertSucceeded(run);
        assertThat(((DeploymentEvent.Succeeded) run.outcome()).outputs()).containsEntry("exitCode", "0");
        assertThat(run.journal().reports(DeploymentEvent.JobLogged.class))
                .singleElement()
                .satisfies(logged -> {
                    assertThat(logged.log()).contains("migrated");
                    assertThat(logged.exitCode()).isZero();
                    assertThat(logged.container()).isEqualTo("main");
                });
        await().atMost(PATIENCE).until(() -> jobs().isEmpty());
    }

    @Test
    void shouldTellTheLastLineOfAJobThatFailed() {
        var run = deployer.run(execution, deployer.job(namespace, job(images().jobFailing())));

        assertFailed(run, FailureCode.JOB_FAILED, "exit code 3, last log line: table missing");
        assertThat(run.journal().reports(DeploymentEvent.JobLogged.class)).hasSize(1);
        await().atMost(PATIENCE).until(() -> jobs().isEmpty());
    }

    @Test
    void shouldRemoveAJobThatIsCancelled() {
        // Given
        var journal = new FakeJournal();
        Thread.ofVirtual().start(() -> {
            await().atMost(PATIENCE).until(() -> !jobs().isEmpty());
            journal.cancel();
        });

        // When
        var run = deployer.run(
                execution, deployer.job(namespace, job(images().jobLong())), Duration.ofMinutes(2), journal);

        // Then
        assertThat(run.outcome()).isInstanceOf(DeploymentEvent.Cancelled.class);
        await().atMost(PATIENCE).until(() -> jobs().isEmpty());
    }
}
