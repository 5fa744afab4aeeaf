package io.gennaker.trigger.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import io.gennaker.contracts.MessageCodec;

/// Reads what [io.gennaker.contracts.StoredJson] writes.
final class Json {
    private static final ObjectReader LENIENT =
            MessageCodec.json().reader().without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private Json() {}

    /// What a replica of a later version wrote during an update may say more than this one knows.
    static <T> T read(String json, Class<T> type) {
        try {
            return LENIENT.forType(type).readValue(json);
        } catch (JsonProcessingException malformed) {
            throw new IllegalStateException("a stored " + type.getSimpleName() + " cannot be read", malformed);
        }
    }
}
