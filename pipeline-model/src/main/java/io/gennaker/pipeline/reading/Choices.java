package io.gennaker.pipeline.reading;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Words of the language and what they mean, in the order in which users are told of them.
final class Choices {
    private Choices() {}

    static <T> Map<String, T> of(String word, T meaning, String word2, T meaning2) {
        var choices = new LinkedHashMap<String, T>();
        choices.put(word, meaning);
        choices.put(word2, meaning2);
        return Collections.unmodifiableMap(choices);
    }

    static <T> Map<String, T> of(String word, T meaning, String word2, T meaning2, String word3, T meaning3) {
        var choices = new LinkedHashMap<>(of(word, meaning, word2, meaning2));
        choices.put(word3, meaning3);
        return Collections.unmodifiableMap(choices);
    }

    static <T> Map<String, T> of(
            String word, T meaning, String word2, T meaning2, String word3, T meaning3, String word4, T meaning4) {
        var choices = new LinkedHashMap<>(of(word, meaning, word2, meaning2, word3, meaning3));
        choices.put(word4, meaning4);
        return Collections.unmodifiableMap(choices);
    }
}
