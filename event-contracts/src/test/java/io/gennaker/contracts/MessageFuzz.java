package io.gennaker.contracts;

import io.gennaker.contracts.testing.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// For `benchmarks/fuzz.sh`: records of the bus. The first byte chooses the type; anything but a [MalformedMessage]
/// is a finding.
public final class MessageFuzz {
    private static final Map<MessageType, Map<String, String>> HEADERS = new TreeMap<>();

    static {
        for (MessageType type : MessageType.values()) {
            HEADERS.put(type, MessageCodec.headers(Samples.envelope(type)));
        }
    }

    private MessageFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        var type = MessageType.values()[Byte.toUnsignedInt(input[0]) % MessageType.values().length];
        byte[] value = new byte[input.length - 1];
        System.arraycopy(input, 1, value, 0, value.length);
        try {
            MessageCodec.value(MessageCodec.read(HEADERS.get(type), value).message());
        } catch (MalformedMessage expected) {
            // said so
        }
    }

    /// Writes seeds into a folder.
    public static void main(String[] arguments) {
        for (MessageType type : MessageType.values()) {
            byte[] value = MessageCodec.value(Samples.message(type));
            byte[] seed = new byte[value.length + 1];
            seed[0] = (byte) type.ordinal();
            System.arraycopy(value, 0, seed, 1, value.length);
            try {
                Files.write(Path.of(arguments[0], type.name()), seed);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }
}
