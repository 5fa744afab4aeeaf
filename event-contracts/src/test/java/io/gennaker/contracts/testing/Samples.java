package io.gennaker.contracts.testing;

import io.gennaker.contracts.Envelope;
import io.gennaker.contracts.MalformedMessage;
import io.gennaker.contracts.Message;
import io.gennaker.contracts.MessageCodec;
import io.gennaker.contracts.MessageType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// The published samples of every message: one delivery of the service `shop`.
///
/// A producer shows that what it writes has the form of a sample, a consumer that it can handle each one it reads.
public final class Samples {
    private static final String FOLDER = "/io/gennaker/contracts/samples/";

    private Samples() {}

    /// The valid sample of a type, as JSON.
    public static String valid(MessageType type) {
        return text(type.type() + ".valid.json");
    }

    /// A sample of a type that the contract refuses, as JSON. `samples/_invalid.md` says why.
    public static String invalid(MessageType type) {
        return text(type.type() + ".invalid.json");
    }

    /// The valid sample of a type as a record.
    public static Message message(MessageType type) {
        return envelope(type).message();
    }

    /// The valid sample of a type in an envelope as its producer would write it.
    public static Envelope envelope(MessageType type) {
        try {
            return MessageCodec.read(headers(type), valid(type).getBytes(StandardCharsets.UTF_8));
        } catch (MalformedMessage malformed) {
            throw new AssertionError("the valid sample of " + type + " is refused: " + malformed.getMessage());
        }
    }

    /// Headers of a record that carries a sample of this type.
    public static Map<String, String> headers(MessageType type) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", "sample-" + type.shortName());
        headers.put("ce_source", "/samples");
        headers.put("ce_type", type.type());
        headers.put("ce_time", "2019-10-21T09:26:41Z");
        headers.put("ce_causationid", "gcr-1571650000-832b8366");
        headers.put("ce_traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        headers.put("content-type", "application/json");
        return headers;
    }

    private static String text(String name) {
        try (InputStream sample = Samples.class.getResourceAsStream(FOLDER + name)) {
            if (sample == null) {
                throw new AssertionError("there is no sample " + FOLDER + name);
            }
            return new String(sample.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
