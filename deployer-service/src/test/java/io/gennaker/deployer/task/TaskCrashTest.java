package io.gennaker.deployer.task;

import static io.gennaker.deployer.testing.Yaml.CLUSTER;
import static io.gennaker.deployer.testing.Yaml.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.ObjectReference;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.deployer.plan.ReleaseObjects;
import io.gennaker.deployer.testing.FakeJournal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A process dies at any of its writes, and another goes on: the end is the same.
class TaskCrashTest extends TaskFixture {
    /// Each task with what must have been done before.
    record Story(String name, List<DeploymentTask> before, DeploymentTask task) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Story> stories() {
        var job = new DeploymentTask.RunJob(CLUSTER, NAMESPACE, CompressedText.of(JOB));
        var undo = new DeploymentTask.UndoApply(CLUSTER, NAMESPACE, new OperationId("before-0/1"));
        var undoOfNext = new DeploymentTask.UndoApply(CLUSTER, NAMESPACE, new OperationId("before-0/2"));
        return Stream.of(
                new Story("apply", List.of(), apply("v2")),
                new Story("undo", List.of(apply("v2")), undo),
                new Story("undo after an attempt that wrote nothing", List.of(apply("v2")), undoOfNext),
                new Story("baseline", List.of(), BASELINE),
                new Story("canary", List.of(), CANARY),
                new Story("shift up", List.of(BASELINE, CANARY), shift(TrafficSplit.even(10))),
                new Story(
                        "shift back",
                        List.of(BASELINE, CANARY, shift(TrafficSplit.even(10))),
                        shift(TrafficSplit.ALL_RELEASE)),
                new Story(
                        "remove",
                        List.of(BASELINE, CANARY, shift(TrafficSplit.even(10)), shift(TrafficSplit.ALL_RELEASE)),
                        REMOVE),
                new Story(
                        "restore the route",
                        List.of(
                                BASELINE,
                                CANARY,
                                shift(TrafficSplit.even(10)),
                                shift(TrafficSplit.ALL_RELEASE),
                                REMOVE),
                        RESTORE_ROUTE),
                new Story("job", List.of(), job));
    }

    @ParameterizedTest
    @MethodSource("stories")
    void shouldEndTheSameWhereverTheProcessDies(Story story) throws InterruptedException {
        // Given
        String undisturbed = play(story, new Fuse(Integer.MAX_VALUE));

        // When
        int places = 0;
        Fuse fuse;
        do {
            installShop();
            fuse = new Fuse(places++);
            assertThat(play(story, fuse)).as("killed at place %d", places).isEqualTo(undisturbed);
        } while (fuse.burnt());

        // Then
        assertThat(places).isGreaterThan(4);
    }

    /// Plays a story, begun again after the fuse has burnt, and tells all that is to be seen of it.
    private String play(Story story, Fuse fuse) throws InterruptedException {
        for (int number = 0; number < story.before().size(); number++) {
            outcome(
                    run(story.before().get(number), "before-" + number + "/1", new FakeJournal()),
                    DeploymentEvent.Succeeded.class);
        }
        var journal = new FakeJournal();
        cluster.interruptBy(fuse);
        journal.interruptBy(fuse);
        while (!journal.ended()) {
            try {
                run(story.task(), "it", journal);
            } catch (Killed dead) {
                // Another replica goes on.
            }
        }
        cluster.interruptBy(() -> {});
        var outcome = outcome(journal, DeploymentEvent.Succeeded.class);
        assertThat(journal.reports(DeploymentEvent.Succeeded.class)).hasSize(1);
        assertThat(cluster.creations("Job")).isLessThanOrEqualTo(1);
        return cluster.describe()
                + outcome.outputs()
                + journal.reports(DeploymentEvent.TrafficShifted.class).size()
                + journal.reports(DeploymentEvent.JobLogged.class).size();
    }

    @Test
    void shouldRollBackOnceWhereverTheProcessDies() throws InterruptedException {
        int places = 0;
        Fuse fuse;
        do {
            // Given
            installShop();
            cluster.add(replicaSet("shop-a", 1, "shop:v0"));
            cluster.add(replicaSet("shop-b", 2, "shop:v1"));
            number("Deployment", "shop", 2);
            fuse = new Fuse(places++);
            cluster.interruptBy(fuse);
            var journal = new FakeJournal();
            journal.interruptBy(fuse);
            var task = new DeploymentTask.RollBackWorkload(
                    CLUSTER, NAMESPACE, new ObjectReference("apps/v1", "Deployment", "shop"), null);

            // When
            while (!journal.ended()) {
                try {
                    run(task, "it", journal);
                } catch (Killed dead) {
                    numberAsTheControllerDoes();
                }
            }

            // Then
            assertThat(outcome(journal, DeploymentEvent.Succeeded.class).outputs())
                    .containsEntry("undoneTo", "1");
            assertThat(cluster.find("Deployment", "shop").map(ReleaseObjects::image))
                    .as("killed at place %d", places)
                    .contains("shop:v0");
        } while (fuse.burnt());
        assertThat(places).isGreaterThan(4);
    }

    /// A template that comes back gets the next number.
    private void numberAsTheControllerDoes() {
        cluster.interruptBy(() -> {});
        if (cluster.find("Deployment", "shop")
                .map(ReleaseObjects::image)
                .orElseThrow()
                .equals("shop:v0")) {
            number("ReplicaSet", "shop-a", 3);
            number("Deployment", "shop", 3);
        }
    }
}
