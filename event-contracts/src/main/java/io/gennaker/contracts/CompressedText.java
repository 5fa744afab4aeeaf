package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// Text that travels compressed (gzip, base64), such as rendered manifests.
///
/// Bounded, so that one message always fits the bus: at most 900 KiB compressed and 8 MiB unpacked.
public record CompressedText(@JsonValue String gzip) {
    public static final int LONGEST = 900 * 1024;
    private static final int LONGEST_UNPACKED = 8 * 1024 * 1024;
    private static final int MOST_BYTES_OF_A_CHARACTER = 3;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public CompressedText {
        if (gzip.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "compressed text has " + gzip.length() + " characters; at most " + LONGEST + " are allowed");
        }
    }

    public static CompressedText of(String text) {
        var bytes = new ByteArrayOutputStream();
        try (var packed = new GZIPOutputStream(bytes)) {
            packed.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new CompressedText(Base64.getEncoder().encodeToString(bytes.toByteArray()));
    }

    /// The text where one message can carry it.
    public static Optional<CompressedText> fitting(String text) {
        if (text.length() > LONGEST_UNPACKED / MOST_BYTES_OF_A_CHARACTER) {
            return Optional.empty();
        }
        try {
            return Optional.of(of(text));
        } catch (IllegalArgumentException tooLong) {
            return Optional.empty();
        }
    }

    /// The text itself.
    ///
    /// @throws IllegalArgumentException when the content is not base64 of gzip, or unpacks to too much
    public String text() {
        try (var unpacked =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(gzip)))) {
            byte[] bytes = unpacked.readNBytes(LONGEST_UNPACKED + 1);
            if (bytes.length > LONGEST_UNPACKED) {
                throw new IllegalArgumentException(
                        "compressed text unpacks to more than " + LONGEST_UNPACKED + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException malformed) {
            throw new IllegalArgumentException("compressed text is not gzip: " + malformed.getMessage(), malformed);
        }
    }
}
