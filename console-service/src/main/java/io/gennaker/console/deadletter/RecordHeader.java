package io.gennaker.console.deadletter;

import java.nio.charset.StandardCharsets;

/// One header of a record. Its value is bytes: what could not be read is kept as it was.
@SuppressWarnings("ArrayRecordComponent") // handed through, never compared
public record RecordHeader(String name, byte[] value) {
    String text() {
        return new String(value, StandardCharsets.UTF_8);
    }

    int bytes() {
        return name.length() + value.length;
    }
}
