package io.gennaker.deploy;

import tools.jackson.databind.json.JsonMapper;

/// Writes plain maps and lists as JSON.
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    static String of(Object value) {
        return MAPPER.writeValueAsString(value);
    }
}
