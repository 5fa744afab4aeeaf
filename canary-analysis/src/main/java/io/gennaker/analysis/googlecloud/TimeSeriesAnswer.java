package io.gennaker.analysis.googlecloud;

import com.google.api.gax.rpc.ApiException;
import com.google.monitoring.v3.ListTimeSeriesResponse;
import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeSeries;
import com.google.protobuf.Value;
import com.google.protobuf.util.Timestamps;
import io.gennaker.analysis.metrics.MetricSourceUnavailable;
import io.gennaker.analysis.metrics.QueryRefused;
import io.gennaker.analysis.metrics.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads the answer to one query. Says of each refusal whether asking again can help.
final class TimeSeriesAnswer {

    private final String query;
    private final String address;

    TimeSeriesAnswer(String query, String address) {
        this.query = query;
        this.address = address;
    }

    /// Those of one page. Errors beside the data mean that some are missing.
    List<Series> series(ListTimeSeriesResponse page) throws QueryRefused, MetricSourceUnavailable {
        if (page.getExecutionErrorsCount() > 0) {
            throw new MetricSourceUnavailable(
                    "Cloud Monitoring at %s answered in part (%s), must be whole: %s"
                            .formatted(address, page.getExecutionErrors(0).getMessage(), query),
                    null);
        }
        var all = new ArrayList<Series>();
        for (var series : page.getTimeSeriesList()) {
            var points = new ArrayList<Series.Point>();
            for (var point : series.getPointsList()) {
                points.add(point(point));
            }
            all.add(new Series(labels(series), points));
        }
        return all;
    }

    /// A long series goes over several pages.
    List<Series> joined(List<Series> pages) {
        var points = new LinkedHashMap<Map<String, String>, List<Series.Point>>();
        pages.forEach(series ->
                points.computeIfAbsent(series.labels(), _ -> new ArrayList<>()).addAll(series.points()));
        return points.entrySet().stream()
                .map(series -> new Series(series.getKey(), series.getValue()))
                .toList();
    }

    private static Map<String, String> labels(TimeSeries series) {
        var labels = new HashMap<String, String>();
        series.getResource().getLabelsMap().forEach((name, value) -> labels.put("resource." + name, value));
        series.getMetric().getLabelsMap().forEach((name, value) -> labels.put("metric." + name, value));
        // there where series are grouped by it
        var metadata = series.getMetadata();
        metadata.getUserLabelsMap().forEach((name, value) -> labels.put("metadata.user." + name, value));
        metadata.getSystemLabels()
                .getFieldsMap()
                .forEach((name, value) -> labels.put("metadata.system." + name, text(value)));
        return labels;
    }

    private static String text(Value value) {
        return value.hasStringValue()
                ? value.getStringValue()
                : value.toString().strip();
    }

    private Series.Point point(Point point) throws QueryRefused, MetricSourceUnavailable {
        var value = point.getValue();
        var number =
                switch (value.getValueCase()) {
                    case DOUBLE_VALUE -> value.getDoubleValue();
                    case INT64_VALUE -> (double) value.getInt64Value();
                    case BOOL_VALUE -> value.getBoolValue() ? 1.0 : 0.0;
                    case DISTRIBUTION_VALUE, STRING_VALUE ->
                        throw new QueryRefused(
                                "found values of type %s, must be numbers; use an aligner such as ALIGN_PERCENTILE_95 or ALIGN_RATE: %s"
                                        .formatted(value.getValueCase(), query));
                    case VALUE_NOT_SET ->
                        throw new MetricSourceUnavailable(
                                "answer of Cloud Monitoring at %s not understood: expected a number, found none"
                                        .formatted(address),
                                null);
                };
        var end = point.getInterval().getEndTime();
        return new Series.Point(Instant.ofEpochMilli(Timestamps.toMillis(end)), number);
    }

    QueryRefused tooLarge(int most) {
        return new QueryRefused("the answer is larger than %d bytes; aggregate the query: %s".formatted(most, query));
    }

    MetricSourceUnavailable late(Duration timeout, Throwable late) {
        return new MetricSourceUnavailable(
                "Cloud Monitoring at %s gave no answer within %s".formatted(address, timeout), late);
    }

    MetricSourceUnavailable unreachable(Throwable failed) {
        return new MetricSourceUnavailable(
                "Cloud Monitoring at %s cannot be reached: %s".formatted(address, failed.getMessage()), failed);
    }

    /// A metric that is not found may be written later, a quota is given back, a right is granted.
    MetricSourceUnavailable failure(ApiException failed, Duration timeout, int most) throws QueryRefused {
        var message = String.valueOf(failed.getMessage());
        return switch (failed.getStatusCode().getCode()) {
            case INVALID_ARGUMENT, OUT_OF_RANGE, FAILED_PRECONDITION ->
                throw new QueryRefused(
                        "Cloud Monitoring refused the query (%s), expected a filter and an aggregation of its API: %s"
                                .formatted(message, query));
            case DEADLINE_EXCEEDED -> late(timeout, failed);
            case RESOURCE_EXHAUSTED -> {
                // How gRPC says that a message is longer than it may be; a quota has other words.
                if (message.contains("exceeds maximum size")) {
                    throw tooLarge(most);
                }
                yield answered(failed, message);
            }
            case OK,
                    CANCELLED,
                    UNKNOWN,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    PERMISSION_DENIED,
                    ABORTED,
                    UNIMPLEMENTED,
                    INTERNAL,
                    UNAVAILABLE,
                    DATA_LOSS,
                    UNAUTHENTICATED -> answered(failed, message);
        };
    }

    private MetricSourceUnavailable answered(ApiException failed, String message) {
        return new MetricSourceUnavailable(
                "Cloud Monitoring at %s answered %s: %s"
                        .formatted(address, failed.getStatusCode().getCode(), message),
                failed);
    }
}
