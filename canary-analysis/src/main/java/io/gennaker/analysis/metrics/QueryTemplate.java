package io.gennaker.analysis.metrics;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A query with placeholders `${name}`. A placeholder that is not known is refused, never left in the text.
///
/// @param text the query
public record QueryTemplate(String text) {

    /// Longest query that is accepted, in characters.
    public static final int LONGEST = 10_000;

    static final List<String> PLACEHOLDERS = List.of("workload", "namespace", "cluster", "window", "windowSeconds");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}?");

    public QueryTemplate {
        if (text.isBlank() || text.length() > LONGEST) {
            throw new IllegalArgumentException("query: found %d characters, must be 1 to %d"
                    .formatted(text.strip().length(), LONGEST));
        }
        PLACEHOLDER.matcher(text).results().forEach(found -> {
            if (!found.group().endsWith("}") || !PLACEHOLDERS.contains(found.group(1))) {
                throw new IllegalArgumentException("query: found placeholder '%s', must be one of %s"
                        .formatted(
                                found.group(),
                                PLACEHOLDERS.stream()
                                        .map(name -> "${" + name + "}")
                                        .toList()));
            }
        });
    }

    /// The query for one workload. Values are escaped for double-quoted strings, where names belong.
    public String fill(QueryScope scope) {
        var values = Map.of(
                "workload", quoted(scope.workload()),
                "namespace", quoted(scope.namespace()),
                "cluster", quoted(scope.cluster()),
                "window", PromDuration.format(scope.window()),
                "windowSeconds", Long.toString(Math.max(1, scope.window().toSeconds())));
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(Objects.requireNonNull(values.get(found.group(1)))));
    }

    static String quoted(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
