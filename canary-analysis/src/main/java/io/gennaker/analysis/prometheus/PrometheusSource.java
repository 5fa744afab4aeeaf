package io.gennaker.analysis.prometheus;

import io.gennaker.analysis.exchange.Access;
import io.gennaker.analysis.exchange.HttpStore;
import io.gennaker.analysis.metrics.MetricSource;
import io.gennaker.analysis.metrics.MetricSourceUnavailable;
import io.gennaker.analysis.metrics.QueryRefused;
import io.gennaker.analysis.metrics.SampleGrid;
import io.gennaker.analysis.metrics.Series;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Metrics of a Prometheus or of anything that speaks its API.
///
/// Queries travel as a form in the body, so their length is not bounded by that of an address.
public final class PrometheusSource implements MetricSource {

    private final HttpStore store;

    /// @param address base address, for instance `http://prometheus:9090`
    /// @param timeout for one query with its whole answer
    /// @param largestAnswer in bytes
    public PrometheusSource(URI address, Access access, Duration timeout, int largestAnswer) {
        this.store = new HttpStore("Prometheus", address, access, timeout, largestAnswer);
    }

    @Override
    public List<Series> range(String query, SampleGrid grid)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        var form = new LinkedHashMap<String, String>();
        form.put("query", query);
        form.put("start", seconds(grid.first()));
        form.put("end", seconds(grid.last()));
        form.put("step", BigDecimal.valueOf(grid.step().toMillis(), 3).toPlainString());
        return ask("query_range", query, form);
    }

    @Override
    public List<Series> instant(String query, Instant at)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        var form = new LinkedHashMap<String, String>();
        form.put("query", query);
        form.put("time", seconds(at));
        return ask("query", query, form);
    }

    private List<Series> ask(String endpoint, String query, Map<String, String> form)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        var request = HttpRequest.newBuilder(store.endpoint("api/v1/" + endpoint))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encoded(form)));
        return new PrometheusAnswer(store.ask(request, query), query).series();
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String seconds(Instant time) {
        return BigDecimal.valueOf(time.toEpochMilli(), 3).toPlainString();
    }
}
