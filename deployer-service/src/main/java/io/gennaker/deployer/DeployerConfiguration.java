package io.gennaker.deployer;

import io.gennaker.deployer.drift.OnDrift;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// What can be set of a deployer.
@ConfigMapping(prefix = "gennaker.deployer")
public interface DeployerConfiguration {
    /// Kubeconfig files, separated as in `KUBECONFIG`; `~/.kube/config` when empty.
    Optional<String> kubeconfig();

    /// Folder of clusters that are mounted as secrets, each a folder with `kubeconfig`, or `server` and `token`.
    Optional<Path> clusters();

    /// How often each API server is asked, where its Cluster does not say it.
    @WithDefault("200")
    int requestsPerSecond();

    /// Between the last weight and the end of a subset: time for proxies to forget it and for requests to end.
    @WithDefault("5s")
    Duration drain();

    /// Between a new subset and its first weight: time for proxies to learn it.
    @WithDefault("2s")
    Duration settle();

    /// How long traffic that goes back to release waits for pods that can carry it; then it goes back all the same.
    @WithDefault("60s")
    Duration capacity();

    /// After which a watch is opened anew, in case it went deaf.
    @WithDefault("60s")
    Duration resync();

    /// What is done about weights that somebody else changes while a shift is in force: `correct` or `hold`.
    @WithDefault("correct")
    OnDrift onDrift();

    Patience patience();

    /// Conditions in CEL by `Kind.group`, such as `"Database.example.org"`: when objects of these kinds are ready.
    Map<String, String> readiness();

    /// How long a trouble may last before it counts as a failure.
    interface Patience {
        /// An image that cannot be pulled.
        @WithDefault("10s")
        Duration image();

        /// Containers that end again and again.
        @WithDefault("20s")
        Duration crashLoop();

        /// No node has room.
        @WithDefault("60s")
        Duration unschedulable();

        /// Quota or admission keeps pods from being made.
        @WithDefault("10s")
        Duration refused();
    }
}
