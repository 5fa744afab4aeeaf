package io.gennaker.console.access;

import java.security.SecureRandom;
import java.util.Base64;

/// What opens a door: random, and too long to be guessed.
public final class Secret {
    /// In characters, of one that somebody else made.
    public static final int LONGEST = 512;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;

    private Secret() {}

    public static String random() {
        byte[] random = new byte[BYTES];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
