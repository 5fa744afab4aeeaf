package io.gennaker.trigger.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gennaker.contracts.MessageCodec;

/// What is stored as JSON.
final class Json {
    private Json() {}

    static String write(Object value) {
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
            throw new IllegalStateException("a stored " + type.getSimpleName() + " cannot be read", malformed);
        }
    }
}
