package io.gennaker.analysis.http;

import io.gennaker.judges.CanaryResult;
import io.gennaker.judges.MetricJudgement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A result in the shape and the words of Kayenta's judge. Numbers that JSON cannot hold are null.
record JudgeAnswer(List<Metric> results, List<Group> groupScores, Score score) {

    record Metric(
            String name,
            String id,
            String classification,
            @Nullable String classificationReason,
            boolean critical,
            boolean muted,
            int experimentCount,
            int controlCount,
            @Nullable Double ratio) {}

    record Group(String name, double score) {}

    record Score(double score, String classification, String classificationReason) {}

    static JudgeAnswer of(CanaryResult result) {
        return new JudgeAnswer(
                result.metrics().stream().map(JudgeAnswer::metric).toList(),
                result.groups().stream()
                        .map(group -> new Group(group.name(), group.score()))
                        .toList(),
                new Score(
                        result.score().value(),
                        result.score().grade().text(),
                        result.score().reason()));
    }

    private static Metric metric(MetricJudgement judgement) {
        var ratio = judgement.classification().ratio();
        return new Metric(
                judgement.pair().name(),
                judgement.pair().id(),
                judgement.label().text(),
                judgement.classification().reason(),
                judgement.classification().critical(),
                judgement.metric().muted(),
                judgement.experimentStatistics().count(),
                judgement.controlStatistics().count(),
                ratio == null || !Double.isFinite(ratio) ? null : ratio);
    }
}
