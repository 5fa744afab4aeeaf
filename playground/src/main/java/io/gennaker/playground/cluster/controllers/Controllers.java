package io.gennaker.playground.cluster.controllers;

import io.gennaker.playground.cluster.objects.ClusterObjects;
import io.gennaker.playground.cluster.storage.ObjectStore;
import io.gennaker.playground.registry.ImageRegistry;
import java.time.InstantSource;
import java.util.List;

/// Puts the controllers of one cluster together.
public final class Controllers {

    private Controllers() {}

    /// @param probe how containers of jobs reach the cluster's mesh
    public static ControlLoop of(
            String cluster,
            ObjectStore store,
            ClusterObjects objects,
            InstantSource clock,
            ImageRegistry images,
            PodLogs logs,
            Probe probe,
            Timings timings) {
        var access = new ClusterAccess(store, objects, clock, new EventRecorder(store, clock));
        return new ControlLoop(
                cluster,
                store,
                clock,
                List.of(
                        new NamespaceController(access),
                        new AccountTokenController(access),
                        new DeploymentController(access),
                        new ReplicaSetController(access),
                        new StatefulSetController(access),
                        new DaemonSetController(access),
                        new JobController(access, timings),
                        new PodController(access, images, logs, probe, timings),
                        new GarbageCollector(access)));
    }
}
