package io.gennaker.pipeline.reading;

import static io.gennaker.pipeline.problem.Problem.quote;

import io.gennaker.pipeline.definition.ForEach;
import io.gennaker.pipeline.expression.Scope;
import io.gennaker.pipeline.expression.Template;
import io.gennaker.pipeline.yaml.YamlNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads over which list a stage is repeated.
final class ForEachReader {
    private static final String LIST = "a list, or a text that is one expression and gives a list";
    private static final Map<String, Boolean> ON_ITEM_FAILURE = Choices.of("stop", false, "continue", true);

    private final String stage;
    private final ObjectReader object;
    private final Scope scope;

    private ForEachReader(String stage, ObjectReader object, Scope scope) {
        this.stage = stage;
        this.object = object;
        this.scope = scope;
    }

    /// @param id of the stage
    /// @param scope of the expression that gives the list
    static Optional<ForEach> read(String id, ObjectReader stage, Scope scope) {
        return stage.object("forEach", Shape.FOR_EACH).map(object -> new ForEachReader(id, object, scope).read());
    }

    private ForEach read() {
        Optional<String> from = from();
        return new ForEach(
                object.text("as", Words.IDENTIFIER, DefinitionReader.UNREAD),
                from.isPresent() ? List.of() : items(),
                from.orElse(null),
                object.integer("maxParallel", 1, ForEach.MOST, ForEach.MOST),
                object.choice("onItemFailure", ON_ITEM_FAILURE, false));
    }

    private Optional<String> from() {
        if (!(object.node("in").orElse(null) instanceof YamlNode.Scalar scalar)) {
            return Optional.empty();
        }
        if (!Template.isOneExpression(scalar.text())) {
            object.problem("in", quote(scalar.text()), LIST);
            return Optional.of("");
        }
        object.source().checkTemplate(scalar, object.pathOf("in"), scope);
        return Optional.of(scalar.text());
    }

    private List<String> items() {
        List<String> items = object.texts("in", Words.ITEM);
        if (object.node("in").orElse(null) instanceof YamlNode.Sequence
                && (items.isEmpty() || items.size() > ForEach.MOST)) {
            object.problem("in", items.size() + " items", "1 to " + ForEach.MOST);
        }
        var seen = new HashSet<String>();
        items.stream()
                .filter(item -> !seen.add(item))
                .forEach(item -> object.problem("in", quote(item) + " a second time", "each item once"));
        items.stream()
                .map(item -> ForEach.id(stage, item))
                .filter(id -> id.length() > ForEach.LONGEST_ID)
                .forEach(id -> object.objection(
                        "in",
                        "id " + quote(id) + " of " + id.length() + " characters",
                        "at most " + ForEach.LONGEST_ID));
        return items;
    }
}
