package io.gennaker.analysis.json;

import io.gennaker.analysis.exchange.Access;
import io.gennaker.analysis.exchange.HttpStore;
import io.gennaker.analysis.metrics.MetricSourceUnavailable;
import io.gennaker.analysis.metrics.QueryRefused;
import io.gennaker.analysis.metrics.SampleGrid;
import io.gennaker.analysis.metrics.Series;
import io.gennaker.analysis.metrics.SeriesSource;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Metrics of anything that answers an HTTP request with times and values in JSON.
public final class JsonSource implements SeriesSource {

    private final HttpStore store;
    private final JsonRequest request;
    private final JsonAnswerForm form;

    /// @param timeout for one query with its whole answer
    /// @param largestAnswer in bytes
    public JsonSource(JsonRequest request, JsonAnswerForm form, Access access, Duration timeout, int largestAnswer) {
        this.store = new HttpStore("the source", request.base(), access, timeout, largestAnswer);
        this.request = request;
        this.form = form;
    }

    @Override
    public List<Series> range(String query, SampleGrid grid)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        var values = Map.of(
                "query", query,
                "start", form.timeForm().write(grid.first()),
                "end", form.timeForm().write(grid.last()),
                "step", Long.toString(Math.max(1, grid.step().toSeconds())));
        var builder = HttpRequest.newBuilder(request.filledUrl(values));
        request.headers().forEach(builder::header);
        request.filledBody(values).ifPresent(body -> builder.POST(HttpRequest.BodyPublishers.ofString(body)));
        if (request.body().isPresent() && !request.headers().containsKey("Content-Type")) {
            builder.header("Content-Type", "application/json");
        }
        var answer = store.ask(builder, query);
        return switch (answer.status()) {
            case 200 -> form.series(answer);
            case 400, 422 -> throw answer.refused(answer.shown(), "a query of that source");
            default -> throw answer.failed();
        };
    }
}
