package io.gennaker.judges.kayenta.reference;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.judges.kayenta.reference.KayentaReference.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.commons.math3.util.Precision;

/// Kayenta's scores, from the labels.
final class ReferenceScore {
    private static final Set<String> COUNTED = Set.of("Pass", "High", "Low", "NodataFailMetric");

    private final Map<String, Double> weights;
    private final double pass;
    private final double marginal;

    ReferenceScore(Map<String, Double> weights, double pass, double marginal) {
        this.weights = inScalasOrder(weights);
        this.pass = pass;
        this.marginal = marginal;
    }

    void addTo(ObjectNode document, List<Result> results) {
        var counted = results.stream().filter(result -> !result.muted()).toList();
        var labels = new LinkedHashMap<String, List<String>>();
        for (var result : counted) {
            for (var group : Objects.requireNonNull(result.groups())) {
                labels.computeIfAbsent(group, _ -> new ArrayList<>()).add(result.label());
            }
        }
        var groups = document.putArray("groupScores");
        var scores = new LinkedHashMap<String, Double>();
        inScalasOrder(labels).forEach((group, own) -> {
            var total = own.stream().filter(COUNTED::contains).count();
            var passed = own.stream().filter("Pass"::equals).count();
            var score = total == 0 ? 0.0 : (passed / (double) total) * 100;
            scores.put(group, total == 0 ? 100.0 : score);
            groups.addObject()
                    .put("name", group)
                    .put("score", score)
                    .put("classification", "")
                    .put("classificationReason", "");
        });
        addSummary(document.putObject("score"), counted, scores);
    }

    private void addSummary(ObjectNode summary, List<Result> counted, Map<String, Double> scores) {
        var score = 0.0;
        var reason = "";
        var critical = counted.stream()
                .filter(result -> result.critical() && !result.label().equals("Pass"))
                .findFirst();
        var nodata = counted.stream()
                .filter(result -> result.label().equals("Nodata"))
                .count();
        if (critical.isPresent()) {
            reason = "Canary Failed: " + critical.get().reason();
        } else if ((double) nodata / counted.size() * 100 >= 50) {
            reason = "Canary Failed: 50% or more metrics returned NODATA";
        } else {
            score = sum(scores);
        }
        KayentaReference.put(summary, "score", score);
        summary.put("classification", score >= pass ? "Pass" : score >= marginal ? "Marginal" : "Fail");
        summary.put("classificationReason", reason);
    }

    private double sum(Map<String, Double> scores) {
        var configured = 0.0;
        for (var weight : weights.values()) {
            configured += weight;
        }
        var without = scores.keySet().stream()
                .filter(group -> !weights.containsKey(group))
                .count();
        var share = without == 0 ? 0.0 : (100 - configured) / without;
        var sum = 0.0;
        for (var group : scores.entrySet()) {
            sum += group.getValue() * (weights.getOrDefault(group.getKey(), share) / 100);
        }
        return Precision.round(sum, 2);
    }

    /// Maps of Scala 2.12: up to four entries as they came, more in the order of a trie of their hashes.
    private static <V> Map<String, V> inScalasOrder(Map<String, V> map) {
        if (map.size() <= 4) {
            return map;
        }
        var ordered = new LinkedHashMap<String, V>();
        map.entrySet().stream()
                .sorted(Comparator.comparing(entry -> trieKey(entry.getKey())))
                .forEach(entry -> ordered.put(entry.getKey(), entry.getValue()));
        return ordered;
    }

    private static String trieKey(String text) {
        var hash = text.hashCode();
        hash = hash + ~(hash << 9);
        hash = hash ^ (hash >>> 14);
        hash = hash + (hash << 4);
        hash = hash ^ (hash >>> 10);
        var key = new StringBuilder();
        for (var level = 0; level < 32; level += 5) {
            key.append((char) ('A' + ((hash >>> level) & 0x1f)));
        }
        return key.toString();
    }
}
