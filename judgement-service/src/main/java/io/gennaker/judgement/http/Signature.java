package io.gennaker.judgement.http;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Verifies that a webhook comes from a holder of the secret, and is fresh.
///
/// The signature is `sha256=` and the hexadecimal HMAC-SHA256 of `timestamp.id.body`. The timestamp is in Unix
/// seconds, so that a recorded call cannot be played again later; the id is of what the call is about, so that it
/// cannot be turned to another question. Calls that go out are about nothing here: theirs is of `timestamp.body`.
final class Signature {
    static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final byte[] secret;

    Signature(String secret) {
        if (secret.length() < 16) {
            throw new IllegalArgumentException(
                    "the webhook secret has " + secret.length() + " characters; at least 16 are needed");
        }
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    /// Why this call is not to be trusted; empty when it is.
    ///
    /// @param id of the judgement or operation that it is about, as the caller gave it
    Optional<String> objection(
            @Nullable String id, @Nullable String timestamp, @Nullable String signature, byte[] body, Instant now) {
        if (timestamp == null || signature == null) {
            return Optional.of("the headers X-Gennaker-Timestamp and X-Gennaker-Signature are needed");
        }
        Instant signedAt;
        try {
            signedAt = Instant.ofEpochSecond(Long.parseLong(timestamp));
        } catch (NumberFormatException | DateTimeException malformed) {
            return Optional.of("X-Gennaker-Timestamp must be a time in Unix seconds");
        }
        if (Duration.between(signedAt, now).abs().compareTo(TOLERANCE) > 0) {
            return Optional.of("X-Gennaker-Timestamp is more than " + TOLERANCE.toMinutes() + " minutes off");
        }
        byte[] expected = sign(timestamp + "." + (id == null ? "" : id), body).getBytes(StandardCharsets.US_ASCII);
        boolean genuine = MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8));
        return genuine
                ? Optional.empty()
                : Optional.of("X-Gennaker-Signature does not match: it is made of timestamp.id.body");
    }

    /// The value of `X-Gennaker-Signature` for a body after this head.
    String sign(String head, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update((head + ".").getBytes(StandardCharsets.UTF_8));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
        }
    }
}
