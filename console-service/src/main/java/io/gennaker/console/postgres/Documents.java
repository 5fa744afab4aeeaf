package io.gennaker.console.postgres;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.gennaker.contracts.MessageCodec;
import java.util.List;
import java.util.Map;

/// Reads views as [StoredJson] writes them. An earlier release may have stored them: lists and maps that it did not
/// know are empty, what it knew and this one does not is passed over.
final class Documents {
    private static final ObjectMapper STORED = stored();

    private Documents() {}

    private static ObjectMapper stored() {
        // Without the rule that every component must be there: it is for messages, not for what is kept.
        ObjectMapper mapper = MessageCodec.json()
                .copy()
                .setAnnotationIntrospector(new JacksonAnnotationIntrospector())
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
        var empty = JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY);
        mapper.configOverride(List.class).setSetterInfo(empty);
        mapper.configOverride(Map.class).setSetterInfo(empty);
        return mapper;
    }

    static <T> T read(String json, Class<T> type) {
        try {
            return STORED.readValue(json, type);
        } catch (JsonProcessingException malformed) {
            throw new IllegalStateException("a stored " + type.getSimpleName() + " cannot be read", malformed);
        }
    }
}
