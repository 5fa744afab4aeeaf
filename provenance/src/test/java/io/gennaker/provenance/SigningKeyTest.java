package io.gennaker.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SigningKeyTest {
    @Test
    void shouldSignAsTheJdkDoes() throws GeneralSecurityException {
        // Given
        var key = SigningKey.generate();

        for (int length = 0; length < 300; length += 50) {
            byte[] payload = "a".repeat(length).getBytes(StandardCharsets.UTF_8);

            // When
            var envelope = key.sign(Envelope.IN_TOTO, payload);

            // Then
            assertThat(envelope.signatures().getFirst().sig()).isEqualTo(byTheJdk(key, payload));
            assertThat(key.verifying().accepts(envelope)).isOne();
        }
    }

    private static String byTheJdk(SigningKey key, byte[] payload) throws GeneralSecurityException {
        var signature = Signature.getInstance("Ed25519");
        signature.initSign(KeyFactory.getInstance("Ed25519")
                .generatePrivate(new PKCS8EncodedKeySpec(Pem.read("PRIVATE KEY", key.pem()))));
        signature.update(Envelope.preAuthenticationEncoding(Envelope.IN_TOTO, payload));
        return Base64.getEncoder().encodeToString(signature.sign());
    }
}
