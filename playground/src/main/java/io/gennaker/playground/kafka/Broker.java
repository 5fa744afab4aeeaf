package io.gennaker.playground.kafka;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/// A Kafka broker and its controller in this JVM.
///
/// As a program: `Broker --data DIR --port N --controller-port M`. It formats the folder once, prints a line when it
/// takes clients, and runs until it is told to end. A killed broker recovers its log on the next start.
public final class Broker implements AutoCloseable {
    private static final Logger KAFKA = Logger.getLogger("");

    private final KafkaRaftServer server;

    private Broker(KafkaRaftServer server) {
        this.server = server;
    }

    public static void main(String[] arguments) {
        BrokerSettings settings;
        try {
            settings = BrokerSettings.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        var broker = start(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "broker-shutdown"));
        System.out.println(
                "Kafka broker ready, bootstrapServers=" + settings.bootstrapServers() + " data=" + settings.data());
        broker.server.awaitShutdown();
    }

    /// Starts a broker; returns once it takes clients.
    public static Broker start(BrokerSettings settings) {
        KAFKA.setLevel(Level.WARNING); // at INFO a start alone writes thousands of lines
        format(settings);
        var server = new KafkaRaftServer(KafkaConfig.fromProps(settings.configuration(), false), Time.SYSTEM);
        server.startup();
        return new Broker(server);
    }

    /// Moves leadership away, closes the log cleanly, and ends.
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    /// Formats the folder unless that was done. The cluster's id is kept beside the log, so that a format that was
    /// killed in the middle is repeated with the same id.
    private static void format(BrokerSettings settings) {
        if (Files.exists(settings.data().resolve("log").resolve("meta.properties"))) {
            return;
        }
        try {
            Files.createDirectories(settings.data());
            var configuration = settings.data().resolve("format.properties");
            try (var out = Files.newOutputStream(configuration)) {
                settings.configuration().store(out, "used once, to format the log");
            }
            var output = new ByteArrayOutputStream();
            var exitCode = StorageTool.execute(
                    new String[] {
                        "format",
                        "--standalone",
                        "--ignore-formatted",
                        "--cluster-id",
                        clusterId(settings.data()),
                        "--config",
                        configuration.toString()
                    },
                    new PrintStream(output, true, StandardCharsets.UTF_8));
            if (exitCode != 0) {
                throw new IllegalStateException(
                        "could not format the broker's log, exitCode=" + exitCode + " data=" + settings.data() + ": "
                                + output.toString(StandardCharsets.UTF_8).strip());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not format the broker's log in " + settings.data(), e);
        }
    }

    private static String clusterId(Path data) throws IOException {
        var file = data.resolve("cluster-id");
        if (Files.notExists(file)) {
            Files.writeString(file, Uuid.randomUuid().toString());
        }
        return Files.readString(file).strip();
    }
}
