package io.gennaker.trigger.http;

import io.gennaker.trigger.source.SourceKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// A configured caller, and whether a call shows that it comes from there.
record Caller(
        String name,
        SourceKind kind,
        SourceKind.Proof proof,
        @Nullable Path secretFile,
        @Nullable SignedToken token,
        Optional<String> host,
        RateLimit limit) {
    private static final int LARGEST_SECRET = 10_000;

    /// @throws IllegalArgumentException saying what the configuration must be like
    static Caller of(String name, SourcesConfig.Source source) {
        String key = "gennaker.webhooks." + name;
        SourceKind kind = SourceKind.of(source.kind())
                .orElseThrow(() -> new IllegalArgumentException(
                        key + ".kind is '" + source.kind() + "'; allowed are " + SourceKind.words()));
        SourceKind.Proof proof = source.proof().map(word -> proof(key, word)).orElse(kind.usual());
        boolean bySecret = proof == SourceKind.Proof.HMAC || proof == SourceKind.Proof.TOKEN;
        if (bySecret && source.secretFile().isEmpty()) {
            throw new IllegalArgumentException(
                    key + ".secret-file is missing; without a secret anybody may call, which only proof=none allows");
        }
        if (source.rate() < 1) {
            throw new IllegalArgumentException(key + ".rate is " + source.rate() + "; at least 1 is allowed");
        }
        return new Caller(
                name,
                kind,
                proof,
                source.secretFile().orElse(null),
                proof == SourceKind.Proof.OIDC ? token(key, source) : null,
                source.host(),
                new RateLimit(source.rate()));
    }

    private static SignedToken token(String key, SourcesConfig.Source source) {
        return new SignedToken(
                source.keys(),
                source.issuer(),
                source.audience()
                        .orElseThrow(
                                () -> new IllegalArgumentException(
                                        key
                                                + ".audience is missing; it is what the push subscription names, usually the address of this webhook")),
                source.serviceAccount()
                        .orElseThrow(() -> new IllegalArgumentException(
                                key + ".service-account is missing; without it any account of the issuer may call")));
    }

    private static SourceKind.Proof proof(String key, String word) {
        return Arrays.stream(SourceKind.Proof.values())
                .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(key + ".proof is '" + word + "'; allowed are "
                        + Arrays.stream(SourceKind.Proof.values())
                                .map(known -> known.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))));
    }

    /// @param inAddress a token from the address
    /// @throws IOException when the secret, or the keys, cannot be read
    boolean proves(Map<String, String> headers, @Nullable String inAddress, byte[] body) throws IOException {
        return switch (proof) {
            case HMAC -> secretFile != null && signed(headers, secret(secretFile), body);
            case TOKEN -> secretFile != null && equal(secret(secretFile), given(headers, inAddress));
            case OIDC -> token != null && token.proves(given(headers, null).strip());
            case NONE -> true;
        };
    }

    private static byte[] secret(Path file) throws IOException {
        if (Files.size(file) > LARGEST_SECRET) {
            throw new IOException("the secret's file is larger than " + LARGEST_SECRET + " bytes");
        }
        byte[] secret = Files.readString(file).strip().getBytes(StandardCharsets.UTF_8);
        if (secret.length == 0) {
            throw new IOException("the secret's file is empty");
        }
        return secret;
    }

    private static boolean signed(Map<String, String> headers, byte[] secret, byte[] body) {
        String signature = headers.getOrDefault("x-hub-signature-256", headers.get("x-gennaker-signature"));
        if (signature == null || !signature.startsWith("sha256=")) {
            return false;
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return MessageDigest.isEqual(
                    mac.doFinal(body), HexFormat.of().parseHex(signature.substring("sha256=".length())));
        } catch (IllegalArgumentException noHex) {
            return false;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HmacSHA256", impossible);
        }
    }

    private String given(Map<String, String> headers, @Nullable String inAddress) {
        String authorization = headers.getOrDefault("authorization", "");
        if (!authorization.isEmpty()) {
            return authorization.regionMatches(true, 0, "Bearer ", 0, 7) ? authorization.substring(7) : authorization;
        }
        String gitlab = headers.getOrDefault("x-gitlab-token", "");
        if (!gitlab.isEmpty()) {
            return gitlab;
        }
        return kind.inAddress() && inAddress != null ? inAddress : "";
    }

    private static boolean equal(byte[] secret, String given) {
        return MessageDigest.isEqual(secret, given.strip().getBytes(StandardCharsets.UTF_8));
    }
}
