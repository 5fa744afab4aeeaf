package io.gennaker.provenance;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/// Keys as text (RFC 7468).
final class Pem {
    private static final int LINE = 64;
    private static final int LONGEST = 16 * 1024;

    private Pem() {}

    static String write(String label, byte[] content) {
        var base64 = Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN " + label + "-----\n" + base64.encodeToString(content) + "\n-----END " + label + "-----\n";
    }

    static byte[] read(String label, String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "key has " + text.length() + " characters; at most " + LONGEST + " are allowed");
        }
        var block = Pattern.compile("-----BEGIN " + label + "-----([A-Za-z0-9+/=\\s]*)-----END " + label + "-----")
                .matcher(text);
        if (!block.find()) {
            throw new IllegalArgumentException("found no block -----BEGIN " + label + "-----");
        }
        return Envelope.decode(label, block.group(1).replaceAll("\\s", ""));
    }
}
