package io.gennaker.provenance;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A DSSE envelope: a payload, what kind it is, and signatures over both
/// ([DSSE 1.0](https://github.com/secure-systems-lab/dsse/blob/master/protocol.md)).
///
/// @param payload the bytes that were signed, in base64
public record Envelope(
        @JsonProperty(required = true) String payloadType,
        @JsonProperty(required = true) String payload,
        @JsonProperty(required = true) List<Signature> signatures) {
    public static final String IN_TOTO = "application/vnd.in-toto+json";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final int LONGEST = 4 * 1024 * 1024;

    public Envelope {
        signatures = List.copyOf(signatures);
    }

    /// @param keyid a hint at the key, not to be trusted
    /// @param sig in base64
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Signature(
            @Nullable String keyid,
            @JsonProperty(required = true) String sig) {}

    /// The bytes that a signature is over.
    static byte[] preAuthenticationEncoding(String payloadType, byte[] payload) {
        byte[] type = payloadType.getBytes(StandardCharsets.UTF_8);
        var encoded = new ByteArrayOutputStream(payload.length + type.length + 32);
        encoded.writeBytes(("DSSEv1 " + type.length + " ").getBytes(StandardCharsets.US_ASCII));
        encoded.writeBytes(type);
        encoded.writeBytes((" " + payload.length + " ").getBytes(StandardCharsets.US_ASCII));
        encoded.writeBytes(payload);
        return encoded.toByteArray();
    }

    /// @throws IllegalArgumentException when the payload is not base64, of either alphabet
    public byte[] content() {
        return decode("payload", payload);
    }

    /// Standard and URL-safe base64 are the same to a verifier.
    static byte[] decode(String what, String text) {
        try {
            return Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException(what + " is not base64: " + malformed.getMessage(), malformed);
        }
    }

    /// @throws IllegalArgumentException saying why the text is not an envelope
    public static Envelope read(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "envelope has " + text.length() + " characters; at most " + LONGEST + " are allowed");
        }
        try {
            return JSON.readValue(text, Envelope.class);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(
                    "not a DSSE envelope (payloadType, payload, signatures): " + malformed.getOriginalMessage(),
                    malformed);
        }
    }

    public String write() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("cannot write an envelope", impossible);
        }
    }
}
