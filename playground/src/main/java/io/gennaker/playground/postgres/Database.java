package io.gennaker.playground.postgres;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/// A PostgreSQL server on a data folder of its own, on 127.0.0.1, with passwords.
///
/// The server is its own daemon: it survives the process that started it, and any later process finds it again by the
/// data folder. After a kill of everything the next [#start()] recovers it. One caller at a time starts or stops the
/// same data folder; who may be two takes a lock.
public final class Database {
    public static final String SUPERUSER = "postgres";

    private static final Duration INITIALISE_WITHIN = Duration.ofMinutes(2);
    private static final int START_WITHIN_SECONDS = 120;
    private static final int STOP_WITHIN_SECONDS = 20;
    /// Backends of a killed server notice its death within moments; until then its shared memory is in use.
    private static final int STARTS_AFTER_CRASH = 10;

    private static final int SHOWN_BYTES_OF_LOG = 2_000;

    private final DatabaseSettings settings;
    private final PostmasterFile postmaster;

    public Database(DatabaseSettings settings) {
        this.settings = settings;
        this.postmaster = new PostmasterFile(settings.data());
    }

    /// Starts the server where it does not run, and returns once it takes connections. Makes the data on first use.
    ///
    /// @return the server's main process
    /// @throws DatabaseException with the end of the server's log
    public ProcessHandle start() {
        var running = postmaster.server();
        if (running.isPresent() && running.get().ready()) {
            return onOurPort(running.get());
        }
        var user = ServerUser.choose();
        var binaries = PostgresBinaries.unpackedUnder(settings.binaries());
        makeData(binaries, user);
        writeConfiguration(user);
        postmaster.removeIfStale();
        launch(binaries, user);
        return process()
                .orElseThrow(
                        () -> new DatabaseException("PostgreSQL ended right after its start, data=" + settings.data()));
    }

    /// The server's main process, when it runs.
    public Optional<ProcessHandle> process() {
        return postmaster.server().map(PostmasterFile.Server::process);
    }

    /// Stops the server: open transactions are rolled back, the data is closed cleanly. Where that does not end within
    /// its bound the server is ended at once, and recovers on its next start. Does nothing when it does not run.
    public void stop() {
        if (process().isEmpty()) {
            return;
        }
        if (!shutDown("fast").succeeded() && process().isPresent()) {
            var result = shutDown("immediate");
            if (!result.succeeded() && process().isPresent()) {
                throw new DatabaseException(
                        "could not stop PostgreSQL, data=" + settings.data() + ": " + result.output());
            }
        }
    }

    /// Stops the server and removes its data. For databases that are thrown away.
    public void destroy() {
        if (process().isPresent()) {
            shutDown("immediate");
        }
        try {
            Folders.deleteTree(settings.data());
        } catch (IOException e) {
            throw new DatabaseException("could not remove " + settings.data(), e);
        }
    }

