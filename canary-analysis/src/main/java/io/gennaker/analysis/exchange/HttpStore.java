package io.gennaker.analysis.exchange;

import io.gennaker.analysis.metrics.MetricSourceUnavailable;
import io.gennaker.analysis.metrics.QueryRefused;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A metrics store that is asked over HTTP. Answers are bounded in size and in time. Nothing is retried here: the
/// operation that asks decides that, because it has a deadline and reports progress.
public final class HttpStore {

    private final String kind;
    private final HttpClient client;
    private final Access access;
    private final URI address;
    private final Duration timeout;
    private final int largestAnswer;

    /// @param kind what it is called in messages
    /// @param address for instance `http://prometheus:9090`
    /// @param timeout for one query with its whole answer
    /// @param largestAnswer in bytes
    public HttpStore(String kind, URI address, Access access, Duration timeout, int largestAnswer) {
        if (address.getHost() == null || !List.of("http", "https").contains(String.valueOf(address.getScheme()))) {
            throw new IllegalArgumentException(
                    kind + " address: found '" + address + "', must be http://HOST[:PORT] or https://HOST[:PORT]");
        }
        this.kind = kind;
        this.client =
                access.trusting(HttpClient.newBuilder().connectTimeout(timeout)).build();
        this.access = access;
        this.address = address;
        this.timeout = timeout;
        this.largestAnswer = largestAnswer;
    }

    /// An address below that of the store.
    public URI endpoint(String path) {
        var base = address.toString();
        return URI.create((base.endsWith("/") ? base : base + "/") + path);
    }

    /// Sends a request, with the authorization where there is one.
    public JsonAnswer ask(HttpRequest.Builder request, String query)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        request.timeout(timeout).header("Accept", "application/json");
        var authorization = access.authorization();
        if (authorization.isPresent()) {
            secretHeader(request, "Authorization", authorization.get());
        }
        return send(request.build(), query);
    }

    /// Sets a header to a secret. The client quotes what it refuses, and what it says is told to people: so not even as
    /// a cause.
    ///
    /// @throws MetricSourceUnavailable without a word of the secret
    public static void secretHeader(HttpRequest.Builder request, String name, String secret)
            throws MetricSourceUnavailable {
        try {
            request.header(name, secret);
        } catch (IllegalArgumentException quoted) {
            throw new MetricSourceUnavailable(
                    "the secret for the header " + name + " holds characters that may not be sent", null);
        }
    }

    /// The client's own timeout ends with the headers of the answer; this one covers its body too.
    private JsonAnswer send(HttpRequest request, String query)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        var pending = client.sendAsync(request, _ -> new BoundedBody(largestAnswer));
        try {
            var answer = pending.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new JsonAnswer(kind, address, query, answer.statusCode(), answer.body());
        } catch (TimeoutException late) {
            throw new MetricSourceUnavailable(
                    "%s at %s gave no answer within %s".formatted(kind, address, timeout), late);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof AnswerTooLarge tooLarge) {
                throw new QueryRefused("%s; aggregate the query: %s".formatted(tooLarge.getMessage(), query));
            }
            throw new MetricSourceUnavailable(
                    "%s at %s cannot be reached: %s".formatted(kind, address, describe(failed.getCause())), failed);
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
}
