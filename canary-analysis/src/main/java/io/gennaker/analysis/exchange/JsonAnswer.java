package io.gennaker.analysis.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gennaker.analysis.metrics.MetricSourceUnavailable;
import io.gennaker.analysis.metrics.QueryRefused;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// An answer that should be JSON, and what is said of it where it is not what was expected.
public final class JsonAnswer {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN = 300;

    private final String kind;
    private final URI address;
    private final String query;
    private final int status;
    private final byte[] body;

    JsonAnswer(String kind, URI address, String query, int status, byte[] body) {
        this.kind = kind;
        this.address = address;
        this.query = query;
        this.status = status;
        this.body = body.clone();
    }

    public int status() {
        return status;
    }

    public JsonNode json() throws MetricSourceUnavailable {
        try {
            return JSON.readTree(body);
        } catch (IOException malformed) {
            throw new MetricSourceUnavailable(
                    "what answers at %s is not %s: status %d, expected JSON, found %s"
                            .formatted(address, kind, status, shown(body)),
                    malformed);
        }
    }

    /// The store will never answer this query.
    ///
    /// @param message what it says itself
    /// @param expected what a query must be
    public QueryRefused refused(String message, String expected) {
        return new QueryRefused(
                "%s refused the query (%s), expected %s: %s".formatted(kind, clipped(message), expected, query));
    }

    /// An error that may pass: of the store, of a quota, or of an authorization that is renewed.
    public MetricSourceUnavailable failed() {
        return new MetricSourceUnavailable(
                "%s at %s answered %d: %s".formatted(kind, address, status, shown(body)), null);
    }

    /// Judging a part would be judging what was not seen.
    public MetricSourceUnavailable partial(String message) {
        return new MetricSourceUnavailable(
                "%s at %s answered in part (%s), must be whole: %s".formatted(kind, address, message, query), null);
    }

    public MetricSourceUnavailable notUnderstood(String expected, String found) {
        return new MetricSourceUnavailable(
                "answer of %s at %s not understood: expected %s, found %s"
                        .formatted(kind, address, expected, clipped(found)),
                null);
    }

    /// The answer's text, its begin at least.
    public String shown() {
        return shown(body);
    }

    private static String clipped(String text) {
        return shown(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String shown(byte[] body) {
        var text = new String(body, 0, Math.min(body.length, SHOWN), StandardCharsets.UTF_8);
        return body.length > SHOWN ? text + "..." : text.isBlank() ? "nothing" : text;
    }
}
