package io.gennaker.trigger.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.trigger.testing.KeyServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SignedTokenTest {
    private static final Map<String, Consumer<JwtClaims>> WRONG = Map.of(
            "for another address", claims -> claims.setAudience("https://elsewhere.acme.io"),
            "for nobody", claims -> claims.unsetClaim("aud"),
            "of another issuer", claims -> claims.setIssuer("https://accounts.example.com"),
            "of another account", claims -> claims.setStringClaim("email", "eve@acme.iam.gserviceaccount.com"),
            "of no account", claims -> claims.unsetClaim("email"),
            "of an unverified account", claims -> claims.setClaim("email_verified", false),
            "expired",
                    claims -> claims.setExpirationTime(
                            NumericDate.fromSeconds(NumericDate.now().getValue() - 120)),
            "without end", claims -> claims.unsetClaim("exp"),
            "not yet good", claims -> claims.setNotBeforeMinutesInThePast(-10));

    private KeyServer keys;
    private SignedToken token;

    @BeforeEach
    void start() throws IOException {
        keys = new KeyServer();
        token = new SignedToken(keys.address(), KeyServer.ISSUER, KeyServer.AUDIENCE, KeyServer.ACCOUNT);
    }

    @AfterEach
    void stop() {
        keys.close();
    }

    @Test
    void shouldTakeTheTokenOfTheAccountForThisAddress() throws IOException {
        assertThat(token.proves(keys.sign(KeyServer.claims()))).isTrue();
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseATokenThatIs() {
        return WRONG.entrySet().stream()
                .map(wrong -> DynamicTest.dynamicTest(wrong.getKey(), () -> {
                    // Given
                    JwtClaims claims = KeyServer.claims();
                    wrong.getValue().accept(claims);

                    // Then
                    assertThat(token.proves(keys.sign(claims))).isFalse();
                }));
    }

    @Test
    void shouldRefuseATokenThatNoPublishedKeySigned() throws IOException, JoseException {
        // Given
        String body = keys.sign(KeyServer.claims()).split("\\.")[1];
        var symmetric = new JsonWebSignature();
        symmetric.setPayload(KeyServer.claims().toJson());
        symmetric.setKey(new HmacKey("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8)));
        symmetric.setKeyIdHeaderValue("first");
        symmetric.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);

        // Then
        assertThat(token.proves(KeyServer.sign(KeyServer.claims(), KeyServer.key("first"))))
                .isFalse();
        assertThat(token.proves(KeyServer.sign(KeyServer.claims(), KeyServer.key("another"))))
                .isFalse();
        assertThat(token.proves(symmetric.getCompactSerialization())).isFalse();
        assertThat(token.proves(Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8))
                        + "." + body + "."))
                .isFalse();
        assertThat(token.proves("")).isFalse();
        assertThat(token.proves("x".repeat(20_000))).isFalse();
    }

    @Test
    void shouldSayNothingWhenTheKeysCannotBeRead() {
        // Given
        keys.away();

        // Then
        assertThatThrownBy(() -> token.proves(keys.sign(KeyServer.claims())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("keys");
    }

    @Test
    void shouldRefuseAnAddressOfKeysInTheClear() {
        assertThatThrownBy(() -> new SignedToken(URI.create("http://keys.acme.io"), "i", "a", "b"))
                .hasMessageContaining("http://keys.acme.io")
                .hasMessageContaining("https://");
    }
}
