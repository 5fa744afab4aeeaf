package io.gennaker.deployer.drift;

import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.OperationId;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import io.gennaker.deployer.task.Cluster;
import io.gennaker.deployer.task.ClusterProblem;
import io.gennaker.deployer.task.IntendedWeights.Intention;
import io.gennaker.deployer.task.LiveView;
import io.gennaker.deployer.task.Ports;
import io.gennaker.deployer.task.Wakeup;
import io.gennaker.deployer.traffic.Objects;
import io.gennaker.deployer.traffic.Router;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Watches the routes of one namespace of one cluster on a thread of its own: one watch for each kind of
/// routing object, however many shifts are in force there.
final class NamespaceWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(NamespaceWatch.class.getName());
    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final int MOST_DOUBLINGS = 5;

    private final Place place;
    private final Ports ports;
    private final DriftAnswers answers;
    private final Wakeup wakeup = new Wakeup();
    private final LiveView view;
    /// The version of each shift's route that was answered.
    private final Map<OperationId, String> settled = new HashMap<>();
    private volatile List<Intention> inForce;
    private volatile boolean closed;
    private Set<Cluster.Selection> watched = Set.of();
    private int failures;

    /// A namespace of a cluster.
    record Place(ClusterTarget cluster, String namespace) {
        static Place of(Intention intention) {
            return new Place(intention.cluster(), intention.namespace());
        }
    }

    NamespaceWatch(Place place, List<Intention> inForce, Ports ports, DriftAnswers answers) {
        this.place = place;
        this.ports = ports;
        this.answers = answers;
        this.inForce = inForce;
        this.view = new LiveView(this::cluster, wakeup, ports, this::selections);
    }

    void start() {
        Thread.ofVirtual()
                .name("drift-" + place.cluster().name() + "-" + place.namespace())
                .start(this::run);
    }

    /// What is in force now.
    void watch(List<Intention> now) {
        if (!now.equals(inForce)) {
            inForce = now;
            wakeup.raise();
        }
    }

    private void run() {
        try {
            while (!closed) {
                Instant next = look();
                wakeup.await(next, ports.clock());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            view.close();
        }
    }

    /// @return when to look again at the latest
    private Instant look() {
        try {
            if (!watched.containsAll(kinds())) {
                view.close();
            }
            Cluster.View seen = view.current();
            settled.keySet()
                    .retainAll(inForce.stream().map(Intention::operation).toList());
            for (Intention intention : inForce) {
                look(intention, seen);
            }
            failures = 0;
            return view.lookAgain();
        } catch (RuntimeException failure) {
            return retry(failure);
        }
    }

    /// A server or a database that is away is asked again; whatever drifts meanwhile is seen then.
    private Instant retry(RuntimeException failure) {
        view.close();
        failures++;
        if (failures == 1) {
            LOG.log(
                    failure instanceof ClusterProblem ? Level.WARNING : Level.ERROR,
                    "routes are not watched, trying again cluster="
                            + place.cluster().name() + " namespace=" + place.namespace() + " cause="
                            + failure.getMessage(),
                    failure instanceof ClusterProblem ? null : failure);
        }
        return ports.clock().instant().plus(FIRST_RETRY.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS)));
    }

    private void look(Intention intention, Cluster.View seen) {
        Optional<Drift> suspected = DriftFinder.find(intention, new Seen(seen));
        if (suspected.isPresent() && !suspected.get().version().equals(settled.get(intention.operation()))) {
            // A watch may lag behind the shift itself: only what the server says now counts.
            DriftFinder.find(intention, cluster())
                    .filter(drift -> answers.answer(intention, drift))
                    .ifPresent(drift -> settled.put(intention.operation(), drift.version()));
        }
    }

    /// What the watches have brought; what they do not watch is asked for.
    private final class Seen implements Objects {
        private final Cluster.View view;

        private Seen(Cluster.View view) {
            this.view = view;
        }

        @Override
        public Optional<Resource> read(ResourceKey key) {
            return watched.contains(all(key))
                    ? view.of(all(key)).stream()
                            .filter(object -> object.name().equals(key.name()))
                            .findFirst()
                    : cluster().read(key);
        }

        @Override
        public boolean serves(String apiVersion, String kind) {
            return cluster().serves(apiVersion, kind);
        }
    }

    private Set<Cluster.Selection> selections() {
        watched = kinds();
        return watched;
    }

    private Set<Cluster.Selection> kinds() {
        return inForce.stream()
                .flatMap(intention -> Router.of(intention.drive()).watched(cluster()).stream())
                .map(NamespaceWatch::all)
                .collect(Collectors.toSet());
    }

    private static Cluster.Selection all(ResourceKey key) {
        return new Cluster.Selection(key.apiVersion(), key.kind(), String.valueOf(key.namespace()), "", "");
    }

    private Cluster cluster() {
        return ports.clusters().reach(place.cluster());
    }

    @Override
    public void close() {
        closed = true;
        wakeup.raise();
    }
}
