package io.gennaker.judges;

import java.util.List;

/// The `mann-whitney` judge: compares each metric of the canary with the baseline's by the Mann-Whitney rank test and
/// adds the labels up to a score. The algorithm is that of Kayenta's NetflixACAJudge-v1.0. Deterministic under
/// [JudgePolicy#strict].
public final class MannWhitneyJudge {

    private final Classifier classifier;
    private final GroupOrder groupOrder;

    public MannWhitneyJudge(JudgePolicy policy) {
        this.classifier = new Classifier(policy);
        this.groupOrder = policy.groupOrder();
    }

    /// Judges the pairs in their order. Several pairs may have one name.
    ///
    /// @throws IllegalArgumentException when a pair has a name that the configuration does not know
    public CanaryResult judge(CanaryConfig config, ScoreThresholds thresholds, List<MetricPair> pairs) {
        var judgements = pairs.stream().map(pair -> judge(config, pair)).toList();
        return new Scorer(config.groupWeights(), thresholds, groupOrder).score(judgements);
    }

    private MetricJudgement judge(CanaryConfig config, MetricPair pair) {
        var metric = config.metric(pair.name())
                .orElseThrow(() -> new IllegalArgumentException("metric pair: found name '%s', must be one of %s"
                        .formatted(
                                pair.name(),
                                config.metrics().stream()
                                        .map(MetricConfig::name)
                                        .toList())));
        var control = Preparation.prepare(pair.control(), metric);
        var experiment = Preparation.prepare(pair.experiment(), metric);
        return new MetricJudgement(
                pair,
                metric,
                Statistics.of(control),
                Statistics.of(experiment),
                classifier.classify(metric, control, experiment));
    }
}
