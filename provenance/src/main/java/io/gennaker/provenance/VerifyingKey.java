package io.gennaker.provenance;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/// An Ed25519 public key that is trusted.
public final class VerifyingKey {
    private final PublicKey key;

    VerifyingKey(PublicKey key) {
        this.key = key;
    }

    /// @param pem of the public key, also with others around it
    /// @throws IllegalArgumentException saying why the text is not such a key
    public static VerifyingKey read(String pem) {
        try {
            return new VerifyingKey(KeyFactory.getInstance(SigningKey.ALGORITHM)
                    .generatePublic(new X509EncodedKeySpec(Pem.read("PUBLIC KEY", pem))));
        } catch (GeneralSecurityException malformed) {
            throw new IllegalArgumentException("not an Ed25519 public key: " + malformed.getMessage(), malformed);
        }
    }

    public String pem() {
        return Pem.write("PUBLIC KEY", key.getEncoded());
    }

    /// `sha256:` and the digest of the encoded key.
    public String id() {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /// How many signatures of the envelope are by this key. Key ids are only hints, so each is tried.
    ///
    /// @throws IllegalArgumentException when the envelope's payload is not base64
    public int accepts(Envelope envelope) {
        byte[] signed = Envelope.preAuthenticationEncoding(envelope.payloadType(), envelope.content());
        return (int) envelope.signatures().stream()
                .filter(signature -> isBy(signature.sig(), signed))
                .count();
    }

    private boolean isBy(String base64, byte[] signed) {
        try {
            var signature = Signature.getInstance(SigningKey.ALGORITHM);
            signature.initVerify(key);
            signature.update(signed);
            return signature.verify(Envelope.decode("signature", base64));
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            return false;
        }
    }
}
