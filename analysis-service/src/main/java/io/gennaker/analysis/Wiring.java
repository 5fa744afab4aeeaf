package io.gennaker.analysis;

import io.gennaker.analysis.canary.AnalysisPlanner;
import io.gennaker.analysis.canary.MetricSources;
import io.gennaker.analysis.canary.Sampling;
import io.gennaker.analysis.exchange.Access;
import io.gennaker.analysis.graph.ServiceGraphs;
import io.gennaker.analysis.metrics.BoundedSource;
import io.gennaker.analysis.metrics.IstioPresets;
import io.gennaker.analysis.metrics.MetricQueries;
import io.gennaker.analysis.metrics.MetricSource;
import io.gennaker.analysis.prometheus.PrometheusSource;
import io.gennaker.analysis.sources.SourcesFile;
import io.gennaker.analysis.traffic.TrafficQueries;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Puts the pure parts together for the container.
public class Wiring {

    @Produces
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }

    @Produces
    @Singleton
    SourceHealth sourceHealth() {
        return new SourceHealth();
    }

    @Produces
    @Singleton
    MetricSource metricSource(AnalysisSettings settings, SourceHealth health) {
        var access = new Access(settings.tokenFile(), settings.user(), settings.passwordFile(), settings.authorities());
        var prometheus = new BoundedSource(
                new PrometheusSource(
                        settings.url(),
                        access,
                        settings.timeout(),
                        Math.toIntExact(settings.largestAnswer().asLongValue())),
                settings.queriesAtOnce());
        return new ObservedSeries.OfMesh(prometheus, health.of(MetricSources.PROMETHEUS));
    }

    @Produces
    @Singleton
    Sampling sampling(AnalysisSettings settings) {
        return new Sampling(settings.scrapeInterval());
    }

    /// The mesh's Prometheus and those of the file.
    @Produces
    @Singleton
    MetricSources metricSources(
            MetricSource mesh,
            Sampling sampling,
            SourceHealth health,
            @ConfigProperty(name = "gennaker.sources-file") Optional<Path> file) {
        var others = new HashMap<String, MetricSources.Source>();
        file.map(SourcesFile::read)
                .orElse(Map.of())
                .forEach((name, source) -> others.put(
                        name,
                        new MetricSources.Source(
                                new ObservedSeries(source.series(), health.of(name)), source.sampling())));
        return MetricSources.prometheus(mesh, sampling).and(others);
    }

    @Produces
    @Singleton
    TrafficQueries trafficQueries(AnalysisSettings settings) {
        return new TrafficQueries(settings.clusterLabel().orElse(""));
    }

    @Produces
    @Singleton
    ServiceGraphs serviceGraphs(MetricSource source, AnalysisSettings settings) {
        return new ServiceGraphs(source, settings.clusterLabel().orElse(""));
    }

    @Produces
    @Singleton
    AnalysisPlanner planner(AnalysisSettings settings, MetricSources sources) {
        var presets = new IstioPresets(settings.clusterLabel().orElse(""));
        return new AnalysisPlanner(new MetricQueries(presets), sources);
    }
}
