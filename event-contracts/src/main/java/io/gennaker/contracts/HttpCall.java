package io.gennaker.contracts;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One request over HTTP.
///
/// @param headers values by name
/// @param secretHeaders names of configured secrets by the name of the header whose value they are; the secrets
/// themselves never cross the bus
public record HttpCall(
        String method,
        String url,
        Map<String, String> headers,
        Map<String, String> secretHeaders,
        @Nullable String body) {
    /// Longest body in characters.
    public static final int LONGEST_BODY = 100_000;

    private static final Pattern METHOD = Pattern.compile("[A-Z]{1,20}");
    private static final Pattern URL = Pattern.compile("https?://\\S{1,2000}");

    public HttpCall {
        Check.matching("method", method, METHOD);
        Check.matching("url", url, URL);
        if (body != null && body.length() > LONGEST_BODY) {
            throw new IllegalArgumentException(
                    "body has " + body.length() + " characters; at most " + LONGEST_BODY + " are allowed");
        }
        headers = Collections.unmodifiableMap(new TreeMap<>(headers));
        secretHeaders = Collections.unmodifiableMap(new TreeMap<>(secretHeaders));
    }
}
