package io.gennaker.spinnaker.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gennaker.spinnaker.report.Findings;
import io.gennaker.spinnaker.report.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The fields of one JSON object: reading is free, and what became of a field is noted by its key.
///
/// Spinnaker saves numbers and truths as texts too: both are read.
///
/// @param node an object; anything else counts as one without fields
/// @param path of the object in the pipeline
public record Fields(JsonNode node, String path, Findings findings) {
    public boolean has(String key) {
        return !node.path(key).isMissingNode() && !node.path(key).isNull();
    }

    /// Whether there is more than nothing: no empty text, list or object, and not false.
    public boolean says(String key) {
        JsonNode value = node.path(key);
        boolean empty =
                value.isContainerNode() ? value.isEmpty() : value.asText().isBlank();
        return has(key) && !empty && !(value.isBoolean() && !value.asBoolean());
    }

    public JsonNode at(String key) {
        return node.path(key);
    }

    /// A scalar as text; empty when there is none, or it is blank.
    public Optional<String> text(String key) {
        return Optional.of(node.path(key))
                .filter(value -> value.isValueNode() && !value.isNull())
                .map(JsonNode::asText)
                .filter(text -> !text.isBlank());
    }

    public Optional<Long> whole(String key) {
        return text(key)
                .map(String::strip)
                .filter(text -> text.matches("-?\\d{1,15}"))
                .map(Long::valueOf);
    }

    public boolean flag(String key) {
        return text(key).filter(text -> text.strip().equalsIgnoreCase("true")).isPresent();
    }

    public Fields object(String key) {
        JsonNode value = node.path(key);
        return new Fields(value.isObject() ? value : JsonNodeFactory.instance.objectNode(), pathOf(key), findings);
    }

    /// The objects of a list; items that are none are left to the account.
    public List<Fields> objects(String key) {
        JsonNode list = node.path(key);
        return IntStream.range(0, list.isArray() ? list.size() : 0)
                .filter(i -> list.get(i).isObject())
                .mapToObj(i -> new Fields(list.get(i), pathOf(key) + "[" + i + "]", findings))
                .toList();
    }

    /// The scalars of a list as texts.
    public List<String> texts(String key) {
        JsonNode list = node.path(key);
        return IntStream.range(0, list.isArray() ? list.size() : 0)
                .mapToObj(list::get)
                .filter(item -> item.isValueNode() && !item.isNull())
                .map(JsonNode::asText)
                .toList();
    }

    /// The same object with another account.
    public Fields notedIn(Findings other) {
        return new Fields(node, path, other);
    }

    public void exact(String... keys) {
        for (String key : keys) {
            note(key, Outcome.EXACT, "");
        }
    }

    public void changed(String key, String reason) {
        note(key, Outcome.CHANGED, reason);
    }

    public void notCarried(String key, String reason) {
        note(key, Outcome.NOT_CARRIED, reason);
    }

    public void notNeeded(String reason, String... keys) {
        for (String key : keys) {
            note(key, Outcome.NOT_NEEDED, reason);
        }
    }

    /// Notes keys that say nothing: where they do, someone else must have noted it, or it counts as not carried.
    public void notNeededUnlessSaid(String reason, String... keys) {
        for (String key : keys) {
            if (!says(key)) {
                note(key, Outcome.NOT_NEEDED, reason);
            }
        }
    }

    public void note(String key, Outcome outcome, String reason) {
        if (!node.path(key).isMissingNode()) {
            findings.add(pathOf(key), outcome, reason);
        }
    }

    public void rest(Outcome outcome, String reason) {
        findings.addRest(node, path, outcome, reason);
    }

    private String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
