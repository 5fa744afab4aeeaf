package io.gennaker.playground.cluster.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The objects of one cluster under one version counter. A write is in the file before it is visible and before its
/// caller goes on. Nodes handed out are shared: they must not be modified, take a copy first.
public final class ObjectStore implements AutoCloseable {

    private static final int HISTORY = 1500;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final NavigableMap<ObjectKey, ObjectNode> objects = new TreeMap<>();
    private final OwnedObjects owned = new OwnedObjects();
    private final ArrayDeque<Change> history = new ArrayDeque<>();
    private final ObjectFile file;
    private long version;
    private long historyStart;
    private boolean closed;

    /// What was stored, as of one version.
    public record Listing(long version, List<ObjectNode> objects) {}

    private ObjectStore(ObjectFile file) {
        this.file = file;
    }

    /// Opens the store kept in a file, replaying what an earlier process wrote.
    ///
    /// @throws IOException when the file cannot be read, or is damaged before its last line
    public static ObjectStore open(Path path) throws IOException {
        var file = new ObjectFile(path);
        var store = new ObjectStore(file);
        store.version = file.replay(store.objects);
        store.objects.forEach((key, object) -> store.owned.change(key, null, object));
        store.historyStart = store.version;
        file.compact(store.version, store.objects);
        return store;
    }

    /// Runs several reads and writes as one step that no other writer can interleave with.
    public <T> T exclusively(Supplier<T> step) {
        lock.lock();
        try {
            return step.get();
        } finally {
            lock.unlock();
        }
    }

    public @Nullable ObjectNode find(ObjectKey key) {
        return exclusively(() -> objects.get(key));
    }

    /// All objects of a resource, of one namespace or (null) of all, in the order of namespace and name.
    public Listing list(String resource, @Nullable String namespace) {
        return exclusively(() -> {
            var found = new ArrayList<ObjectNode>();
            var from = new Lowest(resource, namespace).key();
            for (var entry : objects.tailMap(from, true).entrySet()) {
                var key = entry.getKey();
                if (!key.resource().equals(resource)
                        || (namespace != null && !key.namespace().equals(namespace))) {
                    break;
                }
                found.add(entry.getValue());
            }
            return new Listing(version, found);
        });
    }

    /// The objects that name the owner with this uid, in order.
    public List<ObjectKey> ownedBy(String uid) {
        return exclusively(() -> owned.of(uid));
    }

    /// Every key stored, in order.
    public List<ObjectKey> keys() {
        return exclusively(() -> List.copyOf(objects.keySet()));
    }

    public long version() {
        return exclusively(() -> version);
    }

    /// Stores an object under the next version, which is written into its metadata. The node belongs to the store
    /// from now on.
    public ObjectNode put(ObjectKey key, ObjectNode object) {
        return exclusively(() -> {
            var previous = objects.get(key);
            var next = version + 1;
            stamp(object, next);
            file.put(next, key, object);
            objects.put(key, object);
            owned.change(key, previous, object);
            publish(new Change(
                    next, previous == null ? Change.Type.ADDED : Change.Type.MODIFIED, key, object, previous));
            return object;
        });
    }

    /// Removes an object; watches see its last state under the version of the removal.
    public void remove(ObjectKey key) {
        exclusively(() -> {
            var previous = objects.get(key);
            if (previous == null) {
                return false;
            }
            var next = version + 1;
            file.remove(next, key);
            objects.remove(key);
            owned.change(key, previous, null);
            var last = previous.deepCopy();
            stamp(last, next);
            publish(new Change(next, Change.Type.DELETED, key, last, previous));
            return true;
        });
    }

    /// The writes after a version, waiting up to `wait` for the first one; empty when none came or the store was
    /// closed.
    ///
    /// @throws VersionTooOld when the history does not reach back that far
    public List<Change> changesAfter(long after, Duration wait) throws VersionTooOld, InterruptedException {
        lock.lockInterruptibly();
        try {
            var remaining = wait.toNanos();
            while (version <= after && remaining > 0 && !closed) {
                remaining = changed.awaitNanos(remaining);
            }
            if (after < historyStart) {
                throw new VersionTooOld(after, historyStart);
            }
            var skipped = Math.toIntExact(Math.min(history.size(), after - historyStart));
            return history.stream().skip(skipped).toList();
        } finally {
            lock.unlock();
        }
    }

    public boolean isClosed() {
        return exclusively(() -> closed);
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            file.close();
        } finally {
            lock.unlock();
        }
    }

    private void publish(Change change) {
        version = change.version();
        history.addLast(change);
        if (history.size() > HISTORY) {
            history.removeFirst();
            historyStart++;
        }
        changed.signalAll();
        file.compactWhenWorthIt(version, objects);
    }

    private static void stamp(ObjectNode object, long version) {
        object.withObject("/metadata").put("resourceVersion", Long.toString(version));
    }

    /// The smallest position at which a resource's objects can stand; not a valid key of an object.
    private record Lowest(String resource, @Nullable String namespace) {
        ObjectKey key() {
            return new ObjectKey(resource, namespace == null ? "" : namespace, "\0");
        }
    }
}
