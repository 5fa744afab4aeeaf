package io.gennaker.analysis.prometheus;

import io.gennaker.analysis.metrics.MetricSource;
import io.gennaker.analysis.metrics.MetricSourceUnavailable;
import io.gennaker.analysis.metrics.QueryRefused;
import io.gennaker.analysis.metrics.SampleGrid;
import io.gennaker.analysis.metrics.Series;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Metrics of a Prometheus or of anything that speaks its API.
///
/// Queries travel as a form in the body, so their length is not bounded by that of an address. Answers are bounded in
/// size and in time. Nothing is retried here: the operation that asks decides that, because it has a deadline and
/// reports progress.
public final class PrometheusSource implements MetricSource {

    private final HttpClient client;
    private final Access access;
    private final URI address;
    private final Duration timeout;
    private final int largestAnswer;

    /// @param address base address, for instance `http://prometheus:9090`
    /// @param timeout for one query with its whole answer
    /// @param largestAnswer in bytes
    public PrometheusSource(URI address, Access access, Duration timeout, int largestAnswer) {
        if (address.getHost() == null || !List.of("http", "https").contains(String.valueOf(address.getScheme()))) {
            throw new IllegalArgumentException(
                    "Prometheus address: found '" + address + "', must be http://HOST[:PORT] or https://HOST[:PORT]");
        }
        this.client =
                access.trusting(HttpClient.newBuilder().connectTimeout(timeout)).build();
        this.access = access;
        this.address = address;
        this.timeout = timeout;
        this.largestAnswer = largestAnswer;
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
        var builder = HttpRequest.newBuilder(endpoint(endpoint))
                .timeout(timeout)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(encoded(form)));
        access.authorization().ifPresent(secret -> builder.header("Authorization", secret));
        var answer = send(builder.build(), query);
        return new PrometheusAnswer(address, query).series(answer.statusCode(), answer.body());
    }

    /// The client's own timeout ends with the headers of the answer; this one covers its body too.
    private HttpResponse<byte[]> send(HttpRequest request, String query)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        var pending = client.sendAsync(request, info -> new BoundedBody(largestAnswer));
        try {
            return pending.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new MetricSourceUnavailable(
                    "Prometheus at %s gave no answer within %s".formatted(address, timeout), late);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof AnswerTooLarge tooLarge) {
                throw new QueryRefused("%s; aggregate the query: %s".formatted(tooLarge.getMessage(), query));
            }
            throw new MetricSourceUnavailable(
                    "Prometheus at %s cannot be reached: %s".formatted(address, describe(failed.getCause())), failed);
        } finally {
            pending.cancel(true);
        }
    }

    /// Some of the client's exceptions have no message, only a name that says enough.
    private static String describe(@Nullable Throwable cause) {
        if (cause == null) {
            return "unknown cause";
        }
        return cause.getMessage() == null
                ? cause.getClass().getSimpleName()
                : cause.getClass().getSimpleName() + " " + cause.getMessage();
    }

    private URI endpoint(String name) {
        var base = address.toString();
        return URI.create((base.endsWith("/") ? base : base + "/") + "api/v1/" + name);
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
