package io.gennaker.cli.command;

import io.gennaker.analysis.canary.AnalysisPlanner;
import io.gennaker.analysis.canary.Sampling;
import io.gennaker.analysis.metrics.IstioPresets;
import io.gennaker.analysis.metrics.MetricQueries;
import io.gennaker.analysis.metrics.MetricSource;
import io.gennaker.analysis.prometheus.Access;
import io.gennaker.analysis.prometheus.PrometheusSource;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where the metrics are, and whose.
final class SourceOptions {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int LARGEST_ANSWER = 64 * 1024 * 1024;

    @Option(names = "--prometheus", required = true, paramLabel = "URL", description = "base address of the metrics")
    private URI prometheus;

    @Option(names = "--token-file", paramLabel = "FILE", description = "file with a bearer token for it")
    private @Nullable Path tokenFile;

    @Option(names = "--authorities", paramLabel = "FILE", description = "PEM file of the certificates to trust")
    private @Nullable Path authorities;

    @Option(names = "--scrape-interval", paramLabel = "TIME", description = "distance of its samples (default: 15s)")
    private Duration scrapeInterval = Duration.ofSeconds(15);

    @Option(
            names = "--cluster-label",
            paramLabel = "LABEL",
            description = "label that tells clusters apart (default: cluster; empty for none)")
    private String clusterLabel = "cluster";

    @Option(names = "--cluster", paramLabel = "NAME", description = "that label's value (default: production)")
    private String cluster = "production";

    @Option(names = "--namespace", required = true, paramLabel = "NAME", description = "namespace of the workloads")
    private String namespace;

    String cluster() {
        return cluster;
    }

    String namespace() {
        return namespace;
    }

    MetricSource source() {
        var access = new Access(
                Optional.ofNullable(tokenFile), Optional.empty(), Optional.empty(), Optional.ofNullable(authorities));
        return new PrometheusSource(prometheus, access, TIMEOUT, LARGEST_ANSWER);
    }

    AnalysisPlanner planner() {
        return new AnalysisPlanner(new MetricQueries(new IstioPresets(clusterLabel)), new Sampling(scrapeInterval));
    }
}
