package io.gennaker.judgement.callout;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/// A range of addresses, written as `10.0.0.0/8` or `fd00::/8`.
public record Network(InetAddress address, int bits) {
    private static final Pattern FORM = Pattern.compile("([0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)/([0-9]{1,3})");

    public static Network parse(String text) {
        var matcher = FORM.matcher(text);
        try {
            if (matcher.matches()) {
                InetAddress address = InetAddress.getByName(matcher.group(1));
                int bits = Integer.parseInt(matcher.group(2));
                if (bits <= address.getAddress().length * Byte.SIZE) {
                    return new Network(address, bits);
                }
            }
        } catch (UnknownHostException malformed) {
            throw new IllegalArgumentException(problem(text), malformed);
        }
        throw new IllegalArgumentException(problem(text));
    }

    private static String problem(String text) {
        return "network '" + text + "' is malformed; allowed is an address and a length such as 127.0.0.0/8 or ::1/128";
    }

    boolean contains(InetAddress other) {
        byte[] mine = address.getAddress();
        byte[] theirs = other.getAddress();
        if (mine.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % Byte.SIZE;
            if ((mine[bit / Byte.SIZE] & mask) != (theirs[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }
}
