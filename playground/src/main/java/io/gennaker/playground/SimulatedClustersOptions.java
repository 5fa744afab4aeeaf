package io.gennaker.playground;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The command line of the simulated clusters.
///
/// @param data folder for everything that has to survive
/// @param clusters ports by name
/// @param adminPort of images, traffic and metrics
/// @param propagation until a changed routing rule takes effect
record SimulatedClustersOptions(Path data, Map<String, Ports> clusters, int adminPort, Duration propagation) {

    static final String USAGE =
            "usage: SimulatedClusters --data DIR --cluster NAME=PORT,GATEWAYPORT[,CONNECTIONSPORT] [--cluster ...] --admin PORT [--propagation 300ms]";

    private static final Pattern CLUSTER =
            Pattern.compile("([a-z0-9][-a-z0-9]{0,62})=(\\d{1,5}),(\\d{1,5})(?:,(\\d{1,5}))?");
    private static final Pattern MILLISECONDS = Pattern.compile("(\\d{1,5})ms");

    /// The ports of one cluster; 0 stands for any free one.
    ///
    /// @param connections null: only HTTP gets in
    record Ports(int api, int gateway, @Nullable Integer connections) {}

    /// @throws IllegalArgumentException naming the option, what was found and what is allowed
    static SimulatedClustersOptions parse(List<String> arguments) {
        Path data = null;
        Integer admin = null;
        var propagation = Duration.ofMillis(300);
        var clusters = new LinkedHashMap<String, Ports>();
        for (var at = 0; at < arguments.size(); at += 2) {
            var option = arguments.get(at);
            var value = at + 1 < arguments.size() ? arguments.get(at + 1) : "";
            switch (option) {
                case "--data" -> data = Path.of(required(option, value));
                case "--admin" -> admin = port(option, value);
                case "--propagation" -> propagation = milliseconds(option, value);
                case "--cluster" -> addCluster(clusters, value);
                default -> throw new IllegalArgumentException("Unknown option '" + option + "'");
            }
        }
        return new SimulatedClustersOptions(
                present(data, "--data"), atLeastOne(clusters), present(admin, "--admin"), propagation);
    }

    private static void addCluster(Map<String, Ports> clusters, String value) {
        var form = CLUSTER.matcher(value);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "--cluster: found '%s', allowed is NAME=PORT,GATEWAYPORT or NAME=PORT,GATEWAYPORT,CONNECTIONSPORT"
                            .formatted(value));
        }
        var connections = form.group(4) == null ? null : port("--cluster", form.group(4));
        var ports = new Ports(port("--cluster", form.group(2)), port("--cluster", form.group(3)), connections);
        if (clusters.put(form.group(1), ports) != null) {
            throw new IllegalArgumentException("--cluster: the name '%s' is given twice".formatted(form.group(1)));
        }
    }

    private static Map<String, Ports> atLeastOne(Map<String, Ports> clusters) {
        if (clusters.isEmpty()) {
            throw new IllegalArgumentException("--cluster is missing");
        }
        return clusters;
    }

    private static int port(String option, String value) {
        if (value.matches("\\d{1,5}") && Integer.parseInt(value) <= 65_535) {
            return Integer.parseInt(value);
        }
        throw new IllegalArgumentException(
                "%s: found '%s', allowed is a port from 0 to 65535".formatted(option, value));
    }

    private static Duration milliseconds(String option, String value) {
        var form = MILLISECONDS.matcher(value);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "%s: found '%s', allowed is a number of milliseconds such as 300ms".formatted(option, value));
        }
        return Duration.ofMillis(Long.parseLong(form.group(1)));
    }

    private static String required(String option, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return value;
    }

    private static <T> T present(@Nullable T value, String option) {
        if (value == null) {
            throw new IllegalArgumentException(option + " is missing");
        }
        return value;
    }
}
