package io.gennaker.contracts;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Several messages of one key in one record: a CloudEvent in JSON on each line, its `data` last. What one decision
/// makes known about an execution costs the bus one record, and is read whole or not at all.
public final class PackedMessages {
    /// Header `content-type` of such a record; it has no other.
    public static final String CONTENT_TYPE = "application/x-ndjson";

    private static final String ATTRIBUTE = "ce_";
    private static final String MEDIA_TYPE = "content-type";
    /// UTF-8 and nothing else: of what it takes for another encoding a parser cannot say where the data begins.
    private static final JsonFactory JSON =
            JsonFactory.builder().disable(JsonFactory.Feature.CHARSET_DETECTION).build();

    private PackedMessages() {}

    /// One message as a record of its own would have it.
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    public record Single(Map<String, String> headers, byte[] value) {}

    /// Headers of the record that holds what [#pack] gives.
    public static Map<String, String> headers() {
        return Map.of(MEDIA_TYPE, CONTENT_TYPE);
    }

    public static boolean isPacked(Map<String, String> headers) {
        return CONTENT_TYPE.equals(headers.get(MEDIA_TYPE));
    }

    /// @param messages as [MessageCodec] writes them
    public static byte[] pack(List<Single> messages) {
        var lines = new ByteArrayOutputStream();
        messages.forEach(message -> {
            writeAttributes(message.headers(), lines);
            lines.writeBytes(message.value());
            lines.write('}');
            lines.write('\n');
        });
        return lines.toByteArray();
    }

    private static void writeAttributes(Map<String, String> headers, ByteArrayOutputStream to) {
        try (JsonGenerator json = JSON.createGenerator(to).disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT)) {
            json.writeStartObject();
            for (Map.Entry<String, String> header : headers.entrySet()) {
                json.writeStringField(attribute(header.getKey()), header.getValue());
            }
            json.writeFieldName("data");
            json.writeRaw(':');
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static String attribute(String header) {
        return header.equals(MEDIA_TYPE) ? "datacontenttype" : header.substring(ATTRIBUTE.length());
    }

    private static String header(String attribute) {
        return attribute.equals("datacontenttype") ? MEDIA_TYPE : ATTRIBUTE + attribute;
    }

    /// The messages of a record that [#isPacked], in order. They are not read: each may still turn out to be malformed.
    ///
    /// @throws MalformedMessage where a line is no CloudEvent, or none with its data last
    public static List<Single> unpack(byte[] value) throws MalformedMessage {
        var messages = new ArrayList<Single>();
        int from = 0;
        for (int at = 0; at < value.length; at++) {
            if (value[at] == '\n') {
                messages.add(line(Arrays.copyOfRange(value, from, at)));
                from = at + 1;
            }
        }
        if (from != value.length || messages.isEmpty()) {
            throw new MalformedMessage(
                    "a record of messages ends within a line; allowed are whole lines, at least one");
        }
        return messages;
    }

    private static Single line(byte[] line) throws MalformedMessage {
        var headers = new LinkedHashMap<String, String>();
        try (JsonParser json = JSON.createParser(line)) {
            require(json.nextToken() == JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken token = json.nextToken();
                if (name.equals("data")) {
                    int begin = (int) json.currentTokenLocation().getByteOffset();
                    require(line[line.length - 1] == '}' && begin < line.length);
                    return new Single(headers, Arrays.copyOfRange(line, begin, line.length - 1));
                }
                require(token == JsonToken.VALUE_STRING);
                headers.put(header(name), json.getText());
            }
        } catch (IOException malformed) {
            throw new MalformedMessage("a line of a record of messages is no JSON: "
                    + Check.excerpt(String.valueOf(malformed.getMessage())));
        }
        throw new MalformedMessage("a line of a record of messages has no data");
    }

    private static void require(boolean asWritten) throws MalformedMessage {
        if (!asWritten) {
            throw new MalformedMessage(
                    "a line of a record of messages is not a CloudEvent in JSON whose attributes are texts before its data");
        }
    }
}
