package io.gennaker.judgement.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SignatureTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final String ID = "shop-1/ask/1";
    private static final String HEAD = "1700000000.shop-1/ask/1";
    private static final byte[] BODY = "{\"user\":\"dana\"}".getBytes(StandardCharsets.UTF_8);

    private final Signature signature = new Signature("a secret of the test");

    @Test
    void shouldTrustAFreshCallThatHoldsTheSecret() {
        assertThat(signature.objection(ID, "1700000000", signature.sign(HEAD, BODY), BODY, NOW))
                .isEmpty();
    }

    @Test
    void shouldGiveTheSignatureThatOpensslGives() {
        // printf '1700000000.shop-1/ask/1.{"user":"dana"}' | openssl dgst -sha256 -hmac 'a secret of the test'
        assertThat(signature.sign(HEAD, BODY))
                .isEqualTo("sha256=ccce430fce454116e74adbffdecbf7fd7051226d17f30e464dea780eee121546");
    }

    @Test
    void shouldRefuseAChangedBody() {
        // Given
        String signed = signature.sign(HEAD, BODY);

        // When
        var objection = signature.objection(
                ID, "1700000000", signed, "{\"user\":\"carl\"}".getBytes(StandardCharsets.UTF_8), NOW);

        // Then
        assertThat(objection).contains("X-Gennaker-Signature does not match: it is made of timestamp.id.body");
    }

    @Test
    void shouldRefuseACallTurnedToAnotherQuestion() {
        // Given
        String signed = signature.sign(HEAD, BODY);

        // When
        var objection = signature.objection("shop-1/production/1", "1700000000", signed, BODY, NOW);

        // Then
        assertThat(objection).isPresent();
    }

    @Test
    void shouldRefuseASignatureOfAnotherSecret() {
        // Given
        String signed = new Signature("another secret of the test").sign(HEAD, BODY);

        // When
        var objection = signature.objection(ID, "1700000000", signed, BODY, NOW);

        // Then
        assertThat(objection).isPresent();
    }

    @Test
    void shouldRefuseACallPlayedAgainLater() {
        // Given
        String signed = signature.sign(HEAD, BODY);

        // When
        var objection = signature.objection(ID, "1700000000", signed, BODY, NOW.plusSeconds(301));

        // Then
        assertThat(objection).contains("X-Gennaker-Timestamp is more than 5 minutes off");
    }

    @Test
    void shouldRefuseMissingAndMalformedHeaders() {
        assertThat(signature.objection(ID, null, "sha256=00", BODY, NOW)).isPresent();
        assertThat(signature.objection(ID, "1700000000", null, BODY, NOW)).isPresent();
        assertThat(signature.objection(ID, "yesterday", "sha256=00", BODY, NOW))
                .contains("X-Gennaker-Timestamp must be a time in Unix seconds");
        assertThat(signature.objection(ID, "99999999999999999", "sha256=00", BODY, NOW))
                .isPresent();
    }

    @Test
    void shouldNotStartWithAWeakSecret() {
        assertThatThrownBy(() -> new Signature("short")).hasMessageContaining("at least 16");
    }
}
