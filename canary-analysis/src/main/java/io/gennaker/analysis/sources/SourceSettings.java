package io.gennaker.analysis.sources;

import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.analysis.exchange.Access;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The settings of one source, with their place in the file.
final class SourceSettings {

    private static final Set<String> EVERYWHERE =
            Set.of("kind", "interval", "delay", "timeout", "queriesAtOnce", "largestAnswer");

    private final String place;
    private final JsonNode node;

    SourceSettings(String place, JsonNode node) {
        if (!node.isObject()) {
            throw new IllegalArgumentException(place + ": found no mapping, must be a mapping with kind");
        }
        this.place = place;
        this.node = node;
    }

    void allowOnly(Set<String> own) {
        var allowed = new TreeSet<>(EVERYWHERE);
        allowed.addAll(own);
        node.fieldNames().forEachRemaining(name -> {
            if (!allowed.contains(name)) {
                throw refusal(name, "", "one of " + allowed);
            }
        });
    }

    Optional<String> text(String name) {
        var value = node.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isTextual() || value.asText().isBlank()) {
            throw refusal(name, value.toString(), "a text");
        }
        return Optional.of(value.asText());
    }

    String required(String name) {
        return text(name).orElseThrow(() -> refusal(name, "nothing", "a text"));
    }

    Optional<Path> path(String name) {
        return text(name).map(Path::of);
    }

    URI url() {
        var text = required("url");
        try {
            return URI.create(text);
        } catch (IllegalArgumentException _) {
            throw refusal("url", text, "http://HOST[:PORT] or https://HOST[:PORT]");
        }
    }

    int number(String name, int least, int most, int fallback) {
        var value = node.get(name);
        if (value == null) {
            return fallback;
        }
        if (!value.isInt() || value.intValue() < least || value.intValue() > most) {
            throw refusal(name, value.toString(), "a whole number from " + least + " to " + most);
        }
        return value.intValue();
    }

    /// As `30s`, `2m` or in ISO 8601.
    Duration duration(String name, Duration fallback) {
        return text(name)
                .map(text -> {
                    try {
                        return text.startsWith("P")
                                ? Duration.parse(text)
                                : Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
                    } catch (DateTimeParseException _) {
                        throw refusal(name, text, "a duration such as 30s, 2m or PT30S");
                    }
                })
                .orElse(fallback);
    }

    <E extends Enum<E>> @Nullable E choice(String name, Map<String, E> choices) {
        return text(name)
                .map(text -> {
                    var chosen = choices.get(text);
                    if (chosen == null) {
                        throw refusal(name, text, "one of " + new TreeSet<>(choices.keySet()));
                    }
                    return chosen;
                })
                .orElse(null);
    }

    Map<String, String> texts(String name) {
        var texts = new LinkedHashMap<String, String>();
        var value = node.path(name);
        if (!value.isMissingNode() && !value.isObject()) {
            throw refusal(name, value.toString(), "a mapping of names to texts");
        }
        value.properties().forEach(entry -> {
            if (!entry.getValue().isTextual()) {
                throw refusal(name + "." + entry.getKey(), entry.getValue().toString(), "a text");
            }
            texts.put(entry.getKey(), entry.getValue().asText());
        });
        return texts;
    }

    Access access() {
        return placed(() -> new Access(path("tokenFile"), text("user"), path("passwordFile"), path("authorities")));
    }

    Duration timeout() {
        return duration("timeout", Duration.ofSeconds(30));
    }

    int largestAnswer() {
        return number("largestAnswer", 1_000, 256 * 1024 * 1024, 8 * 1024 * 1024);
    }

    int queriesAtOnce() {
        return number("queriesAtOnce", 1, 1_000, 8);
    }

    /// What is made of settings, with their place where they are refused.
    <T> T placed(Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException refused) {
            var message = String.valueOf(refused.getMessage());
            throw message.startsWith(place) ? refused : new IllegalArgumentException(place + ": " + message, refused);
        }
    }

    IllegalArgumentException refusal(String name, String found, String allowed) {
        return new IllegalArgumentException(
                found.isEmpty()
                        ? "%s: found setting '%s', must be %s".formatted(place, name, allowed)
                        : "%s.%s: found %s, must be %s".formatted(place, name, found, allowed));
    }
}
