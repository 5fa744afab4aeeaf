package io.gennaker.pipeline.planning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gennaker.contracts.AnalysisSpec;
import io.gennaker.contracts.MetricSpec;
import io.gennaker.judges.CanaryConfig;
import io.gennaker.judges.EffectSize;
import io.gennaker.judges.MetricConfig;
import io.gennaker.judges.Outliers;
import io.gennaker.judges.ScoreThresholds;
import io.gennaker.judges.kayenta.CanaryConfigReader;
import io.gennaker.judges.kayenta.StoreQueries;
import io.gennaker.judges.kayenta.StoreQuery;
import io.gennaker.judges.kayenta.UnknownSettings;
import io.gennaker.pipeline.definition.CanaryConfigFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Turns Kayenta's canary configuration into the metrics, weights and thresholds of an analysis.
public final class CanaryConfigMetrics {
    /// The judge that answers as Kayenta's does.
    public static final String KAYENTA = "kayenta";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST = 50;

    private CanaryConfigMetrics() {}

    /// @param text of the file
    /// @throws IllegalArgumentException naming the place in the document, what was found and what is allowed
    public static AnalysisSpec applied(AnalysisSpec spec, CanaryConfigFile file, String text) {
        JsonNode document = document(text);
        var unknown = spec.judge().equals(KAYENTA) ? UnknownSettings.MEAN_DEFAULT : UnknownSettings.REFUSE;
        CanaryConfig config = new CanaryConfigReader(unknown).read(document);
        Map<String, StoreQuery> queries = StoreQueries.read(document, file.scopes());
        ScoreThresholds thresholds = thresholds(spec, file, document);
        return new AnalysisSpec(
                spec.judge(),
                spec.warmUp(),
                spec.duration(),
                spec.step(),
                spec.minimumSamples(),
                metrics(config, queries, file.source()),
                config.groupWeights(),
                thresholds.pass(),
                thresholds.marginal(),
                spec.pace(),
                spec.sequential(),
                spec.history(),
                spec.neighbours());
    }

    private static JsonNode document(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(
                    "canaryConfig: found no JSON (" + malformed.getOriginalMessage() + "), must be a JSON object",
                    malformed);
        }
    }

    /// Exports have null where nobody set any.
    private static ScoreThresholds thresholds(AnalysisSpec spec, CanaryConfigFile file, JsonNode document) {
        JsonNode own = document.at("/classifier/scoreThresholds");
        boolean hasBoth = own.hasNonNull("pass") && own.hasNonNull("marginal");
        return file.hasThresholds() || !hasBoth
                ? new ScoreThresholds(spec.pass(), spec.marginal())
                : CanaryConfigReader.thresholds(own);
    }

    /// Of two metrics of one name the first counts, as in Kayenta.
    private static List<MetricSpec> metrics(
            CanaryConfig config, Map<String, StoreQuery> queries, @Nullable String source) {
        var metrics = new LinkedHashMap<String, MetricSpec>();
        config.metrics()
                .forEach(metric -> metrics.computeIfAbsent(
                        metric.name(), name -> metric(metric, Objects.requireNonNull(queries.get(name)), source)));
        if (metrics.isEmpty() || metrics.size() > MOST) {
            throw new IllegalArgumentException(
                    "canaryConfig.metrics: found " + metrics.size() + " metrics, must be 1 to " + MOST);
        }
        return List.copyOf(metrics.values());
    }

    private static MetricSpec metric(MetricConfig metric, StoreQuery query, @Nullable String source) {
        if (metric.groups().size() > 1) {
            throw new IllegalArgumentException("canaryConfig.metrics: found groups %s of metric '%s', must be one group"
                    .formatted(metric.groups(), metric.name()));
        }
        return new MetricSpec(
                metric.name(),
                null,
                query.text(),
                metric.groups().isEmpty() ? metric.name() : metric.groups().getFirst(),
                direction(metric),
                metric.critical(),
                metric.mustHaveData(),
                switch (metric.nanStrategy()) {
                    case REMOVE -> MetricSpec.NanStrategy.REMOVE;
                    case REPLACE -> MetricSpec.NanStrategy.REPLACE;
                },
                switch (metric.outliers()) {
                    case Outliers.Keep _ -> null;
                    case Outliers.Remove remove -> remove.factor();
                },
                effectSize(metric.effectSize()),
                null,
                null,
                metric.muted() ? MetricSpec.Counting.DRY_RUN : null,
                source == null ? source(query.store()) : source,
                null);
    }

    /// Named as Kayenta's type of store is; null is the mesh's own Prometheus.
    private static @Nullable String source(StoreQuery.Store store) {
        return store == StoreQuery.Store.PROMETHEUS ? null : store.type();
    }

    private static MetricSpec.Direction direction(MetricConfig metric) {
        return switch (metric.direction()) {
            case INCREASE -> MetricSpec.Direction.INCREASE;
            case DECREASE -> MetricSpec.Direction.DECREASE;
            case EITHER -> MetricSpec.Direction.EITHER;
        };
    }

    private static MetricSpec.EffectSize effectSize(EffectSize size) {
        return new MetricSpec.EffectSize(
                switch (size.measure()) {
                    case MEAN_RATIO -> MetricSpec.EffectSize.Measure.MEAN_RATIO;
                    case CLES -> MetricSpec.EffectSize.Measure.CLES;
                },
                size.allowedIncrease(),
                size.allowedDecrease(),
                size.criticalIncrease(),
                size.criticalDecrease());
    }
}
