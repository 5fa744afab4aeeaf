package io.gennaker.judgement.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.gennaker.contracts.MessageCodec;
import java.util.List;

/// Columns that hold JSON, in the form of the contracts.
final class Json {
    private static final TypeReference<List<String>> NAMES = new TypeReference<>() {};

    private Json() {}

    static String text(Object value) {
        try {
            return MessageCodec.json().writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("cannot write " + value.getClass(), impossible);
        }
    }

    static <T> T read(String json, Class<T> type) {
        try {
            return MessageCodec.json().readValue(json, type);
        } catch (JsonProcessingException malformed) {
            throw new IllegalStateException("stored " + type.getSimpleName() + " cannot be read", malformed);
        }
    }

    static List<String> names(String json) {
        try {
            return MessageCodec.json().readValue(json, NAMES);
        } catch (JsonProcessingException malformed) {
            throw new IllegalStateException("stored names cannot be read", malformed);
        }
    }
}
