package io.gennaker.judges;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is judged: the metrics and the weight of each group in the score. The order of the weights is kept: sums of
/// them must not depend on the run.
///
/// @param groupWeights percent by group name; groups without a weight share what is left of 100 equally
public record CanaryConfig(List<MetricConfig> metrics, Map<String, Double> groupWeights) {

    public CanaryConfig {
        metrics = List.copyOf(metrics);
        groupWeights = Collections.unmodifiableMap(new LinkedHashMap<>(groupWeights));
    }

    /// The first metric of that name, as Kayenta chooses where a name stands twice.
    public Optional<MetricConfig> metric(String name) {
        return metrics.stream().filter(metric -> metric.name().equals(name)).findFirst();
    }
}
