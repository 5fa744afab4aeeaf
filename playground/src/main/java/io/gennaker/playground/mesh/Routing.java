package io.gennaker.playground.mesh;

import io.gennaker.playground.cluster.storage.Change;
import io.gennaker.playground.cluster.storage.ObjectStore;
import io.gennaker.playground.cluster.storage.VersionTooOld;
import io.gennaker.playground.registry.ImageRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Plays the control plane: follows the cluster's objects and hands what it sees to the gateway a little later, as
/// istiod's pushes take their time. Each state is passed on as it was seen, in order: rules after the propagation
/// delay, endpoints after a sixth of it. While it is away the gateway goes on by what it knew.
public final class Routing implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Routing.class.getName());
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    /// A push that is later than this makes the mesh slower than it says it is: a loaded machine, told in the log.
    private static final Duration TOLERATED_DELAY = Duration.ofMillis(500);

    private static final int ENDPOINTS_ARE_FASTER = 6;
    private static final Set<String> RULES = Set.of(
            "services",
            "destinationrules.networking.istio.io",
            "virtualservices.networking.istio.io",
            "httproutes.gateway.networking.k8s.io",
            "grpcroutes.gateway.networking.k8s.io");

    private final String cluster;
    private final ObjectStore store;
    private final ImageRegistry images;
    private final InstantSource clock;
    private final Duration propagation;
    private final ArrayDeque<Push> rules = new ArrayDeque<>();
    private final ArrayDeque<Push> endpoints = new ArrayDeque<>();
    private final Thread thread;
    private volatile RoutingState state;
    private volatile boolean away;
    private long seen;

    private record Push(Instant at, UnaryOperator<RoutingState> change) {}

    /// @param propagation until a changed rule takes effect
    public Routing(String cluster, ObjectStore store, ImageRegistry images, InstantSource clock, Duration propagation) {
        this.cluster = cluster;
        this.store = store;
        this.images = images;
        this.clock = clock;
        this.propagation = propagation;
        this.seen = store.version();
        this.state = new RoutingState(RouteTable.read(store), readyPods());
        // A platform thread: with virtual ones a push would wait for its turn behind every request under way.
        this.thread = Thread.ofPlatform().daemon().name("mesh-" + cluster).unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    RoutingState state() {
        return state;
    }

    /// As when istiod is gone: neither rules nor endpoints reach the gateway, until it is back.
    public void setAway(boolean away) {
        this.away = away;
    }

    /// Whether a pod that was chosen is still there to answer.
    boolean isThere(Endpoint endpoint) {
        var pod = store.find(endpoint.pod());
        return pod != null && pod.path("metadata").path("uid").asText().equals(endpoint.uid());
    }

    private void run() {
        while (!store.isClosed()) {
            try {
                observe(untilNextPush());
                pushDue();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException failure) {
                LOG.log(System.Logger.Level.ERROR, "Could not follow the routing objects cluster=" + cluster, failure);
            }
        }
    }

    /// Takes in what changed, waiting for it up to a time, and plans when it takes effect.
    void observe(Duration wait) throws InterruptedException {
        try {
            var changes = store.changesAfter(seen, wait);
            if (!changes.isEmpty()) {
                seen = changes.getLast().version();
            }
            plan(changes.stream().anyMatch(Routing::isRule), changes.stream().anyMatch(Routing::isPod));
        } catch (VersionTooOld _) {
            seen = store.version();
            plan(true, true);
        }
    }

    private static boolean isRule(Change change) {
        return RULES.contains(change.key().resource());
    }

    private static boolean isPod(Change change) {
        return change.key().resource().equals("pods");
    }

    private void plan(boolean rulesChanged, boolean podsChanged) {
        var now = clock.instant();
        if (rulesChanged) {
            var table = RouteTable.read(store);
            rules.add(new Push(now.plus(propagation), current -> current.with(table)));
        }
        if (podsChanged) {
            var ready = readyPods();
            endpoints.add(
                    new Push(now.plus(propagation.dividedBy(ENDPOINTS_ARE_FASTER)), current -> current.with(ready)));
        }
    }

    private List<Endpoint> readyPods() {
        return store.list("pods", null).objects().stream()
                .flatMap(pod -> Endpoint.of(pod, images).stream())
                .toList();
    }

    /// Lets everything take effect whose time has come.
    void pushDue() {
        if (away) {
            return;
        }
        var now = clock.instant();
        var next = state;
        for (var queue : List.of(rules, endpoints)) {
            for (var push = queue.peek(); push != null && !push.at.isAfter(now); push = queue.peek()) {
                next = push.change.apply(next);
                queue.remove();
                sayIfLate(push, now);
            }
        }
        // At once: after an absence nobody sees what was in between.
        state = next;
    }

    private void sayIfLate(Push push, Instant now) {
        var late = Duration.between(push.at, now);
        if (late.compareTo(TOLERATED_DELAY) > 0) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The machine is too slow for the mesh: a push is late cluster={0} milliseconds={1}",
                    cluster,
                    late.toMillis());
        }
    }

    private Duration untilNextPush() {
        var wait = LONGEST_WAIT;
        if (away) {
            return wait;
        }
        for (var queue : List.of(rules, endpoints)) {
            var next = queue.peek();
            if (next != null) {
                var left = Duration.between(clock.instant(), next.at);
                wait = left.compareTo(wait) < 0 ? left : wait;
            }
        }
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
