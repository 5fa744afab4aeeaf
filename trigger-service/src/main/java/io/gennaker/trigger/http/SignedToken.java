package io.gennaker.trigger.http;

import java.io.IOException;
import java.net.URI;
import java.util.Set;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;
import org.jspecify.annotations.Nullable;

/// The token by which a push of Google Pub/Sub shows who sends it: a JWT of a service account for our address, signed
/// with one of the keys that Google publishes.
final class SignedToken {
    static final String GOOGLE = "https://accounts.google.com";
    private static final int CLOCKS_DIFFER_SECONDS = 60;
    private static final int LONGEST = 10_000;
    /// Keys are asked for again when a token names an unknown one, but no more often.
    private static final long BETWEEN_MILLIS = 30_000;
    private static final Set<String> HERE = Set.of("127.0.0.1", "localhost", "[::1]");

    private final String account;
    private final JwtConsumer consumer;

    /// @param keys address of the JWKS document
    /// @param audience that the push subscription is told to name
    /// @param account email of the service account that the push subscription is told to use
    SignedToken(URI keys, String issuer, String audience, String account) {
        if (!"https".equals(keys.getScheme()) && !HERE.contains(String.valueOf(keys.getHost()))) {
            throw new IllegalArgumentException("the address of the keys is '" + keys + "'; allowed is https://");
        }
        this.account = account;
        var published = new HttpsJwks(keys.toString());
        published.setRefreshReprieveThreshold(BETWEEN_MILLIS);
        this.consumer = new JwtConsumerBuilder()
                .setVerificationKeyResolver(new HttpsJwksVerificationKeyResolver(published))
                .setJwsAlgorithmConstraints(new AlgorithmConstraints(
                        ConstraintType.PERMIT,
                        AlgorithmIdentifiers.RSA_USING_SHA256,
                        AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256))
                .setExpectedIssuer(issuer)
                .setExpectedAudience(audience)
                .setRequireExpirationTime()
                .setAllowedClockSkewInSeconds(CLOCKS_DIFFER_SECONDS)
                .build();
    }

    /// @throws IOException when the keys cannot be read, so that nothing can be said
    boolean proves(String token) throws IOException {
        if (token.length() > LONGEST) {
            return false;
        }
        try {
            JwtClaims claims = consumer.processToClaims(token);
            return account.equals(claims.getStringClaimValue("email"))
                    && Boolean.TRUE.equals(claims.getClaimValue("email_verified", Boolean.class));
        } catch (InvalidJwtException invalid) {
            IOException unread = unread(invalid);
            if (unread != null) {
                throw unread;
            }
            return false;
        } catch (MalformedClaimException malformed) {
            return false;
        }
    }

    private static @Nullable IOException unread(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException unread) {
                return new IOException("the keys of the token's issuer cannot be read", unread);
            }
        }
        return null;
    }
}
