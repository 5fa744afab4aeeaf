package io.gennaker.provenance;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// An Ed25519 key that signs, with the public key that belongs to it.
public final class SigningKey {
    static final String ALGORITHM = "Ed25519";

    private final PrivateKey secret;
    private final VerifyingKey verifying;
    /// Bouncy Castle's arithmetic takes a tenth of the time of the JDK's; an Ed25519 signature is the same by whomever.
    private final Ed25519PrivateKeyParameters signer;

    private SigningKey(PrivateKey secret, VerifyingKey verifying) {
        this.secret = secret;
        this.verifying = verifying;
        this.signer = new Ed25519PrivateKeyParameters(
                ((EdECPrivateKey) secret).getBytes().orElseThrow());
    }

    /// A new one.
    public static SigningKey generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            return new SigningKey(pair.getPrivate(), new VerifyingKey(pair.getPublic()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform since 15 has Ed25519", impossible);
        }
    }

    /// @param pem both parts, as [#pem] writes them
    /// @throws IllegalArgumentException saying why the text is not such a key
    public static SigningKey read(String pem) {
        try {
            PrivateKey secret = KeyFactory.getInstance(ALGORITHM)
                    .generatePrivate(new PKCS8EncodedKeySpec(Pem.read("PRIVATE KEY", pem)));
            var key = new SigningKey(secret, VerifyingKey.read(pem));
            key.requireItsOwn();
            return key;
        } catch (GeneralSecurityException malformed) {
            throw new IllegalArgumentException("not an Ed25519 private key: " + malformed.getMessage(), malformed);
        }
    }

    private void requireItsOwn() {
        if (verifying.accepts(sign(Envelope.IN_TOTO, new byte[0])) == 0) {
            throw new IllegalArgumentException("the private and the public key do not belong together");
        }
    }

    /// PKCS #8 and, below it, the public key.
    public String pem() {
        return Pem.write("PRIVATE KEY", secret.getEncoded()) + verifying.pem();
    }

    public VerifyingKey verifying() {
        return verifying;
    }

    public Envelope sign(String payloadType, byte[] payload) {
        byte[] signed = Envelope.preAuthenticationEncoding(payloadType, payload);
        byte[] signature = new byte[Ed25519PrivateKeyParameters.SIGNATURE_SIZE];
        signer.sign(Ed25519.Algorithm.Ed25519, null, signed, 0, signed.length, signature, 0);
        var base64 = Base64.getEncoder();
        return new Envelope(
                payloadType,
                base64.encodeToString(payload),
                List.of(new Envelope.Signature(verifying.id(), base64.encodeToString(signature))));
    }
}
