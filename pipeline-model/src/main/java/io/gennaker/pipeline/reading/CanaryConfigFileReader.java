package io.gennaker.pipeline.reading;

import static io.gennaker.pipeline.problem.Problem.quote;

import io.gennaker.judges.kayenta.ScopeValues;
import io.gennaker.pipeline.definition.CanaryConfigFile;
import io.gennaker.pipeline.yaml.YamlNode;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

/// Reads where Kayenta's canary configuration is and what its variables stand for.
final class CanaryConfigFileReader {
    private CanaryConfigFileReader() {}

    /// @param holder who has a key of the analysis
    /// @param hasThresholds whether the analysis has some of its own
    static CanaryConfigFile read(Function<String, ObjectReader> holder, boolean hasThresholds) {
        return new CanaryConfigFile(
                holder.apply("canaryConfig").text("canaryConfig", Words.FILE, DefinitionReader.UNREAD),
                holder.apply("source").optionalText("source", Words.LABEL).orElse(null),
                scopes(holder.apply("scopes")),
                hasThresholds);
    }

    /// What the configuration says may not be said again.
    static void checkAlone(ObjectReader analysis) {
        for (String key : List.of("metrics", "groupWeights")) {
            if (analysis.has(key)) {
                analysis.problem(key, key + " beside canaryConfig", "one of them");
            }
        }
    }

    static void checkUnused(ObjectReader analysis) {
        for (String key : List.of("source", "scopes")) {
            if (analysis.has(key)) {
                analysis.problem(key, key + " without canaryConfig", "only beside canaryConfig");
            }
        }
    }

    private static TreeMap<String, ScopeValues> scopes(ObjectReader analysis) {
        var scopes = new TreeMap<String, ScopeValues>();
        for (YamlNode.Entry entry : analysis.entries("scopes")) {
            String name = entry.key().text();
            ObjectReader scope = ObjectReader.open(
                    analysis.source(), entry.value(), analysis.pathOf("scopes") + "." + name, Shape.CANARY_SCOPE);
            scopes.put(name, scope(scope));
        }
        return scopes;
    }

    private static ScopeValues scope(ObjectReader scope) {
        var params = new TreeMap<String, String>();
        for (YamlNode.Entry entry : scope.entries("params")) {
            String path = scope.pathOf("params") + "." + entry.key().text();
            scope.textOf(entry.value(), path, Words.LINE)
                    .ifPresent(text -> params.put(entry.key().text(), text));
        }
        return new ScopeValues(
                text(scope, "scope", ScopeValues.DEFAULT.scope()),
                text(scope, "location", ScopeValues.DEFAULT.location()),
                params);
    }

    private static String text(ObjectReader scope, String key, String fallback) {
        String text = scope.text(key, Words.LINE, fallback);
        String rest = text.replaceAll("\\$\\{(workload|namespace|cluster)}", "");
        if (rest.contains("${")) {
            scope.problem(key, "unknown placeholder in " + quote(text), "${cluster}, ${namespace}, ${workload}");
        }
        return text;
    }
}
