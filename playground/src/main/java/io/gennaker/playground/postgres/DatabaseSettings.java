package io.gennaker.playground.postgres;

import java.nio.file.Path;

/// How and where a [Database] runs.
///
/// @param data the folder of its data; made on the first start, found again by every later one
/// @param binaries the folder under which the binaries are unpacked; may be shared by several databases
/// @param log the file that the server appends its log to
/// @param port the TCP port on 127.0.0.1
/// @param superuserPassword the password of the role `postgres`; used when the data is made, and to connect
/// @param durability what a commit survives
public record DatabaseSettings(
        Path data, Path binaries, Path log, int port, String superuserPassword, Durability durability) {

    public DatabaseSettings {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port of the database: found " + port + ", allowed 1 to 65535");
        }
        if (superuserPassword.isBlank()) {
            throw new IllegalArgumentException("the superuser's password must not be blank");
        }
        data = data.toAbsolutePath().normalize();
        binaries = binaries.toAbsolutePath().normalize();
        log = log.toAbsolutePath().normalize();
    }
}
