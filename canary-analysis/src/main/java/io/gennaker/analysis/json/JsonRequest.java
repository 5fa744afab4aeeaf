package io.gennaker.analysis.json;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A request as a template with the placeholders `${query}`, `${start}`, `${end}` and `${step}`. What is filled in is
/// escaped for its place, so a query can change neither the host nor the shape of a body.
///
/// @param url placeholders are allowed behind the host
/// @param headers without placeholders; secrets do not belong here but in files
/// @param body sent by POST where it is there; a GET without
public record JsonRequest(String url, Map<String, String> headers, Optional<String> body) {

    private static final Set<String> PLACEHOLDERS = Set.of("query", "start", "end", "step");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}?");
    private static final Pattern BASE = Pattern.compile("https?://[^/?#${}@]+(?=[/?#]|$)");

    public JsonRequest {
        headers = Map.copyOf(headers);
        check("url", url);
        body.ifPresent(text -> check("body", text));
        if (!BASE.matcher(url).lookingAt()) {
            throw new IllegalArgumentException(
                    "url: found '" + url
                            + "', must be http://HOST[:PORT]/... or https://HOST[:PORT]/..., placeholders only behind the host");
        }
        if (!(url + body.orElse("")).contains("${query}")) {
            throw new IllegalArgumentException("url, body: found no ${query}, must be in one of them");
        }
    }

    private static void check(String place, String text) {
        PLACEHOLDER.matcher(text).results().forEach(found -> {
            if (!found.group().endsWith("}") || !PLACEHOLDERS.contains(found.group(1))) {
                throw new IllegalArgumentException(
                        "%s: found placeholder '%s', must be one of ${query}, ${start}, ${end}, ${step}"
                                .formatted(place, found.group()));
            }
        });
    }

    /// Scheme and host.
    URI base() {
        var base = BASE.matcher(url);
        return URI.create(base.lookingAt() ? base.group() : url);
    }

    URI filledUrl(Map<String, String> values) {
        return URI.create(filled(url, values, value -> URLEncoder.encode(value, StandardCharsets.UTF_8)));
    }

    Optional<String> filledBody(Map<String, String> values) {
        return body.map(text -> filled(
                text,
                values,
                value -> new String(JsonStringEncoder.getInstance().quoteAsString(value))));
    }

    private static String filled(String text, Map<String, String> values, UnaryOperator<String> escape) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(escape.apply(values.getOrDefault(found.group(1), ""))));
    }
}
