package io.gennaker.playground.mesh;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Conditions on a request: all given ones have to hold.
///
/// @param headers by lower-case name
record Matching(Predicate<String> path, Predicate<String> method, Map<String, Predicate<String>> headers) {

    boolean matches(MeshRequest request) {
        return path.test(request.path())
                && method.test(request.method())
                && headers.entrySet().stream().allMatch(header -> {
                    var value = request.headers().get(header.getKey());
                    return value != null && header.getValue().test(value);
                });
    }

    /// Any of the ones together with any of the others; none means always.
    static List<Matching> both(List<Matching> ones, List<Matching> others) {
        if (ones.isEmpty() || others.isEmpty()) {
            return ones.isEmpty() ? others : ones;
        }
        return ones.stream().flatMap(one -> others.stream().map(one::and)).toList();
    }

    private Matching and(Matching other) {
        var all = new TreeMap<>(headers);
        other.headers.forEach((name, condition) -> all.merge(name, condition, Predicate::and));
        return new Matching(path.and(other.path), method.and(other.method), all);
    }

    /// One entry of a VirtualService's `match`.
    static Matching ofVirtualService(JsonNode match) {
        var headers = new TreeMap<String, Predicate<String>>();
        match.path("headers")
                .properties()
                .forEach(header -> headers.put(lower(header.getKey()), text(header.getValue())));
        return new Matching(
                match.has("uri") ? text(match.path("uri")) : _ -> true,
                match.has("method") ? text(match.path("method")) : _ -> true,
                headers);
    }

    /// One entry of an HTTPRoute rule's `matches`.
    static Matching ofHttpRoute(JsonNode match) {
        var headers = new TreeMap<String, Predicate<String>>();
        for (var header : match.path("headers")) {
            var value = header.path("value").asText();
            headers.put(
                    lower(header.path("name").asText()),
                    header.path("type").asText("Exact").equals("RegularExpression") ? regex(value) : value::equals);
        }
        var method = match.path("method").asText("");
        return new Matching(
                match.has("path") ? routePath(match.path("path")) : _ -> true,
                method.isEmpty() ? _ -> true : method::equals,
                headers);
    }

    /// One entry of a GRPCRoute rule's `matches`: a call is a request whose path is `/SERVICE/METHOD`.
    static Matching ofGrpcRoute(JsonNode match) {
        var method = match.path("method");
        var service = method.path("service").asText("");
        var name = method.path("method").asText("");
        var isRegex = method.path("type").asText("Exact").equals("RegularExpression");
        var path = "/" + part(service, isRegex) + "/" + part(name, isRegex);
        return new Matching(regex(path), _ -> true, ofHttpRoute(match).headers());
    }

    private static String part(String written, boolean isRegex) {
        if (written.isEmpty()) {
            return "[^/]+";
        }
        return isRegex ? "(" + written + ")" : Pattern.quote(written);
    }

    private static Predicate<String> routePath(JsonNode path) {
        var value = path.path("value").asText("/");
        return switch (path.path("type").asText("PathPrefix")) {
            case "Exact" -> value::equals;
            case "RegularExpression" -> regex(value);
            default -> {
                var prefix = value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
                yield found -> found.equals(prefix) || found.startsWith(prefix + "/");
            }
        };
    }

    /// Istio's StringMatch; an empty one asks only that there is a value.
    private static Predicate<String> text(JsonNode match) {
        if (match.has("exact")) {
            return match.path("exact").asText()::equals;
        }
        if (match.has("prefix")) {
            var prefix = match.path("prefix").asText();
            return found -> found.startsWith(prefix);
        }
        return match.has("regex") ? regex(match.path("regex").asText()) : _ -> true;
    }

    /// A broken expression matches nothing, as a rule that the proxy rejects takes no part in routing.
    private static Predicate<String> regex(String expression) {
        try {
            return Pattern.compile(expression).asMatchPredicate();
        } catch (PatternSyntaxException _) {
            return _ -> false;
        }
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
