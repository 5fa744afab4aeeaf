package io.gennaker.outbox.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.gennaker.outbox.store.Header;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Headers as a JSON list, for people to read in the table; a value that is not UTF-8 is kept as base64.
final class HeadersText {
    private static final JsonMapper JSON = new JsonMapper();

    private HeadersText() {}

    static String write(List<Header> headers) {
        ArrayNode list = JSON.createArrayNode();
        for (Header header : headers) {
            var entry = list.addObject().put("name", header.name());
            try {
                entry.put("value", utf8(header.value()));
            } catch (CharacterCodingException _) {
                entry.put("base64", header.value());
            }
        }
        try {
            return JSON.writeValueAsString(list);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static List<Header> read(String text) {
        try {
            var headers = new ArrayList<Header>();
            for (var entry : JSON.readTree(text)) {
                String name = entry.required("name").textValue();
                headers.add(
                        entry.has("base64")
                                ? new Header(name, entry.required("base64").binaryValue())
                                : Header.of(name, entry.required("value").textValue()));
            }
            return headers;
        } catch (IOException corrupt) {
            throw new UncheckedIOException("headers of an outbox row are not JSON", corrupt);
        }
    }

    /// PostgreSQL's text holds no NUL, which JSON would carry as an escape anyway: left to the escape.
    private static String utf8(byte[] value) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(value))
                .toString();
    }
}
