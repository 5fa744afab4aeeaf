package io.gennaker.playground.traffic;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/// Sends requests at a constant rate whether or not earlier ones were answered (an open loop), with a bound on how
/// many are under way. Targets and counts are kept in a file and come back after a restart.
public final class TrafficGenerator implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(TrafficGenerator.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_IN_FLIGHT = 500;
    private static final int MOST_TARGETS = 40;
    private static final Duration SAVE_EVERY = Duration.ofSeconds(1);
    private static final Duration WHILE_STOPPED = Duration.ofMillis(100);
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Path file;
    private final Map<String, Integer> gatewayPorts;
    private final GatewayClient client;
    private final Semaphore inFlight = new Semaphore(MOST_IN_FLIGHT);
    private final Map<String, Stream> streams = new TreeMap<>();
    private volatile boolean running = true;
    private String saved = "";

    /// One target and its counts.
    private static final class Stream {
        private volatile TrafficTarget target;
        private final TrafficCounts counts;

        Stream(TrafficTarget target, TrafficCounts counts) {
            this.target = target;
            this.counts = counts;
        }
    }

    /// Takes up what the file says; sends as soon as there is a target with a rate.
    ///
    /// @param gatewayPorts by name of the cluster
    /// @throws IOException when the file cannot be read
    public TrafficGenerator(Path file, Map<String, Integer> gatewayPorts, GatewayClient client) throws IOException {
        this.file = file;
        this.gatewayPorts = Map.copyOf(gatewayPorts);
        this.client = client;
        if (Files.exists(file)) {
            load();
        }
        Thread.ofVirtual().name("traffic-file").start(this::keepSaving);
    }

    private void load() throws IOException {
        for (var entry : JSON.readTree(file.toFile()).path("targets")) {
            var target = new TrafficTarget(
                    entry.path("cluster").asText(),
                    entry.path("host").asText(),
                    entry.path("path").asText(),
                    entry.path("ratePerSecond").asInt());
            if (gatewayPorts.containsKey(target.cluster())) {
                streams.put(target.key(), start(target, TrafficCounts.read(entry)));
            }
        }
    }

    /// Starts or changes the requests to a cluster's host.
    ///
    /// @throws IllegalArgumentException when there is no such cluster, or all targets together would be too much
    public synchronized void change(TrafficTarget target) {
        if (!gatewayPorts.containsKey(target.cluster())) {
            throw new IllegalArgumentException("cluster: found '%s', allowed are %s"
                    .formatted(
                            target.cluster(),
                            gatewayPorts.keySet().stream().sorted().toList()));
        }
        var others = streams.values().stream()
                .filter(stream -> !stream.target.key().equals(target.key()))
                .mapToInt(stream -> stream.target.ratePerSecond())
                .sum();
        if (others + target.ratePerSecond() > TrafficTarget.HIGHEST_RATE) {
            throw new IllegalArgumentException("ratePerSecond: %d and %d for other hosts are more than %d in all"
                    .formatted(target.ratePerSecond(), others, TrafficTarget.HIGHEST_RATE));
        }
        if (!streams.containsKey(target.key()) && streams.size() >= MOST_TARGETS) {
            throw new IllegalArgumentException("There are requests for %d hosts already (%s), which is the most"
                    .formatted(MOST_TARGETS, streams.keySet().stream().collect(Collectors.joining(", "))));
        }
        streams.computeIfAbsent(target.key(), _ -> start(target, new TrafficCounts())).target = target;
        save();
    }

    private Stream start(TrafficTarget target, TrafficCounts counts) {
        var stream = new Stream(target, counts);
        Thread.ofVirtual().name("traffic-" + target.key()).start(() -> send(stream));
        return stream;
    }

    private void send(Stream stream) {
        var next = System.nanoTime();
        while (running) {
            var target = stream.target;
            if (target.ratePerSecond() > 0) {
                sendOne(stream, target);
            }
            var interval = target.ratePerSecond() > 0 ? SECOND / target.ratePerSecond() : WHILE_STOPPED.toNanos();
            // after a stall, go on from now: the requests that were due then are not made up for
            next = Math.max(next + interval, System.nanoTime() - SECOND / 10);
            for (var wait = next - System.nanoTime(); wait > 0 && running; wait = next - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
        }
    }

    private int port(String cluster) {
        return Objects.requireNonNull(gatewayPorts.get(cluster), () -> "no gateway of cluster " + cluster);
    }

    private void sendOne(Stream stream, TrafficTarget target) {
        if (!inFlight.tryAcquire()) {
            stream.counts.notSent();
            return;
        }
        stream.counts.sent();
        Thread.startVirtualThread(() -> {
            try {
                stream.counts.answered(client.get(port(target.cluster()), target.host(), target.path()));
            } catch (IOException failure) {
                stream.counts.connectionFailed();
                LOG.log(System.Logger.Level.WARNING, "A request got no answer target={0} reason={1}", target, failure);
            } finally {
                inFlight.release();
            }
        });
    }

    /// Every target with its counts.
    public synchronized ObjectNode describe() {
        var document = JSON.createObjectNode();
        var targets = document.putArray("targets");
        for (var stream : streams.values()) {
            var entry = targets.addObject();
            var target = stream.target;
            entry.put("cluster", target.cluster()).put("host", target.host());
            entry.put("path", target.path()).put("ratePerSecond", target.ratePerSecond());
            stream.counts.writeTo(entry);
        }
        return document;
    }

    private void keepSaving() {
        while (running) {
            LockSupport.parkNanos(SAVE_EVERY.toNanos());
            save();
        }
    }

    private synchronized void save() {
        var content = describe().toString();
        if (content.equals(saved)) {
            return;
        }
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            var fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(fresh, content);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            saved = content;
        } catch (IOException failure) {
            LOG.log(System.Logger.Level.WARNING, "Could not write the traffic targets file=" + file, failure);
        }
    }

    @Override
    public void close() {
        running = false;
        save();
    }
}
