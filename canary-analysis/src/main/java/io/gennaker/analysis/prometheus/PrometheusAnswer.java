package io.gennaker.analysis.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gennaker.analysis.metrics.MetricSourceUnavailable;
import io.gennaker.analysis.metrics.QueryRefused;
import io.gennaker.analysis.metrics.Series;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/// Reads one answer. Says of each refusal whether asking again can help.
final class PrometheusAnswer {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN = 300;

    private final URI address;
    private final String query;

    PrometheusAnswer(URI address, String query) {
        this.address = address;
        this.query = query;
    }

    List<Series> series(int status, byte[] body) throws QueryRefused, MetricSourceUnavailable {
        return switch (status) {
            case 200 -> result(json(status, body));
            // 400: the query is not valid; 422: it cannot be evaluated, for instance because of duplicate series.
            case 400, 422 ->
                throw new QueryRefused(
                        "Prometheus refused the query (%s): %s".formatted(message(json(status, body)), query));
            default ->
                throw new MetricSourceUnavailable(
                        "Prometheus at %s answered %d: %s".formatted(address, status, shown(body)), null);
        };
    }

    private List<Series> result(JsonNode answer) throws QueryRefused, MetricSourceUnavailable {
        var data = answer.path("data");
        var type = data.path("resultType").asText();
        var result = data.path("result");
        if (!"success".equals(answer.path("status").asText()) || !result.isArray()) {
            throw notUnderstood("status success with an array data.result", answer.toString());
        }
        checkWhole(answer.path("warnings"));
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
                throw new MetricSourceUnavailable(
                        "Prometheus at %s answered in part (%s), must be whole: %s"
                                .formatted(address, warning.asText(), query),
                        null);
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
            throw notUnderstood("[time, \"value\"]", pair.toString());
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
                    throw notUnderstood("a number", text);
                }
            }
        };
    }

    private JsonNode json(int status, byte[] body) throws MetricSourceUnavailable {
        try {
            return JSON.readTree(body);
        } catch (IOException malformed) {
            throw new MetricSourceUnavailable(
                    "what answers at %s is not Prometheus: status %d, expected JSON, found %s"
                            .formatted(address, status, shown(body)),
                    malformed);
        }
    }

    private MetricSourceUnavailable notUnderstood(String expected, String found) {
        return new MetricSourceUnavailable(
                "answer of Prometheus at %s not understood: expected %s, found %s"
                        .formatted(address, expected, shown(found.getBytes(StandardCharsets.UTF_8))),
                null);
    }

    private static String message(JsonNode answer) {
        return "%s: %s"
                .formatted(
                        answer.path("errorType").asText("unknown"),
                        answer.path("error").asText("no message"));
    }

    private static String shown(byte[] body) {
        var text = new String(body, 0, Math.min(body.length, SHOWN), StandardCharsets.UTF_8);
        return body.length > SHOWN ? text + "..." : text.isBlank() ? "nothing" : text;
    }
}
