package io.gennaker.analysis.datadog;

import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.analysis.exchange.JsonAnswer;
import io.gennaker.analysis.metrics.MetricSourceUnavailable;
import io.gennaker.analysis.metrics.QueryRefused;
import io.gennaker.analysis.metrics.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads one answer.
final class DatadogAnswer {

    private static final String EXPECTED = "a metrics query such as avg:NAME{TAG:VALUE}";

    private final JsonAnswer answer;

    DatadogAnswer(JsonAnswer answer) {
        this.answer = answer;
    }

    List<Series> series() throws QueryRefused, MetricSourceUnavailable {
        return switch (answer.status()) {
            case 200 -> result(answer.json());
            case 400, 422 ->
                throw answer.refused(answer.json().path("errors").path(0).asText(answer.shown()), EXPECTED);
            default -> throw answer.failed();
        };
    }

    /// Datadog also refuses with 200, and then says so in the body. Data beside an error are a part.
    private List<Series> result(JsonNode found) throws QueryRefused, MetricSourceUnavailable {
        var error = found.path("error").asText("");
        var series = found.path("series");
        if (!"ok".equals(found.path("status").asText())) {
            if (error.isEmpty()) {
                throw answer.notUnderstood("status ok with an array series", found.toString());
            }
            throw answer.refused(error, EXPECTED);
        }
        if (!series.isArray()) {
            throw answer.notUnderstood("status ok with an array series", found.toString());
        }
        if (!error.isEmpty()) {
            throw answer.partial(error);
        }
        var all = new ArrayList<Series>();
        for (var one : series) {
            all.add(new Series(labels(one), points(one)));
        }
        return all;
    }

    /// Tags are texts `name:value`.
    private static Map<String, String> labels(JsonNode series) {
        var labels = new HashMap<String, String>();
        for (var tag : series.path("tag_set")) {
            var parts = tag.asText().split(":", 2);
            labels.put(parts[0], parts.length == 2 ? parts[1] : "");
        }
        return labels;
    }

    private List<Series.Point> points(JsonNode series) throws MetricSourceUnavailable {
        var pointlist = series.path("pointlist");
        if (!pointlist.isArray()) {
            throw answer.notUnderstood("an array pointlist", series.toString());
        }
        var interval = Duration.ofSeconds(series.path("interval").asLong(0));
        var points = new ArrayList<Series.Point>();
        for (var point : pointlist) {
            points.add(point(point, interval));
        }
        return points;
    }

    /// A pair of the begin of the interval in milliseconds and the value, which is null where there is none.
    private Series.Point point(JsonNode pair, Duration interval) throws MetricSourceUnavailable {
        if (!pair.isArray()
                || pair.size() != 2
                || !pair.get(0).isNumber()
                || !(pair.get(1).isNumber() || pair.get(1).isNull())) {
            throw answer.notUnderstood("[milliseconds, value]", pair.toString());
        }
        var value = pair.get(1).isNull() ? Double.NaN : pair.get(1).doubleValue();
        return new Series.Point(Instant.ofEpochMilli(pair.get(0).longValue()).plus(interval), value);
    }
}
