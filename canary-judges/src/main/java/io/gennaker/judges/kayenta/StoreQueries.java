package io.gennaker.judges.kayenta;

import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.judges.kayenta.StoreQuery.Store;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The query behind each metric of Kayenta's canary configuration, with placeholders for the workload and its namespace
/// in place of Kayenta's scope and location.
public final class StoreQueries {

    private static final Set<String> SETTINGS =
            Set.of("type", "serviceType", "customInlineTemplate", "customFilter", "customFilterTemplate");
    private static final String DEFAULT_SCOPE = "default";

    private StoreQueries() {}

    /// By name of the metric; where a name stands twice the first counts, as in Kayenta.
    ///
    /// @param scopes by the names that metrics use; `default` need not be there
    /// @throws IllegalArgumentException naming the place in the document, what was found and what is allowed
    public static Map<String, StoreQuery> read(JsonNode document, Map<String, ScopeValues> scopes) {
        var config = JsonObject.root("canaryConfig", document);
        var queries = new LinkedHashMap<String, StoreQuery>();
        for (var metric : config.objects("metrics")) {
            var node = new QueryNode(config, metric.object("query"), scope(metric, scopes));
            queries.putIfAbsent(metric.text("name"), query(node));
        }
        return queries;
    }

    private static ScopeValues scope(JsonObject metric, Map<String, ScopeValues> scopes) {
        var name = metric.text("scopeName", DEFAULT_SCOPE);
        var known = scopes.get(name);
        if (known != null) {
            return known;
        }
        if (!name.equals(DEFAULT_SCOPE)) {
            var names = new TreeSet<>(scopes.keySet());
            names.add(DEFAULT_SCOPE);
            throw new IllegalArgumentException(
                    "%s.scopeName: found '%s', must be one of %s".formatted(metric.path(), name, names));
        }
        return ScopeValues.DEFAULT;
    }

    private static StoreQuery query(QueryNode node) {
        var store = store(node.query());
        return new StoreQuery(
                store,
                switch (store) {
                    case PROMETHEUS -> PrometheusQuery.text(only(node, PrometheusQuery.SETTINGS));
                    case STACKDRIVER -> StackdriverQuery.text(only(node, StackdriverQuery.SETTINGS));
                    case DATADOG -> DatadogQuery.text(only(node, DatadogQuery.SETTINGS));
                });
    }

    private static QueryNode only(QueryNode node, Set<String> own) {
        var allowed = new HashSet<>(SETTINGS);
        allowed.addAll(own);
        node.query().allowOnly(allowed);
        return node;
    }

    private static Store store(JsonObject query) {
        var type = query.text("type", query.text("serviceType", Store.PROMETHEUS.type()));
        return Arrays.stream(Store.values())
                .filter(store -> store.type().equals(type))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("%s.type: found '%s', must be one of %s"
                        .formatted(
                                query.path(),
                                type,
                                Arrays.stream(Store.values())
                                        .map(Store::type)
                                        .sorted()
                                        .toList())));
    }
}
