package io.gennaker.judges.kayenta;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the variables of a canary configuration stand for, of one scope. One text serves both sides: `${workload}`
/// in it is the control's or the experiment's.
///
/// @param scope Kayenta's controlScope and experimentScope
/// @param location likewise
/// @param params Kayenta's extendedScopeParams
public record ScopeValues(String scope, String location, Map<String, String> params) {

    /// The workload in its namespace.
    public static final ScopeValues DEFAULT = new ScopeValues("${workload}", "${namespace}", Map.of());

    private static final Pattern VARIABLE = Pattern.compile("\\$\\\\?\\{([^}]*)}?");

    public ScopeValues {
        params = Map.copyOf(params);
    }

    Optional<String> param(String name) {
        return Optional.ofNullable(params.get(name)).filter(value -> !value.isBlank());
    }

    /// A template of the configuration, filled in. Exports write a variable as `${scope}` or, escaped, as `$\{scope}`.
    ///
    /// @param place of the template in the document
    /// @param own variables of the query beside those of the scope
    String filled(String place, String template, Map<String, String> own) {
        if (template.contains("<#")) {
            throw new IllegalArgumentException(
                    place + ": found a FreeMarker directive, must be text with ${variables}");
        }
        var values = new TreeMap<String, String>(own);
        values.put("scope", scope);
        values.put("location", location);
        values.put("workload", "${workload}");
        values.put("namespace", "${namespace}");
        values.putAll(params);
        return VARIABLE.matcher(template).replaceAll(found -> {
            var value = values.get(found.group(1));
            if (value == null || !found.group().endsWith("}")) {
                throw new IllegalArgumentException(
                        "%s: found variable '%s', must be one of %s".formatted(place, found.group(), names(values)));
            }
            return Matcher.quoteReplacement(value);
        });
    }

    private static String names(Map<String, String> values) {
        var names = new TreeSet<>(values.keySet());
        names.removeIf(name -> name.equals("workload") || name.equals("namespace"));
        return String.join(", ", names.stream().map(name -> "${" + name + "}").toList())
                + "; more by params of the scope";
    }
}
