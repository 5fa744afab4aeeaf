package io.gennaker.judgement.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SignatureTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final byte[] BODY = "{\"user\":\"dana\"}".getBytes(StandardCharsets.UTF_8);

    private final Signature signature = new Signature("a secret of the test");

    @Test
    void shouldTrustAFreshCallThatHoldsTheSecret() {
        assertThat(signature.objection("1700000000", signature.sign("1700000000", BODY), BODY, NOW))
                .isEmpty();
    }

    @Test
    void shouldGiveTheSignatureThatOpensslGives() {
        // printf '1700000000.{"user":"dana"}' | openssl dgst -sha256 -hmac 'a secret of the test'
        assertThat(signature.sign("1700000000", BODY))
                .isEqualTo("sha256=6d73f7766a7760d4d2fba6af9e20015ef992549f3f3840df9d93e48d28592b20");
    }

    @Test
    void shouldRefuseAChangedBody() {
        // Given
        String signed = signature.sign("1700000000", BODY);

        // When
        var objection =
                signature.objection("1700000000", signed, "{\"user\":\"carl\"}".getBytes(StandardCharsets.UTF_8), NOW);

        // Then
        assertThat(objection).contains("X-Gennaker-Signature does not match");
    }

    @Test
    void shouldRefuseASignatureOfAnotherSecret() {
        // Given
        String signed = new Signature("another secret of the test").sign("1700000000", BODY);

        // When
        var objection = signature.objection("1700000000", signed, BODY, NOW);

        // Then
        assertThat(objection).isPresent();
    }

    @Test
    void shouldRefuseACallPlayedAgainLater() {
        // Given
        String signed = signature.sign("1700000000", BODY);

        // When
        var objection = signature.objection("1700000000", signed, BODY, NOW.plusSeconds(301));

        // Then
        assertThat(objection).contains("X-Gennaker-Timestamp is more than 5 minutes off");
    }

    @Test
    void shouldRefuseMissingAndMalformedHeaders() {
        assertThat(signature.objection(null, "sha256=00", BODY, NOW)).isPresent();
        assertThat(signature.objection("1700000000", null, BODY, NOW)).isPresent();
        assertThat(signature.objection("yesterday", "sha256=00", BODY, NOW))
                .contains("X-Gennaker-Timestamp must be a time in Unix seconds");
        assertThat(signature.objection("99999999999999999", "sha256=00", BODY, NOW))
                .isPresent();
    }

    @Test
    void shouldNotStartWithAWeakSecret() {
        assertThatThrownBy(() -> new Signature("short")).hasMessageContaining("at least 16");
    }
}
