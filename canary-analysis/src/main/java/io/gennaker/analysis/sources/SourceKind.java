package io.gennaker.analysis.sources;

import io.gennaker.analysis.canary.MetricSources.Source;
import io.gennaker.analysis.canary.Sampling;
import io.gennaker.analysis.datadog.DatadogSource;
import io.gennaker.analysis.googlecloud.CloudMonitoringSource;
import io.gennaker.analysis.googlecloud.Endpoint;
import io.gennaker.analysis.json.JsonAnswerForm;
import io.gennaker.analysis.json.JsonAnswerForm.TimeForm;
import io.gennaker.analysis.json.JsonRequest;
import io.gennaker.analysis.json.JsonSource;
import io.gennaker.analysis.metrics.BoundedSeries;
import io.gennaker.analysis.metrics.SeriesSource;
import io.gennaker.analysis.prometheus.PrometheusSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The kinds of sources, and the settings that each has beside those of all.
enum SourceKind {
    PROMETHEUS {
        @Override
        Set<String> own() {
            return Set.of("url", "tokenFile", "user", "passwordFile", "authorities");
        }

        @Override
        SeriesSource series(SourceSettings settings) {
            return new PrometheusSource(
                    settings.url(), settings.access(), settings.timeout(), settings.largestAnswer());
        }

        @Override
        Sampling sampling(SourceSettings settings) {
            return Sampling.ofScrapes(
                    settings.duration("interval", Duration.ofSeconds(15)), settings.duration("delay", Duration.ZERO));
        }
    },
    DATADOG {
        @Override
        Set<String> own() {
            return Set.of("url", "apiKeyFile", "applicationKeyFile", "authorities");
        }

        @Override
        SeriesSource series(SourceSettings settings) {
            return new DatadogSource(
                    settings.url(),
                    new DatadogSource.Keys(
                            Path.of(settings.required("apiKeyFile")), Path.of(settings.required("applicationKeyFile"))),
                    settings.access(),
                    settings.timeout(),
                    settings.largestAnswer());
        }
    },
    /// Samples of Google's own metrics can be seen up to four minutes late. Who knows better says so by `delay`:
    /// samples that come later are missing.
    GOOGLE_CLOUD_MONITORING {
        @Override
        Set<String> own() {
            return Set.of("project", "credentialsFile", "url");
        }

        @Override
        SeriesSource series(SourceSettings settings) {
            var endpoint = settings.text("url").isPresent()
                    ? Endpoint.Local.of(settings.url())
                    : new Endpoint.Google(settings.path("credentialsFile"));
            return new CloudMonitoringSource(
                    settings.required("project"), endpoint, settings.timeout(), settings.largestAnswer());
        }

        @Override
        Sampling sampling(SourceSettings settings) {
            var interval = settings.duration("interval", Duration.ofMinutes(1));
            if (interval.compareTo(Duration.ofMinutes(1)) < 0) {
                throw settings.refusal(
                        "interval", interval.toString(), "at least 1m, the shortest alignment of this source");
            }
            return Sampling.ofIntervals(interval, settings.duration("delay", Duration.ofMinutes(4)));
        }
    },
    JSON {
        @Override
        Set<String> own() {
            return Set.of(
                    "url",
                    "headers",
                    "body",
                    "times",
                    "values",
                    "timeForm",
                    "partial",
                    "tokenFile",
                    "user",
                    "passwordFile",
                    "authorities");
        }

        @Override
        SeriesSource series(SourceSettings settings) {
            var timeForm = settings.choice("timeForm", TIME_FORMS);
            return new JsonSource(
                    new JsonRequest(settings.required("url"), settings.texts("headers"), settings.text("body")),
                    new JsonAnswerForm(
                            settings.required("times"),
                            settings.required("values"),
                            Objects.requireNonNullElse(timeForm, TimeForm.SECONDS),
                            settings.text("partial")),
                    settings.access(),
                    settings.timeout(),
                    settings.largestAnswer());
        }
    };

    private static final Map<String, SourceKind> KINDS = Map.of(
            "prometheus", PROMETHEUS,
            "datadog", DATADOG,
            "google-cloud-monitoring", GOOGLE_CLOUD_MONITORING,
            "json", JSON);
    private static final Map<String, TimeForm> TIME_FORMS =
            Map.of("seconds", TimeForm.SECONDS, "milliseconds", TimeForm.MILLISECONDS, "iso", TimeForm.ISO);

    /// @throws IllegalArgumentException when there is no such kind, naming those that are
    static SourceKind of(SourceSettings settings) {
        var kind = settings.choice("kind", KINDS);
        if (kind == null) {
            throw settings.refusal(
                    "kind",
                    "nothing",
                    "one of " + KINDS.keySet().stream().sorted().toList());
        }
        return kind;
    }

    /// The source, asked no more questions at once than it may be.
    ///
    /// @throws IllegalArgumentException saying where, what was found and what is allowed
    Source open(SourceSettings settings) {
        settings.allowOnly(own());
        return settings.placed(
                () -> new Source(new BoundedSeries(series(settings), settings.queriesAtOnce()), sampling(settings)));
    }

    /// Names of the settings beside those of every kind.
    abstract Set<String> own();

    abstract SeriesSource series(SourceSettings settings);

    Sampling sampling(SourceSettings settings) {
        return Sampling.ofIntervals(
                settings.duration("interval", Duration.ofMinutes(1)), settings.duration("delay", Duration.ZERO));
    }
}
