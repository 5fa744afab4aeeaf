package io.gennaker.spinnaker.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gennaker.spinnaker.expression.Texts;
import io.gennaker.spinnaker.expression.Translated;
import io.gennaker.spinnaker.expression.Untranslatable;
import java.util.ArrayList;

/// JSON that holds expressions, as the text of a body.
final class JsonBody {
    private final Texts texts;
    private boolean unescaped;

    JsonBody(Texts texts) {
        this.texts = texts;
    }

    /// Whether a value may come into one of its texts, where nothing escapes it.
    boolean isUnescaped() {
        return unescaped;
    }

    String text(JsonNode node) throws Untranslatable {
        if (node.isTextual()) {
            return text(node.asText());
        }
        var parts = new ArrayList<String>();
        if (node.isObject()) {
            for (var field : node.properties()) {
                parts.add(text(field.getKey()) + ":" + text(field.getValue()));
            }
            return "{" + String.join(",", parts) + "}";
        }
        if (node.isArray()) {
            for (JsonNode item : node) {
                parts.add(text(item));
            }
            return "[" + String.join(",", parts) + "]";
        }
        return node.toString();
    }

    /// Numbers and truths stand without quotes, as Spinnaker sends them.
    private String text(String text) throws Untranslatable {
        Translated translated = texts.template(text, JsonBody::escaped);
        return switch (translated.type()) {
            case WHOLE, DECIMAL, TRUTH -> translated.text();
            case TEXT, LIST, STATUS -> {
                unescaped |= Texts.hasExpression(text);
                yield "\"" + translated.text() + "\"";
            }
        };
    }

    private static String escaped(String text) {
        String quoted = JsonNodeFactory.instance.textNode(text).toString();
        return quoted.substring(1, quoted.length() - 1);
    }
}
