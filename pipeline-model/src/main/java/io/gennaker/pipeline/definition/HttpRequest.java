package io.gennaker.pipeline.definition;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A request over HTTP; url, headers and body may hold expressions.
///
/// @param secretHeaders names of configured secrets by the name of the header
public record HttpRequest(
        String method,
        String url,
        Map<String, String> headers,
        Map<String, String> secretHeaders,
        @Nullable String body) {
    public HttpRequest {
        headers = Collections.unmodifiableMap(new TreeMap<>(headers));
        secretHeaders = Collections.unmodifiableMap(new TreeMap<>(secretHeaders));
    }
}
