package io.gennaker.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The vectors of the DSSE specification (`protocol.md` and `testvectors`); their Ed25519 keys are those of RFC 8032.
class DsseVectorsTest {
    private static final String HELLO = "http://example.com/HelloWorld";
    private static final String STATEMENT = "eyJfdHlwZSI6Imh0dHBzOi8vaW4tdG90by5pby9TdGF0ZW1lbnQvdjEifQ==";
    private static final String KEY_A = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    private static final String SIGNED_BY_A =
            "2WAfaHm5jluo0w+0rk8uVkluELJYWjSmU9x7EUzx+AyteDGJ4/nqyJXfmAUVFIAoQafWm7AxBZNw5M9ixNHiCA==";

    @Test
    void shouldEncodeAsTheSpecificationDoes() {
        // When
        byte[] encoded = Envelope.preAuthenticationEncoding(HELLO, "hello world".getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(encoded).asString().isEqualTo("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
    }

    @Test
    void shouldEncodeWhatTheSpecificationsSignatureIsOver() throws GeneralSecurityException {
        // Given
        var curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        var point = new ECPoint(
                new BigInteger("46950820868899156662930047687818585632848591499744589407958293238635476079160"),
                new BigInteger("5640078356564379163099075877009565129882514886557779369047442380624545832820"));
        var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initVerify(KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class))));

        // When
        signature.update(Envelope.preAuthenticationEncoding(HELLO, "hello world".getBytes(StandardCharsets.UTF_8)));

        // Then
        assertThat(
                        signature.verify(
                                Base64.getDecoder()
                                        .decode(
                                                "A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==")))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "application/vnd.in-toto+json, " + STATEMENT + ", " + SIGNED_BY_A + ", 1",
        "application/vnd.in-toto+json, -_-_Pj8=, "
                + "P-_KHICeR7tI6S_YyejJTRtrXhcQyQ2LYPaL8h90KjC9qN8HU_svOQ6TuDOT1HIrsGW886DbWNWcCmX5twLrAw==, 1",
        "application/vnd.example.other+json, " + STATEMENT + ", " + SIGNED_BY_A + ", 0",
        "application/vnd.exämple+json, " + STATEMENT + ", "
                + "xmSk/ug66ysT7ayhkCIjhAq42zgZXSsEWuzUaNL7w2eGAdF/NU6/fRXPtmfN+5DNSAs5/i2lUnHjbbjPsu0tAw==, 1",
        "application/vnd.in-toto+json, '', "
                + "gSggCAaTLTYyRH6FIDBem6meyIynsYy8RTHVzwx9tnTb7Bg/1jMWnuVgI/gffqmbsC2VX5/jHfkkDqsj7CDbDg==, 1",
        "application/vnd.in-toto+json, " + STATEMENT + ", "
                + "c1+67/aT0yqEpwx8PsVY3MLHsj9D0CZ014/Fv/QlG59P+9CobUZ7xECJ/V3USG0Ob9CiE5LjReEZUzNF2l7eBw==, 0",
    })
    void shouldAcceptSignaturesAsTheVectorsSay(String type, String payload, String signature, int accepted)
            throws GeneralSecurityException {
        // Given
        var envelope = new Envelope(type, payload, List.of(new Envelope.Signature(null, signature)));

        // When
        int count = key(KEY_A).accepts(envelope);

        // Then
        assertThat(count).isEqualTo(accepted);
    }

    private static VerifyingKey key(String hex) throws GeneralSecurityException {
        byte[] encoded = HexFormat.of().parseHex("302a300506032b6570032100" + hex);
        return new VerifyingKey(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
    }
}
