package io.gennaker.judges.kayenta;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.judges.CanaryResult;
import io.gennaker.judges.CanaryResult.GroupScore;
import io.gennaker.judges.MetricJudgement;
import io.gennaker.judges.Statistics;

/// Kayenta's form of a judge's result. A number that JSON cannot hold is a text: `NaN`, `Infinity`, `-Infinity`.
final class ResultJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ResultJson() {}

    static ObjectNode of(String judgeName, CanaryResult result) {
        var document = JSON.objectNode().put("judgeName", judgeName);
        var metrics = document.putArray("results");
        result.metrics().forEach(metric -> addMetric(metrics, metric));
        var groups = document.putArray("groupScores");
        result.groups().forEach(group -> addGroup(groups, group));
        var score = document.putObject("score");
        putNumber(score, "score", result.score().value());
        score.put("classification", result.score().grade().text())
                .put("classificationReason", result.score().reason());
        return document;
    }

    private static void addMetric(ArrayNode metrics, MetricJudgement judgement) {
        var classification = judgement.classification();
        var metric = metrics.addObject().put("name", judgement.pair().name());
        var tags = metric.putObject("tags");
        judgement.pair().tags().forEach(tags::put);
        if (!judgement.pair().id().isEmpty()) {
            metric.put("id", judgement.pair().id());
        }
        metric.put("classification", judgement.label().text());
        if (classification.reason() != null) {
            metric.put("classificationReason", classification.reason());
        }
        var groups = metric.putArray("groups");
        judgement.metric().groups().forEach(groups::add);
        metric.set("experimentMetadata", metadata(judgement.experimentStatistics()));
        metric.set("controlMetadata", metadata(judgement.controlStatistics()));
        if (classification.ratio() != null) {
            putNumber(metric.putObject("resultMetadata"), "ratio", classification.ratio());
        }
        metric.put("critical", classification.critical());
        metric.put("muted", judgement.metric().muted());
    }

    private static ObjectNode metadata(Statistics statistics) {
        var metadata = JSON.objectNode();
        var stats = metadata.putObject("stats").put("count", statistics.count());
        putNumber(stats, "mean", statistics.mean());
        putNumber(stats, "min", statistics.min());
        putNumber(stats, "std", statistics.deviation());
        putNumber(stats, "max", statistics.max());
        return metadata;
    }

    private static void addGroup(ArrayNode groups, GroupScore group) {
        var scored = groups.addObject().put("name", group.name());
        putNumber(scored, "score", group.score());
        scored.put("classification", "").put("classificationReason", "");
    }

    private static void putNumber(ObjectNode object, String name, double value) {
        if (Double.isFinite(value)) {
            object.put(name, value);
        } else {
            object.put(name, Double.toString(value));
        }
    }
}
