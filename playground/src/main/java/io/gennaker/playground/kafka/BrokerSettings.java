package io.gennaker.playground.kafka;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/// How and where a [Broker] runs.
///
/// @param data the folder of its log; formatted on the first start
/// @param port the TCP port of clients on 127.0.0.1
/// @param controllerPort the TCP port on 127.0.0.1 by which the node talks to its own controller
public record BrokerSettings(Path data, int port, int controllerPort) {
    private static final List<String> OPTIONS = List.of("--data", "--port", "--controller-port");
    static final String USAGE = "usage: Broker --data DIR --port N --controller-port M";

    public BrokerSettings {
        requirePort("--port", port);
        requirePort("--controller-port", controllerPort);
        if (port == controllerPort) {
            throw new IllegalArgumentException("--port and --controller-port must differ: found " + port + " for both");
        }
        data = data.toAbsolutePath().normalize();
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    static BrokerSettings parse(String[] arguments) {
        if (arguments.length != 2 * OPTIONS.size()) {
            throw new IllegalArgumentException("found " + Arrays.toString(arguments) + "; " + USAGE);
        }
        Map<String, String> values = new HashMap<>();
        for (var at = 0; at < arguments.length; at += 2) {
            if (!OPTIONS.contains(arguments[at])) {
                throw new IllegalArgumentException("found option " + arguments[at] + "; " + USAGE);
            }
            values.put(arguments[at], arguments[at + 1]);
        }
        if (values.size() != OPTIONS.size()) {
            throw new IllegalArgumentException("an option is given twice; " + USAGE);
        }
        return new BrokerSettings(
                Path.of(Objects.requireNonNull(values.get("--data"))),
                number("--port", Objects.requireNonNull(values.get("--port"))),
                number("--controller-port", Objects.requireNonNull(values.get("--controller-port"))));
    }

    /// The broker's configuration. Replication factors are those of a single node; every write is still acknowledged
    /// only after it is in the log, and Kafka's default leaves the flush to the operating system.
    Properties configuration() {
        var properties = new Properties();
        properties.putAll(Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                "1",
                "log.dirs",
                data.resolve("log").toString(),
                "listeners",
                "PLAINTEXT://" + bootstrapServers() + ",CONTROLLER://127.0.0.1:" + controllerPort,
                "advertised.listeners",
                "PLAINTEXT://" + bootstrapServers(),
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "controller.listener.names",
                "CONTROLLER",
                "controller.quorum.bootstrap.servers",
                "127.0.0.1:" + controllerPort));
        properties.putAll(Map.of(
                "offsets.topic.replication.factor", "1",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1",
                "offsets.topic.num.partitions", "4",
                "transaction.state.log.num.partitions", "4",
                "share.coordinator.state.topic.num.partitions", "2",
                // Services make their topics, with their settings; a name that is written wrong is to be noticed.
                "auto.create.topics.enable", "false",
                "group.initial.rebalance.delay.ms", "0"));
        // Sized for a laptop: fewer threads and buffers than Kafka takes for a server.
        properties.putAll(Map.of(
                "num.network.threads", "2",
                "num.io.threads", "4",
                "background.threads", "2",
                "log.cleaner.dedupe.buffer.size", "2097152",
                "log.segment.bytes", "67108864",
                "log.index.size.max.bytes", "1048576"));
        // After a kill the new broker is let in when the session of the old one has ended: 9 s by default.
        properties.putAll(Map.of("broker.session.timeout.ms", "3000", "broker.heartbeat.interval.ms", "500"));
        return properties;
    }

    private static void requirePort(String option, int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(option + ": found " + port + ", allowed 1 to 65535");
        }
    }

    private static int number(String option, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + ": found '" + value + "', allowed is a port number", e);
        }
    }
}
