package io.gennaker.playground.mesh;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The first record of a TLS connection: read without taking it away from the one who will answer it.
///
/// @param bytes as they came
/// @param serverName that is asked for (RFC 6066, SNI); empty when none is
record TlsGreeting(byte[] bytes, String serverName) {

    /// The first byte of a handshake record.
    static final int HANDSHAKE = 0x16;

    private static final int LARGEST_RECORD = 1 << 14;
    private static final int HEADER = 5;
    private static final int CLIENT_HELLO = 1;
    private static final int TYPE_AND_LENGTH = 4;
    private static final int VERSION_AND_RANDOM = 34;
    private static final int SERVER_NAME = 0;
    private static final int BYTE = 0xff;
    private static final int SHORT = 0xffff;

    /// @param in after the first byte, which was [#HANDSHAKE]
    static TlsGreeting read(InputStream in) throws IOException {
        var data = new DataInputStream(in);
        var version = data.readShort();
        var length = data.readUnsignedShort();
        if (length > LARGEST_RECORD) {
            throw new IOException("A TLS record of " + length + " bytes");
        }
        var body = new byte[length];
        data.readFully(body);
        var all = new ByteArrayOutputStream(HEADER + length);
        all.write(HANDSHAKE);
        all.write(version >> Byte.SIZE);
        all.write(version);
        all.write(length >> Byte.SIZE);
        all.write(length);
        all.writeBytes(body);
        try {
            return new TlsGreeting(all.toByteArray(), serverName(ByteBuffer.wrap(body)));
        } catch (BufferUnderflowException | IllegalArgumentException broken) {
            throw new IOException("Not a TLS greeting", broken);
        }
    }

    private static String serverName(ByteBuffer hello) {
        if (hello.get(0) != CLIENT_HELLO) {
            return "";
        }
        hello.position(TYPE_AND_LENGTH + VERSION_AND_RANDOM);
        skip(hello, hello.get() & BYTE);
        skip(hello, hello.getShort() & SHORT);
        skip(hello, hello.get() & BYTE);
        if (!hello.hasRemaining()) {
            return "";
        }
        hello.getShort();
        while (hello.hasRemaining()) {
            var type = hello.getShort() & SHORT;
            var length = hello.getShort() & SHORT;
            if (type == SERVER_NAME) {
                // the list's length and the name's type
                skip(hello, Short.BYTES + Byte.BYTES);
                var name = new byte[hello.getShort() & SHORT];
                hello.get(name);
                return new String(name, StandardCharsets.US_ASCII);
            }
            skip(hello, length);
        }
        return "";
    }

    private static void skip(ByteBuffer buffer, int bytes) {
        buffer.position(buffer.position() + bytes);
    }
}
