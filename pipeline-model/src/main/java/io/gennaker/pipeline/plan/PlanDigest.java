package io.gennaker.pipeline.plan;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.MessageCodec;
import java.io.IOException;

/// The identity of a plan: SHA-256 over its canonical JSON.
///
/// Canonical means: the contracts' JSON with sorted keys and without white space, in UTF-8. Compressed texts stand in
/// it unpacked, because the bytes of gzip differ between versions of zlib and so between machines.
public final class PlanDigest {
    private static final JsonMapper CANONICAL = MessageCodec.json()
            .rebuild()
            .addModule(new SimpleModule().addSerializer(new Unpacked()))
            .build();

    private PlanDigest() {}

    public static Digest of(Plan plan) {
        return Digest.of(canonical(plan));
    }

    /// The text that the digest is of.
    public static String canonical(Plan plan) {
        try {
            return CANONICAL.writeValueAsString(plan);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a plan has a JSON form", impossible);
        }
    }

    private static final class Unpacked extends StdSerializer<CompressedText> {
        private static final long serialVersionUID = 1;

        Unpacked() {
            super(CompressedText.class);
        }

        @Override
        public void serialize(CompressedText text, JsonGenerator to, SerializerProvider provider) throws IOException {
            // Stages often share their manifests: unpacked once in each writing.
            if (!(provider.getAttribute(text) instanceof String)) {
                provider.setAttribute(text, text.text());
            }
            to.writeString((String) provider.getAttribute(text));
        }
    }
}
