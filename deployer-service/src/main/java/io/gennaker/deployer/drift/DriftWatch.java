package io.gennaker.deployer.drift;

import io.gennaker.deployer.drift.NamespaceWatch.Place;
import io.gennaker.deployer.task.IntendedWeights.Intention;
import io.gennaker.deployer.task.Ports;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Watches every route with a shift in force, from when the shift is read back until a newer one of the route begins:
/// the one that takes all back is the last.
///
/// Each replica watches, and none remembers anything that counts: what is in force and what was answered is in the
/// records, so a replica that starts sees what drifted before it, and one that dies takes nothing with it.
public final class DriftWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(DriftWatch.class.getName());
    /// How soon a shift of another replica is known here.
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final DriftAnswers answers;
    private final Ports ports;
    private final Map<Place, NamespaceWatch> watches = new HashMap<>();
    private @Nullable Thread thread;
    private volatile boolean closed;

    public DriftWatch(DriftAnswers answers, Ports ports) {
        this.answers = answers;
        this.ports = ports;
    }

    public synchronized void start() {
        thread = Thread.ofVirtual().name("drift-watch").start(this::run);
    }

    private void run() {
        try {
            while (!closed) {
                follow();
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            watches.values().forEach(NamespaceWatch::close);
        }
    }

    private void follow() {
        try {
            Map<Place, List<Intention>> inForce =
                    ports.intendedWeights().inForce().stream().collect(Collectors.groupingBy(Place::of));
            watches.entrySet().removeIf(watch -> {
                boolean over = !inForce.containsKey(watch.getKey());
                if (over) {
                    watch.getValue().close();
                }
                return over;
            });
            inForce.forEach(this::watch);
        } catch (RuntimeException failure) {
            LOG.log(Level.WARNING, "shifts in force cannot be read, trying again cause=" + failure.getMessage());
        }
    }

    private void watch(Place place, List<Intention> inForce) {
        NamespaceWatch known = watches.get(place);
        if (known != null) {
            known.watch(inForce);
            return;
        }
        var begun = new NamespaceWatch(place, inForce, ports, answers);
        watches.put(place, begun);
        begun.start();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
