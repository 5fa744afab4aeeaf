package io.gennaker.deployer.task;

import java.time.InstantSource;

/// What tasks need of the world.
public record Ports(
        Clusters clusters,
        ManifestReader reader,
        PreviousObjects previousObjects,
        IntendedWeights intendedWeights,
        OriginalRoutes originalRoutes,
        InstantSource clock,
        Settings settings) {}
