package io.gennaker.playground.testing;

import io.gennaker.playground.kafka.Broker;
import io.gennaker.playground.kafka.BrokerSettings;
import io.gennaker.playground.postgres.Database;
import io.gennaker.playground.postgres.DatabaseSettings;
import io.gennaker.playground.postgres.Durability;
import io.gennaker.playground.postgres.Folders;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The process behind [TestInfrastructure]: `--state FILE --watch PID [--durable]`.
///
/// Starts the broker in this JVM and a PostgreSQL beside it on free ports, writes the file when both take connections,
/// and ends when the watched process has ended, taking all data along. Where it is told to end it takes the database
/// along; what a kill leaves behind, the next infrastructure removes.
public final class TestInfrastructureMain {
    private static final Logger ROOT = Logger.getLogger("");

    private final Path folder;
    private final Database database;
    private final BrokerSettings brokerSettings;
    private final InfrastructureState state;

    private TestInfrastructureMain(Path folder, boolean durable) throws IOException {
        this.folder = folder;
        var ports = freePorts(3);
        var password = UUID.randomUUID().toString();
        this.database = new Database(new DatabaseSettings(
                folder.resolve("postgres"),
                folder.resolveSibling("binaries"),
                folder.resolve("postgres.log"),
                ports[0],
                password,
                durable ? Durability.DURABLE : Durability.FAST));
        this.brokerSettings = new BrokerSettings(folder.resolve("kafka"), ports[1], ports[2]);
        var self = ProcessHandle.current();
        this.state = new InfrastructureState(
                self.pid(), self.info().startInstant().orElse(Instant.now()), ports[0], password, ports[1]);
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 4 || !arguments[0].equals("--state") || !arguments[2].equals("--watch")) {
            System.err.println("found " + Arrays.toString(arguments) + "; usage: --state FILE --watch PID [--durable]");
            System.exit(2);
        }
        var stateFile = Path.of(arguments[1]).toAbsolutePath();
        var watched = ProcessHandle.of(Long.parseLong(arguments[3]));
        var durable = arguments.length > 4 && arguments[4].equals("--durable");
        if (watched.isEmpty()) {
            System.err.println("the process to watch is gone, pid=" + arguments[3]);
            System.exit(1);
        }
        var folder = Objects.requireNonNull(stateFile.getParent(), "a state file has a folder");
        new AbandonedInfrastructure(Objects.requireNonNull(folder.getParent())).remove();
        new TestInfrastructureMain(folder, durable).run(stateFile, watched.get());
    }

    private void run(Path stateFile, ProcessHandle watched) throws IOException {
        removeLeftovers();
        Runtime.getRuntime().addShutdownHook(new Thread(database::destroy, "remove-database"));
        var databaseStart = CompletableFuture.runAsync(database::start);
        var broker = Broker.start(brokerSettings);
        databaseStart.join();
        state.write(stateFile);
        System.out.println("test infrastructure ready, " + state);
        watched.onExit().join();
        removeAll(broker, stateFile);
    }

    /// Of an infrastructure of the same build that was killed: its password is not known any more.
    private void removeLeftovers() throws IOException {
        database.destroy();
        Folders.deleteTree(brokerSettings.data());
    }

    private void removeAll(Broker broker, Path stateFile) throws IOException {
        try {
            Files.deleteIfExists(stateFile);
            ROOT.setLevel(Level.OFF);
            broker.close();
            database.destroy();
            Folders.deleteTree(folder);
        } finally {
            System.exit(0); // the broker's threads would keep this JVM
        }
    }

    private static int[] freePorts(int count) throws IOException {
        var sockets = new ServerSocket[count];
        try {
            for (var at = 0; at < count; at++) {
                sockets[at] = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            }
            return Arrays.stream(sockets).mapToInt(ServerSocket::getLocalPort).toArray();
        } finally {
            for (var socket : sockets) {
                if (socket != null) {
                    socket.close();
                }
            }
        }
    }
}
