package io.gennaker.deployer.testing;

import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.OperationId;
import io.gennaker.deployer.kubernetes.KubeconfigClusters;
import io.gennaker.deployer.readiness.Patience;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import io.gennaker.deployer.task.Assignment;
import io.gennaker.deployer.task.Cluster;
import io.gennaker.deployer.task.Ports;
import io.gennaker.deployer.task.Settings;
import io.gennaker.deployer.task.TaskRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// A deployer on real API servers, with its tables in memory.
public final class Deployer implements AutoCloseable {
    private static final AtomicInteger OPERATIONS = new AtomicInteger();
    private static final Settings SETTINGS = new Settings(
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            new Patience(Duration.ofSeconds(3), Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(3)));

    private final KubeconfigClusters clusters;
    private final FakeRecords records = new FakeRecords();
    private final ClusterTarget target;
    private final Settings settings;
    private InstantSource clock = InstantSource.system();

    public Deployer(Path kubeconfig, String context) {
        this(kubeconfig, context, SETTINGS);
    }

    public Deployer(Path kubeconfig, String context, Settings settings) {
        this.settings = settings;
        this.clusters = new KubeconfigClusters(List.of(kubeconfig), null, 5_000, Yaml.READER);
        this.target = new ClusterTarget(context, context);
    }

    /// Lets it believe that it is so much later than it is.
    public void moveOn(Duration later) {
        clock = () -> Instant.now().plus(later);
    }

    public ClusterTarget target() {
        return target;
    }

    /// What its cluster was asked so far.
    public KubeconfigClusters.Usage usage() {
        return clusters.usage(target);
    }

    public Cluster cluster() {
        return clusters.reach(target);
    }

    /// One run of a task, finished.
    public record Run(OperationId operation, FakeJournal journal) {
        public DeploymentEvent outcome() {
            return journal.reports().getLast();
        }

        public List<String> progress() {
            return journal.reports(DeploymentEvent.Progressed.class).stream()
                    .map(DeploymentEvent.Progressed::message)
                    .toList();
        }
    }

    public Run run(ExecutionId execution, DeploymentTask task) {
        return run(execution, task, Duration.ofSeconds(90));
    }

    public Run run(ExecutionId execution, DeploymentTask task, Duration patience) {
        return run(execution, task, patience, new FakeJournal());
    }

    public Run run(ExecutionId execution, DeploymentTask task, Duration patience, FakeJournal journal) {
        return run(execution, operation(execution), task, patience, journal);
    }

    /// Each a step of its own, tried for the first time.
    public static OperationId operation(ExecutionId execution) {
        return OperationId.of(execution, "test", "run-" + OPERATIONS.incrementAndGet(), 1);
    }

    /// Goes on where the journal says, as another replica does.
    public Run run(
            ExecutionId execution, OperationId operation, DeploymentTask task, Duration patience, FakeJournal journal) {
        var assignment =
                new Assignment(execution, operation, task, clock.instant().plus(patience));
        try {
            new TaskRunner(assignment, journal.state(), ports(), journal).run();
            records.ended(operation);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
        return new Run(operation, journal);
    }

    public Ports ports() {
        return new Ports(clusters, Yaml.READER, records, records, records, clock, settings);
    }

    public FakeRecords records() {
        return records;
    }

    public DeploymentTask.ApplyManifests apply(String namespace, String manifests) {
        return new DeploymentTask.ApplyManifests(target, namespace, CompressedText.of(manifests));
    }

    public DeploymentTask.RunJob job(String namespace, String manifests) {
        return new DeploymentTask.RunJob(target, namespace, CompressedText.of(manifests));
    }

    public Optional<Resource> read(String apiVersion, String kind, String namespace, String name) {
        return cluster().read(new ResourceKey(apiVersion, kind, namespace, name));
    }

    @Override
    public void close() {
        clusters.close();
    }
}
