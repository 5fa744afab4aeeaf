package io.gennaker.outbox.store;

import java.nio.charset.StandardCharsets;

/// One header of a record on the bus. Its value is bytes: a malformed record is kept as it was.
@SuppressWarnings("ArrayRecordComponent") // handed through from socket to socket, never compared
public record Header(String name, byte[] value) {
    public static Header of(String name, String value) {
        return new Header(name, value.getBytes(StandardCharsets.UTF_8));
    }

    public String text() {
        return new String(value, StandardCharsets.UTF_8);
    }
}
