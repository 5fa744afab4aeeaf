package io.gennaker.judges.kayenta;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The query of one metric, with the templates of its configuration and the values of its scope.
record QueryNode(JsonObject config, JsonObject query, ScopeValues scope) {

    Optional<String> text(String name) {
        return Optional.of(query.text(name, "")).filter(text -> !text.isBlank());
    }

    String required(String name) {
        return query.text(name);
    }

    List<String> texts(String name) {
        return query.elements(name).stream()
                .map(element -> {
                    if (!element.isTextual()) {
                        throw JsonObject.refusal(query.path() + "." + name, element, "texts");
                    }
                    return element.textValue();
                })
                .toList();
    }

    /// The custom filter, inline or by the name of a template, its variables filled in; empty where there is none.
    ///
    /// @param own variables of the query beside those of the scope
    String customFilter(Map<String, String> own) {
        return scope.filled(query.path(), template(), own).strip();
    }

    private String template() {
        var inline = query.text("customInlineTemplate", query.text("customFilter", ""));
        var name = query.text("customFilterTemplate", "");
        if (!inline.isBlank() || name.isBlank()) {
            return inline;
        }
        var templates = config.object("templates");
        var known = templates
                .node()
                .propertyStream()
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        if (!known.contains(name)) {
            throw new IllegalArgumentException(
                    "%s.customFilterTemplate: found '%s', must be one of %s".formatted(query.path(), name, known));
        }
        return templates.text(name);
    }
}
