package io.gennaker.analysis.googlecloud;

import com.google.monitoring.v3.Aggregation;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A query of Cloud Monitoring as text, one setting a line, named as in its API:
///
/// ```
/// filter: metric.type="istio.io/service/server/request_count" AND resource.type="k8s_container"
/// perSeriesAligner: ALIGN_RATE
/// crossSeriesReducer: REDUCE_SUM
/// groupByFields: metric.label.response_code
/// alignmentPeriod: 60s
/// project: acme-production
/// ```
///
/// @param alignmentPeriod empty: the step, and at least a minute
/// @param project empty: that of the source
record MonitoringQuery(
        String filter,
        Aggregation.Aligner aligner,
        Aggregation.Reducer reducer,
        List<String> groupByFields,
        Optional<Duration> alignmentPeriod,
        Optional<String> project) {

    static final Duration SHORTEST_PERIOD = Duration.ofMinutes(1);

    private static final Set<String> SETTINGS = new TreeSet<>(
            Set.of("filter", "perSeriesAligner", "crossSeriesReducer", "groupByFields", "alignmentPeriod", "project"));

    /// @throws IllegalArgumentException saying what was found and what is allowed
    static MonitoringQuery parse(String text) {
        var settings = settings(text);
        return new MonitoringQuery(
                required(settings, "filter"),
                aligner(required(settings, "perSeriesAligner")),
                reducer(settings.getOrDefault("crossSeriesReducer", "REDUCE_NONE")),
                Arrays.stream(settings.getOrDefault("groupByFields", "").split(","))
                        .map(String::strip)
                        .filter(field -> !field.isEmpty())
                        .toList(),
                Optional.ofNullable(settings.get("alignmentPeriod")).map(MonitoringQuery::period),
                Optional.ofNullable(settings.get("project")));
    }

    private static Map<String, String> settings(String text) {
        var settings = new LinkedHashMap<String, String>();
        text.lines().filter(line -> !line.isBlank()).forEach(line -> {
            var parts = line.split(":", 2);
            var name = parts[0].strip();
            if (parts.length < 2 || !SETTINGS.contains(name)) {
                throw new IllegalArgumentException(
                        "query: found line '%s', must be NAME: VALUE with a name of %s".formatted(line, SETTINGS));
            }
            if (settings.putIfAbsent(name, parts[1].strip()) != null) {
                throw new IllegalArgumentException("query: found '" + name + "' twice, must be there once");
            }
        });
        return settings;
    }

    private static String required(Map<String, String> settings, String name) {
        var value = settings.getOrDefault(name, "");
        if (value.isEmpty()) {
            throw new IllegalArgumentException(
                    "query: found no '" + name + "', must be there: NAME: VALUE, one a line");
        }
        return value;
    }

    private static Aggregation.Aligner aligner(String name) {
        return Arrays.stream(Aggregation.Aligner.values())
                .filter(aligner -> aligner != Aggregation.Aligner.UNRECOGNIZED
                        && aligner.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(
                        "perSeriesAligner",
                        name,
                        Arrays.stream(Aggregation.Aligner.values())
                                .map(Enum::name)
                                .toList()));
    }

    private static Aggregation.Reducer reducer(String name) {
        return Arrays.stream(Aggregation.Reducer.values())
                .filter(reducer -> reducer != Aggregation.Reducer.UNRECOGNIZED
                        && reducer.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(
                        "crossSeriesReducer",
                        name,
                        Arrays.stream(Aggregation.Reducer.values())
                                .map(Enum::name)
                                .toList()));
    }

    private static IllegalArgumentException unknown(String setting, String found, List<String> names) {
        return new IllegalArgumentException("query: found %s '%s', must be one of %s"
                .formatted(
                        setting,
                        found,
                        names.stream()
                                .filter(name -> !name.equals("UNRECOGNIZED"))
                                .toList()));
    }

    /// A placeholder is filled in later, and looked at then.
    private static Duration period(String text) {
        if (text.matches("\\$\\{[a-zA-Z]+}s?")) {
            return SHORTEST_PERIOD;
        }
        if (!text.matches("\\d{1,6}s") || Long.parseLong(text.replace("s", "")) < SHORTEST_PERIOD.toSeconds()) {
            throw new IllegalArgumentException(
                    "query: found alignmentPeriod '" + text + "', must be seconds such as 60s, at least 60s");
        }
        return Duration.ofSeconds(Long.parseLong(text.replace("s", "")));
    }
}
