package io.gennaker.cli.command;

import io.gennaker.analysis.canary.AnalysisPlanner;
import io.gennaker.analysis.canary.MetricSources;
import io.gennaker.analysis.canary.Sampling;
import io.gennaker.analysis.exchange.Access;
import io.gennaker.analysis.graph.ServiceGraphs;
import io.gennaker.analysis.metrics.IstioPresets;
import io.gennaker.analysis.metrics.MetricQueries;
import io.gennaker.analysis.metrics.MetricSource;
import io.gennaker.analysis.prometheus.PrometheusSource;
import io.gennaker.analysis.sources.SourcesFile;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where the metrics are, and whose.
final class SourceOptions {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int LARGEST_ANSWER = 64 * 1024 * 1024;

    @Option(
            names = "--prometheus",
            paramLabel = "URL",
            description = "base address of the source prometheus, which metrics mean that name none")
    private @Nullable URI prometheus;

    @Option(
            names = "--sources",
            paramLabel = "FILE",
            description = "YAML file of the other sources, as the analysis service reads it")
    private @Nullable Path sourcesFile;

    @Option(names = "--token-file", paramLabel = "FILE", description = "file with a bearer token for --prometheus")
    private @Nullable Path tokenFile;

    @Option(names = "--authorities", paramLabel = "FILE", description = "PEM file of the certificates to trust there")
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

    MetricSources sources() {
        if (prometheus == null && sourcesFile == null) {
            throw new IllegalArgumentException("found neither --prometheus nor --sources, one of them must be given");
        }
        var mesh = prometheus == null
                ? new MetricSources(Map.of())
                : MetricSources.prometheus(mesh(prometheus), new Sampling(scrapeInterval));
        return sourcesFile == null ? mesh : mesh.and(SourcesFile.read(sourcesFile));
    }

    /// Who calls whom, by what the mesh counted.
    ServiceGraphs graphs() {
        if (prometheus == null) {
            throw new IllegalArgumentException("found neighbours and no --prometheus, which knows the mesh");
        }
        return new ServiceGraphs(mesh(prometheus), clusterLabel);
    }

    private MetricSource mesh(URI address) {
        var access = new Access(
                Optional.ofNullable(tokenFile), Optional.empty(), Optional.empty(), Optional.ofNullable(authorities));
        return new PrometheusSource(address, access, TIMEOUT, LARGEST_ANSWER);
    }

    AnalysisPlanner planner(MetricSources sources) {
        return new AnalysisPlanner(new MetricQueries(new IstioPresets(clusterLabel)), sources);
    }
}
