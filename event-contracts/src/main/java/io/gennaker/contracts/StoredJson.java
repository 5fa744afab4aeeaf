package io.gennaker.contracts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JavaType;

/// What services keep for themselves as JSON, in the form of the contracts: columns of rows, and operations.
public final class StoredJson {
    private StoredJson() {}

    public static String write(Object value) {
        try {
            return MessageCodec.json().writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("cannot write " + value.getClass(), impossible);
        }
    }

    /// @throws IllegalStateException when the text is not what [#write] writes of this type
    public static <T> T read(String json, Class<T> type) {
        return read(json, MessageCodec.json().constructType(type));
    }

    public static <T> T read(String json, TypeReference<T> type) {
        return read(json, MessageCodec.json().constructType(type));
    }

    private static <T> T read(String json, JavaType type) {
        try {
            return MessageCodec.json().readValue(json, type);
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException(
                    "a stored " + type.getRawClass().getSimpleName() + " cannot be read: " + unreadable.getMessage(),
                    unreadable);
        }
    }
}
