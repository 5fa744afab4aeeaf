package io.gennaker.playground.cluster.controllers;

import io.gennaker.playground.cluster.storage.Change;
import io.gennaker.playground.cluster.storage.ObjectKey;
import io.gennaker.playground.cluster.storage.ObjectStore;
import io.gennaker.playground.cluster.storage.VersionTooOld;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// Runs the reconcilers of one cluster, one object at a time: those that a change concerns, and those whose time has
/// come. An object whose reconciliation fails is looked at again a second later.
public final class ControlLoop {

    private static final System.Logger LOG = System.getLogger(ControlLoop.class.getName());
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final String cluster;
    private final ObjectStore store;
    private final InstantSource clock;
    private final List<Reconciler> reconcilers;
    private final LinkedHashSet<Work> queue = new LinkedHashSet<>();
    private final Map<Work, Instant> due = new HashMap<>();
    private long seen;
    private volatile boolean running = true;
    private final Thread thread;

    private record Work(Reconciler reconciler, ObjectKey key) {}

    ControlLoop(String cluster, ObjectStore store, InstantSource clock, List<Reconciler> reconcilers) {
        this.cluster = cluster;
        this.store = store;
        this.clock = clock;
        this.reconcilers = List.copyOf(reconcilers);
        this.thread = Thread.ofVirtual().name("controllers-" + cluster).unstarted(this::run);
        lookAtEverything();
    }

    public void start() {
        thread.start();
    }

    private void run() {
        while (running && !store.isClosed()) {
            try {
                settle();
                store.changesAfter(seen, untilNextDue());
            } catch (VersionTooOld _) {
                lookAtEverything();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /// Does everything there is to do now, and what follows from it, until nothing is left before the next due time.
    void settle() throws InterruptedException {
        do {
            takeChanges();
            takeDue();
            for (var work : List.copyOf(queue)) {
                queue.remove(work);
                reconcile(work);
            }
        } while (store.version() > seen || !queue.isEmpty());
    }

    private void takeChanges() throws InterruptedException {
        try {
            for (var change : store.changesAfter(seen, Duration.ZERO)) {
                enqueue(change);
                seen = change.version();
            }
        } catch (VersionTooOld _) {
            lookAtEverything();
        }
    }

    private void enqueue(Change change) {
        for (var reconciler : reconcilers) {
            reconciler.concerns(change).forEach(key -> queue.add(new Work(reconciler, key)));
        }
    }

    private void takeDue() {
        var now = clock.instant();
        for (var entry : List.copyOf(due.entrySet())) {
            if (!entry.getValue().isAfter(now)) {
                due.remove(entry.getKey());
                queue.add(entry.getKey());
            }
        }
    }

    private void reconcile(Work work) {
        try {
            var again = store.exclusively(() -> work.reconciler.reconcile(work.key));
            again.ifPresentOrElse(at -> due.put(work, at), () -> due.remove(work));
        } catch (RuntimeException failure) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Could not reconcile, trying again cluster=%s object=%s".formatted(cluster, work.key),
                    failure);
            due.put(work, clock.instant().plus(RETRY));
        }
    }

    private Duration untilNextDue() {
        var now = clock.instant();
        return due.values().stream()
                .map(at -> Duration.between(now, at))
                .min(Duration::compareTo)
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
                .filter(wait -> wait.compareTo(LONGEST_WAIT) < 0)
                .orElse(LONGEST_WAIT);
    }

    private void lookAtEverything() {
        store.exclusively(() -> {
            seen = store.version();
            var changes = new ArrayList<Change>();
            for (var key : store.keys()) {
                var object = store.find(key);
                if (object != null) {
                    changes.add(new Change(seen, Change.Type.ADDED, key, object, null));
                }
            }
            changes.forEach(this::enqueue);
            return changes.size();
        });
    }

    /// Ends the loop; what is under way is finished first.
    public void stop() throws InterruptedException {
        running = false;
        thread.join(Duration.ofSeconds(5));
    }
}
