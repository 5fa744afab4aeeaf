package io.gennaker.analysis.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.analysis.exchange.JsonAnswer;
import io.gennaker.analysis.metrics.MetricSourceUnavailable;
import io.gennaker.analysis.metrics.Series;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Where the times and the values are in an answer. The paths must find as many of the one as of the other.
///
/// @param partial finds true, or a text, where the answer is not whole
public record JsonAnswerForm(String times, String values, TimeForm timeForm, Optional<String> partial) {

    /// How times are written.
    public enum TimeForm {
        SECONDS,
        MILLISECONDS,
        /// As `2026-11-26T12:00:00Z`.
        ISO;

        String write(Instant time) {
            return switch (this) {
                case SECONDS -> Long.toString(time.getEpochSecond());
                case MILLISECONDS -> Long.toString(time.toEpochMilli());
                case ISO -> time.toString();
            };
        }

        Instant read(String text) {
            return switch (this) {
                case SECONDS ->
                    Instant.ofEpochMilli(new BigDecimal(text).movePointRight(3).longValue());
                case MILLISECONDS -> Instant.ofEpochMilli(new BigDecimal(text).longValue());
                case ISO -> OffsetDateTime.parse(text).toInstant();
            };
        }
    }

    /// @throws IllegalArgumentException when a path is none
    public JsonAnswerForm {
        JsonPath.parse(times);
        JsonPath.parse(values);
        partial.ifPresent(JsonPath::parse);
    }

    /// One series; none where there is no value.
    List<Series> series(JsonAnswer answer) throws MetricSourceUnavailable {
        var document = answer.json();
        checkWhole(answer, document);
        checkShape(answer, document, times);
        checkShape(answer, document, values);
        var foundTimes = JsonPath.parse(times).in(document);
        var foundValues = JsonPath.parse(values).in(document);
        if (foundTimes.size() != foundValues.size()) {
            throw answer.notUnderstood(
                    "as many values at %s as times at %s".formatted(values, times),
                    "%d and %d in %s".formatted(foundValues.size(), foundTimes.size(), document));
        }
        var points = new ArrayList<Series.Point>();
        for (var index = 0; index < foundTimes.size(); index++) {
            points.add(new Series.Point(time(answer, foundTimes.get(index)), value(answer, foundValues.get(index))));
        }
        return points.isEmpty() ? List.of() : List.of(new Series(Map.of(), points));
    }

    /// No data are an empty list, not an answer of another shape.
    private static void checkShape(JsonAnswer answer, JsonNode document, String path) throws MetricSourceUnavailable {
        var parsed = JsonPath.parse(path);
        var stem = parsed.stem().in(document);
        if (stem.isEmpty() || (parsed.isOfMany() && !stem.getFirst().isContainerNode())) {
            throw answer.notUnderstood((parsed.isOfMany() ? "a list" : "a value") + " at " + path, document.toString());
        }
    }

    private void checkWhole(JsonAnswer answer, JsonNode document) throws MetricSourceUnavailable {
        if (partial.isEmpty()) {
            return;
        }
        for (var found : JsonPath.parse(partial.get()).in(document)) {
            if (found.asBoolean() || (found.isTextual() && !found.asText().isEmpty())) {
                throw answer.partial(partial.get() + " is " + found.asText());
            }
        }
    }

    private Instant time(JsonAnswer answer, JsonNode node) throws MetricSourceUnavailable {
        try {
            return timeForm.read(node.asText());
        } catch (NumberFormatException | DateTimeException _) {
            throw answer.notUnderstood(
                    "a time in " + timeForm.name().toLowerCase(Locale.ROOT) + " at " + times, node.toString());
        }
    }

    private double value(JsonAnswer answer, JsonNode node) throws MetricSourceUnavailable {
        if (node.isNull()) {
            return Double.NaN;
        }
        try {
            return node.isTextual() || node.isNumber() ? Double.parseDouble(node.asText()) : notNumber(answer, node);
        } catch (NumberFormatException _) {
            return notNumber(answer, node);
        }
    }

    private double notNumber(JsonAnswer answer, JsonNode node) throws MetricSourceUnavailable {
        throw answer.notUnderstood("a number or null at " + values, node.toString());
    }
}
