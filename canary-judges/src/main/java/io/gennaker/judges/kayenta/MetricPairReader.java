package io.gennaker.judges.kayenta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gennaker.judges.MetricPair;
import io.gennaker.judges.Samples;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads Kayenta's metric set pairs. Numbers that JSON cannot hold are the texts `NaN`, `Infinity` and `-Infinity`;
/// null and an empty text read as 0.0, as in Kayenta.
public final class MetricPairReader {

    private MetricPairReader() {}

    /// @param pairs an array of objects with `name`, `id`, `tags` and `values.control`, `values.experiment`
    /// @param most the largest number of values in all, so that a request cannot exhaust the memory or the
    /// processor
    /// @throws IllegalArgumentException naming the place in the document, what was found and what is allowed
    public static List<MetricPair> read(JsonNode pairs, int most) {
        var holder = JsonObject.root("request", wrapped(pairs));
        var all = holder.objects("metricSetPairs");
        var total = all.stream()
                .map(pair -> pair.object("values"))
                .mapToInt(values -> values.elements("control").size()
                        + values.elements("experiment").size())
                .sum();
        if (total > most) {
            throw new IllegalArgumentException(
                    "metricSetPairs: found " + total + " values, must be at most " + most + " in all");
        }
        return all.stream().map(MetricPairReader::pair).toList();
    }

    private static JsonNode wrapped(JsonNode pairs) {
        return JsonNodeFactory.instance.objectNode().set("metricSetPairs", pairs);
    }

    private static MetricPair pair(JsonObject pair) {
        var values = pair.object("values");
        return new MetricPair(
                pair.text("name"),
                pair.text("id", ""),
                tags(pair.object("tags")),
                samples(values, "control"),
                samples(values, "experiment"));
    }

    private static Map<String, String> tags(JsonObject object) {
        var tags = new LinkedHashMap<String, String>();
        object.node()
                .properties()
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
        return tags;
    }

    private static Samples samples(JsonObject values, String side) {
        return Samples.of(values.elements(side).stream()
                .mapToDouble(value -> sample(values.path() + "." + side, value))
                .toArray());
    }

    private static double sample(String place, JsonNode value) {
        if (value.isNumber()) {
            return value.doubleValue();
        }
        if (value.isNull()) {
            return 0.0;
        }
        try {
            return value.isTextual() ? text(value.textValue()) : JsonObject.typedNumber(place, value);
        } catch (IllegalArgumentException _) {
            throw JsonObject.refusal(place, value, "a number, null, \"NaN\", \"Infinity\" or \"-Infinity\"");
        }
    }

    private static double text(String value) {
        return switch (value) {
            case "NaN" -> Double.NaN;
            case "Infinity", "INF" -> Double.POSITIVE_INFINITY;
            case "-Infinity", "-INF" -> Double.NEGATIVE_INFINITY;
            case "" -> 0.0;
            default -> Double.parseDouble(value.strip());
        };
    }
}
