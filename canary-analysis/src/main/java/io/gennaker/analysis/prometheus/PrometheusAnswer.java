package io.gennaker.analysis.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.analysis.exchange.JsonAnswer;
import io.gennaker.analysis.metrics.MetricSourceUnavailable;
import io.gennaker.analysis.metrics.QueryRefused;
import io.gennaker.analysis.metrics.Series;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/// Reads one answer. Says of each refusal whether asking again can help.
final class PrometheusAnswer {

    private static final List<String> SIGNS_OF_A_STORE_AWAY =
            List.of("code = Unavailable", "code = DeadlineExceeded", "connection refused");

    /// Asked again, the query would exceed it again.
    private static final List<String> SIGNS_OF_A_LIMIT = List.of("limit", "too many samples");

    private final JsonAnswer answer;
    private final String query;

    PrometheusAnswer(JsonAnswer answer, String query) {
        this.answer = answer;
        this.query = query;
    }

    List<Series> series() throws QueryRefused, MetricSourceUnavailable {
        return switch (answer.status()) {
            case 200 -> result(answer.json());
            // 400: the query is not valid
            case 400 -> throw answer.refused(message(answer.json()), "PromQL");
            case 422 -> {
                var refusal = answer.json();
                if (isStoreAway(refusal)) {
                    throw answer.failed();
                }
                throw answer.refused(message(refusal), "PromQL");
            }
            default -> throw answer.failed();
        };
    }

    /// Mostly 422 says that the query cannot be evaluated, for instance because of duplicate series. What has its
    /// data from other stores (Thanos, Mimir, promxy, remote read) says so, too, of one that it cannot reach now.
    private static boolean isStoreAway(JsonNode refusal) {
        var error = refusal.path("error").asText();
        return refusal.path("errorType").asText().equals("execution")
                && SIGNS_OF_A_STORE_AWAY.stream().anyMatch(error::contains)
                && SIGNS_OF_A_LIMIT.stream().noneMatch(error::contains);
    }

    private List<Series> result(JsonNode found) throws QueryRefused, MetricSourceUnavailable {
        var data = found.path("data");
        var type = data.path("resultType").asText();
        var result = data.path("result");
        if (!"success".equals(found.path("status").asText()) || !result.isArray()) {
            throw answer.notUnderstood("status success with an array data.result", found.toString());
        }
        checkWhole(found.path("warnings"));
        return switch (type) {
            case "matrix" -> series(result, "values");
            case "vector" -> series(result, "value");
            case "scalar" -> List.of(new Series(new HashMap<>(), List.of(point(result))));
            default ->
                throw new QueryRefused("found a result of type '%s', must be one of [matrix, vector, scalar]: %s"
                        .formatted(type, query));
        };
    }

    /// What stands before several stores answers with those it reached, and a warning. Judging a part would be judging
    /// what was not seen. Remarks of PromQL itself say nothing of the kind.
    private void checkWhole(JsonNode warnings) throws MetricSourceUnavailable {
        for (var warning : warnings) {
            if (!warning.asText().startsWith("PromQL")) {
                throw answer.partial(warning.asText());
            }
        }
    }

    private List<Series> series(JsonNode result, String pointsName) throws MetricSourceUnavailable {
        var all = new ArrayList<Series>();
        for (var one : result) {
            var labels = new HashMap<String, String>();
            one.path("metric")
                    .properties()
                    .forEach(
                            label -> labels.put(label.getKey(), label.getValue().asText()));
            var points = one.path(pointsName);
            var read = new ArrayList<Series.Point>();
            if (pointsName.equals("value")) {
                read.add(point(points));
            } else {
                for (var point : points) {
                    read.add(point(point));
                }
            }
            all.add(new Series(labels, read));
        }
        return all;
    }

    /// A pair of the time in seconds and the value as text: `[1700000000.123, "0.5"]`.
    private Series.Point point(JsonNode pair) throws MetricSourceUnavailable {
        if (!pair.isArray()
                || pair.size() != 2
                || !pair.get(0).isNumber()
                || !pair.get(1).isTextual()) {
            throw answer.notUnderstood("[time, \"value\"]", pair.toString());
        }
        var millis = new BigDecimal(pair.get(0).asText()).movePointRight(3).longValue();
        return new Series.Point(Instant.ofEpochMilli(millis), value(pair.get(1).asText()));
    }

    private double value(String text) throws MetricSourceUnavailable {
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> {
                try {
                    yield Double.parseDouble(text);
                } catch (NumberFormatException _) {
                    throw answer.notUnderstood("a number", text);
                }
            }
        };
    }

    private static String message(JsonNode refusal) {
        return "%s: %s"
                .formatted(
                        refusal.path("errorType").asText("unknown"),
                        refusal.path("error").asText("no message"));
    }
}
