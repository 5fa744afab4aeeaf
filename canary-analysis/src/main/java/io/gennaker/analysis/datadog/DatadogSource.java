package io.gennaker.analysis.datadog;

import io.gennaker.analysis.exchange.Access;
import io.gennaker.analysis.exchange.HttpStore;
import io.gennaker.analysis.exchange.SecretFile;
import io.gennaker.analysis.metrics.MetricSourceUnavailable;
import io.gennaker.analysis.metrics.QueryRefused;
import io.gennaker.analysis.metrics.SampleGrid;
import io.gennaker.analysis.metrics.Series;
import io.gennaker.analysis.metrics.SeriesSource;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Metrics of Datadog, by version 1 of its query API.
public final class DatadogSource implements SeriesSource {

    /// The keys of an account, by their files.
    public record Keys(Path apiKeyFile, Path applicationKeyFile) {}

    private final HttpStore store;
    private final Keys keys;

    /// @param address of the API of a site, for instance `https://api.datadoghq.eu`
    /// @param timeout for one query with its whole answer
    /// @param largestAnswer in bytes
    public DatadogSource(URI address, Keys keys, Access access, Duration timeout, int largestAnswer) {
        this.store = new HttpStore("Datadog", address, access, timeout, largestAnswer);
        this.keys = keys;
    }

    /// Datadog names an interval by its begin; asking one step further back gives the one that ends with the first
    /// sample.
    @Override
    public List<Series> range(String query, SampleGrid grid)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        var endpoint = store.endpoint("api/v1/query?from=%d&to=%d&query=%s"
                .formatted(
                        grid.first().minus(grid.step()).getEpochSecond(),
                        grid.last().getEpochSecond(),
                        URLEncoder.encode(query, StandardCharsets.UTF_8)));
        var request = HttpRequest.newBuilder(endpoint).GET();
        HttpStore.secretHeader(request, "DD-API-KEY", SecretFile.read(keys.apiKeyFile()));
        HttpStore.secretHeader(request, "DD-APPLICATION-KEY", SecretFile.read(keys.applicationKeyFile()));
        return new DatadogAnswer(store.ask(request, query)).series();
    }
}
