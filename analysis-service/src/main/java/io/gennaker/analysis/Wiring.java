package io.gennaker.analysis;

import io.gennaker.analysis.canary.AnalysisPlanner;
import io.gennaker.analysis.canary.Sampling;
import io.gennaker.analysis.graph.ServiceGraphs;
import io.gennaker.analysis.metrics.BoundedSource;
import io.gennaker.analysis.metrics.IstioPresets;
import io.gennaker.analysis.metrics.MetricQueries;
import io.gennaker.analysis.metrics.MetricSource;
import io.gennaker.analysis.prometheus.Access;
import io.gennaker.analysis.prometheus.PrometheusSource;
import io.gennaker.analysis.traffic.TrafficQueries;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/// Puts the pure parts together for the container.
public class Wiring {

    @Produces
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }

    @Produces
    @Singleton
    MetricSource metricSource(AnalysisSettings settings) {
        var access = new Access(settings.tokenFile(), settings.user(), settings.passwordFile(), settings.authorities());
        return new BoundedSource(
                new PrometheusSource(
                        settings.url(),
                        access,
                        settings.timeout(),
                        Math.toIntExact(settings.largestAnswer().asLongValue())),
                settings.queriesAtOnce());
    }

    @Produces
    @Singleton
    Sampling sampling(AnalysisSettings settings) {
        return new Sampling(settings.scrapeInterval());
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
    AnalysisPlanner planner(AnalysisSettings settings, Sampling sampling) {
        var presets = new IstioPresets(settings.clusterLabel().orElse(""));
        return new AnalysisPlanner(new MetricQueries(presets), sampling);
    }
}
