package io.gennaker.deployer;

import io.gennaker.deployer.drift.DriftAnswers;
import io.gennaker.deployer.drift.DriftRecords;
import io.gennaker.deployer.drift.DriftWatch;
import io.gennaker.deployer.kafka.DeploymentCommands;
import io.gennaker.deployer.kafka.DeploymentOperations;
import io.gennaker.deployer.kafka.OutboxCorrections;
import io.gennaker.deployer.kubernetes.ClusterHealth;
import io.gennaker.deployer.kubernetes.KubeconfigClusters;
import io.gennaker.deployer.kubernetes.YamlManifests;
import io.gennaker.deployer.postgres.JdbcDriftRecords;
import io.gennaker.deployer.postgres.JdbcIntendedWeights;
import io.gennaker.deployer.postgres.JdbcOriginalRoutes;
import io.gennaker.deployer.postgres.JdbcPreviousObjects;
import io.gennaker.deployer.readiness.CustomRules;
import io.gennaker.deployer.readiness.Patience;
import io.gennaker.deployer.task.ManifestReader;
import io.gennaker.deployer.task.Ports;
import io.gennaker.deployer.task.Settings;
import io.gennaker.outbox.HealthProbe;
import io.gennaker.outbox.MessageHandler;
import io.gennaker.outbox.OperationHandler;
import io.gennaker.outbox.Operations;
import io.gennaker.outbox.UnitOfWork;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javax.sql.DataSource;

/// Puts the core and its adapters together.
@ApplicationScoped
class DeployerBeans {
    @Produces
    @Singleton
    ManifestReader manifests() {
        return new YamlManifests();
    }

    @Produces
    @Singleton
    KubeconfigClusters clusters(DeployerConfiguration configuration, ManifestReader manifests) {
        return new KubeconfigClusters(
                KubeconfigClusters.files(configuration.kubeconfig()),
                configuration.clusters().orElse(null),
                configuration.requestsPerSecond(),
                manifests);
    }

    void close(@Disposes KubeconfigClusters clusters) {
        clusters.close();
    }

    @Produces
    @Singleton
    MessageHandler commands(Operations operations) {
        return new DeploymentCommands(operations);
    }

    @Produces
    @Singleton
    Ports ports(
            KubeconfigClusters clusters,
            ManifestReader manifests,
            DataSource database,
            DeployerConfiguration configuration) {
        return new Ports(
                clusters,
                manifests,
                new JdbcPreviousObjects(database, manifests),
                new JdbcIntendedWeights(database),
                new JdbcOriginalRoutes(database, manifests),
                InstantSource.system(),
                settings(configuration));
    }

    @Produces
    @Singleton
    DriftRecords drifts(DataSource database) {
        return new JdbcDriftRecords(database);
    }

    @Produces
    @Singleton
    HealthProbe clusterHealth(KubeconfigClusters clusters, DriftRecords drifts) {
        return new ClusterHealth(clusters, () -> drifts.countSince(Instant.now().minus(Duration.ofDays(1))));
    }

    @Produces
    @Singleton
    OperationHandler operations(Ports ports, DriftRecords drifts) {
        return new DeploymentOperations(ports, drifts);
    }

    @Produces
    @Singleton
    DriftWatch driftWatch(
            Ports ports,
            DriftRecords drifts,
            UnitOfWork transactions,
            Operations operations,
            DeployerConfiguration configuration) {
        var answers = new DriftAnswers(
                drifts, new OutboxCorrections(transactions, operations), configuration.onDrift(), ports.clock());
        return new DriftWatch(answers, ports);
    }

    void start(@Observes StartupEvent event, DriftWatch watch) {
        watch.start();
    }

    void stop(@Observes ShutdownEvent event, DriftWatch watch) {
        watch.close();
    }

    private static Settings settings(DeployerConfiguration configuration) {
        var patience = configuration.patience();
        return new Settings(
                configuration.drain(),
                configuration.settle(),
                configuration.capacity(),
                configuration.resync(),
                new Patience(patience.image(), patience.crashLoop(), patience.unschedulable(), patience.refused()),
                new CustomRules(configuration.readiness()));
    }
}
