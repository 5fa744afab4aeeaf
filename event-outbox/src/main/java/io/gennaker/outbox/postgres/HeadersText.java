package io.gennaker.outbox.postgres;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gennaker.outbox.store.Header;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Headers as a JSON list, for people to read in the table; a value that is not UTF-8 is kept as base64.
final class HeadersText {
    private static final JsonMapper JSON = new JsonMapper();

    private HeadersText() {}

    static String write(List<Header> headers) {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartArray();
            for (Header header : headers) {
                json.writeStartObject();
                json.writeStringField("name", header.name());
                writeValue(header.value(), json);
                json.writeEndObject();
            }
            json.writeEndArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static void writeValue(byte[] value, JsonGenerator json) throws IOException {
        try {
            json.writeStringField("value", utf8(value));
        } catch (CharacterCodingException _) {
            json.writeBinaryField("base64", value);
        }
    }

    static List<Header> read(String text) {
        try (JsonParser json = JSON.createParser(text)) {
            var headers = new ArrayList<Header>();
            require(json.nextToken() == JsonToken.START_ARRAY, json);
            while (json.nextToken() == JsonToken.START_OBJECT) {
                headers.add(header(json));
            }
            return headers;
        } catch (IOException corrupt) {
            throw new UncheckedIOException("headers of an outbox row are not JSON", corrupt);
        }
    }

    private static Header header(JsonParser json) throws IOException {
        String name = null;
        byte[] value = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "name" -> name = json.getText();
                case "value" -> value = json.getText().getBytes(StandardCharsets.UTF_8);
                case "base64" -> value = json.getBinaryValue();
                default -> require(false, json);
            }
        }
        require(name != null && value != null, json);
        return new Header(Objects.requireNonNull(name), Objects.requireNonNull(value));
    }

    private static void require(boolean asWritten, JsonParser json) throws IOException {
        if (!asWritten) {
            throw new JsonParseException(json, "not as written");
        }
    }

    /// PostgreSQL's text holds no NUL, which JSON would carry as an escape anyway: left to the escape.
    private static String utf8(byte[] value) throws CharacterCodingException {
        String text = new String(value, StandardCharsets.UTF_8);
        // stands for what is not UTF-8, or is in the text itself: then it is looked at more closely
        return text.indexOf('\uFFFD') < 0
                ? text
                : StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(value))
                        .toString();
    }
}