    /// Connects as the superuser.
    public Connection connect(String database) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", SUPERUSER);
        properties.setProperty("password", settings.superuserPassword());
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "30");
        return DriverManager.getConnection(jdbcUrl(database), properties);
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + settings.port() + "/" + database;
    }

    private ProcessHandle onOurPort(PostmasterFile.Server server) {
        if (server.port() != settings.port()) {
            throw new DatabaseException("PostgreSQL already runs on this data at another port: found " + server.port()
                    + ", wanted " + settings.port() + ", data=" + settings.data() + ". Stop it first.");
        }
        return server.process();
    }

    private void makeData(PostgresBinaries binaries, ServerUser user) {
        var version = settings.data().resolve("PG_VERSION");
        try {
            if (Files.exists(version)) {
                return;
            }
            // Made aside and moved into place: data that is there is complete, also after a kill in the middle.
            var staging = settings.data().resolveSibling(settings.data().getFileName() + ".new");
            Folders.deleteTree(staging);
            Files.createDirectories(staging);
            initialise(binaries, user, staging);
            Files.writeString(
                    staging.resolve("postgresql.conf"),
                    "\ninclude 'gennaker.conf'\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.APPEND);
            Files.deleteIfExists(settings.data());
            Files.move(staging, settings.data(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new DatabaseException("could not make the data folder " + settings.data() + ": " + e.getMessage(), e);
        }
    }

    private void initialise(PostgresBinaries binaries, ServerUser user, Path staging) throws IOException {
        var passwordFile = Files.createTempFile("gennaker-initdb", ".password");
        try {
            Files.writeString(passwordFile, settings.superuserPassword() + "\n", StandardCharsets.UTF_8);
            Files.setPosixFilePermissions(staging, PosixFilePermissions.fromString("rwx------"));
            user.own(staging);
            user.own(passwordFile);
            var result = Command.run(
                    user.as(List.of(
                            binaries.program("initdb"),
                            "--pgdata=" + staging,
                            "--username=" + SUPERUSER,
                            "--pwfile=" + passwordFile,
                            "--auth=scram-sha-256",
                            "--encoding=UTF8",
                            "--locale=C",
                            settings.durability() == Durability.DURABLE ? "--sync-method=fsync" : "--no-sync")),
                    binaries.home(),
                    INITIALISE_WITHIN);
            if (!result.succeeded()) {
                throw new DatabaseException("initdb failed in " + staging + ": " + result.output());
            }
        } finally {
            Files.deleteIfExists(passwordFile);
        }
    }

    private void writeConfiguration(ServerUser user) {
        var waitForDisk = settings.durability().waitForDisk();
        var configuration = """
                # Written at every start.
                listen_addresses = '127.0.0.1'
                port = %d
                unix_socket_directories = ''
                max_connections = 200
                shared_buffers = 64MB
                fsync = %s
                synchronous_commit = %s
                full_page_writes = %s
                timezone = 'UTC'
                log_timezone = 'UTC'
                log_line_prefix = '%%m [%%p] %%u@%%d '
                """.formatted(settings.port(), waitForDisk, waitForDisk, waitForDisk);
        try {
            Files.writeString(settings.data().resolve("gennaker.conf"), configuration, StandardCharsets.UTF_8);
            Files.createDirectories(settings.log().getParent());
            if (Files.notExists(settings.log())) {
                Files.createFile(settings.log());
            }
        } catch (IOException e) {
            throw new DatabaseException("could not configure PostgreSQL in " + settings.data(), e);
        }
        user.own(settings.data());
        user.own(settings.log());
    }

    private void launch(PostgresBinaries binaries, ServerUser user) {
        var start = List.of(
                binaries.program("pg_ctl"),
                "--pgdata=" + settings.data(),
                "--log=" + settings.log(),
                "--wait",
                "--timeout=" + START_WITHIN_SECONDS,
                "start");
        var bound = Duration.ofSeconds(START_WITHIN_SECONDS + 10L);
        var result = Command.run(user.as(start), binaries.home(), bound);
        for (var retry = 1; retry < STARTS_AFTER_CRASH && !result.succeeded() && backendsLinger(); retry++) {
            pause();
            postmaster.removeIfStale();
            result = Command.run(user.as(start), binaries.home(), bound);
        }
        if (!result.succeeded()) {
            throw new DatabaseException("PostgreSQL did not start, port=" + settings.port() + " data=" + settings.data()
                    + "\n" + result.output() + "\n" + endOfLog());
        }
    }

    private boolean backendsLinger() {
        return endOfLog().contains("pre-existing shared memory block");
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(500));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseException("interrupted while waiting for the last server's backends to end", e);
        }
    }

    private Command.Result shutDown(String mode) {
        var binaries = PostgresBinaries.unpackedUnder(settings.binaries());
        return Command.run(
                ServerUser.choose()
                        .as(List.of(
                                binaries.program("pg_ctl"),
                                "--pgdata=" + settings.data(),
                                "--mode=" + mode,
                                "--wait",
                                "--timeout=" + STOP_WITHIN_SECONDS,
                                "stop")),
                binaries.home(),
                Duration.ofSeconds(STOP_WITHIN_SECONDS + 10L));
    }

    private String endOfLog() {
        try (var log = FileChannel.open(settings.log(), StandardOpenOption.READ)) {
            var buffer = ByteBuffer.allocate(SHOWN_BYTES_OF_LOG);
            log.read(buffer, Math.max(0, log.size() - SHOWN_BYTES_OF_LOG));
            return StandardCharsets.UTF_8.decode(buffer.flip()).toString().strip();
        } catch (IOException e) {
            return "(log " + settings.log() + " not readable: " + e.getMessage() + ")";
        }
    }
}
