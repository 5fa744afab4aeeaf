package io.gennaker.deployer.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.task.Cluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// The watches of one cluster: one for each type and namespace, however many tasks look at it.
///
/// A watch that nobody looks at is kept for a moment, for the next task. One that is old, or is not heard, is not given
/// to those who open a view anew: they get a fresh one, and the old one ends with its last user.
final class SharedWatches implements AutoCloseable {
    private static final Duration IDLE = Duration.ofSeconds(20);

    /// Finds the objects of one type in one namespace.
    @FunctionalInterface
    interface Objects {
        NonNamespaceOperation<
                        GenericKubernetesResource,
                        GenericKubernetesResourceList,
                        io.fabric8.kubernetes.client.dsl.Resource<GenericKubernetesResource>>
                all(String apiVersion, String kind, String namespace);
    }

    /// @param fields that the server selects by; names are selected here
    record Key(String apiVersion, String kind, String namespace, String fields) {
        static Key of(Cluster.Selection selection) {
            String fields = selection.fields().startsWith(WatchFeed.BY_NAME) ? "" : selection.fields();
            return new Key(selection.apiVersion(), selection.kind(), selection.namespace(), fields);
        }
    }

    private final Objects objects;
    private final Map<Key, WatchFeed> feeds = new HashMap<>();

    SharedWatches(Objects objects) {
        this.objects = objects;
    }

    /// A look at a watch.
    private record Look(WatchFeed feed, WatchFeed.User user) {}

    /// Returns when every selection has been listed once.
    Cluster.View open(Set<Cluster.Selection> selections, Runnable changed) {
        var looks = new LinkedHashMap<Cluster.Selection, Look>();
        try {
            for (Cluster.Selection selection : selections) {
                looks.put(selection, take(WatchFeed.User.of(selection, changed)));
            }
            looks.values().forEach(look -> look.feed().awaitFirstList());
            return new SharedView(looks);
        } catch (RuntimeException failed) {
            looks.values().forEach(this::leave);
            throw failed;
        }
    }

    private synchronized Look take(WatchFeed.User user) {
        Key key = Key.of(user.selection());
        WatchFeed feed = feeds.get(key);
        if (feed == null || !feed.isFresh()) {
            if (feed != null && feed.isUnused()) {
                feed.close();
            }
            feed = new WatchFeed(key, objects);
            feeds.put(key, feed);
        }
        feed.enter(user);
        return new Look(feed, user);
    }

    private synchronized void leave(Look look) {
        WatchFeed feed = look.feed();
        feed.leave(look.user());
        if (!feed.isUnused()) {
            return;
        }
        if (feeds.get(feed.key()) != feed || feed.isBroken()) {
            drop(feed);
        } else {
            CompletableFuture.delayedExecutor(IDLE.toSeconds(), TimeUnit.SECONDS)
                    .execute(() -> endIfIdle(feed));
        }
    }

    private synchronized void endIfIdle(WatchFeed feed) {
        if (feed.isUnused() && feed.isIdleFor(IDLE)) {
            drop(feed);
        }
    }

    private void drop(WatchFeed feed) {
        feed.close();
        feeds.remove(feed.key(), feed);
    }

    /// How many watches are open.
    synchronized int count() {
        return feeds.size();
    }

    @Override
    public synchronized void close() {
        feeds.values().forEach(WatchFeed::close);
        feeds.clear();
    }

    private final class SharedView implements Cluster.View {
        private final Map<Cluster.Selection, Look> looks;
        private boolean closed;

        SharedView(Map<Cluster.Selection, Look> looks) {
            this.looks = looks;
        }

        @Override
        public List<Resource> of(Cluster.Selection selection) {
            Look look = looks.get(selection);
            return look == null ? List.of() : look.feed().seenBy(look.user());
        }

        @Override
        public boolean isLive() {
            return looks.values().stream().allMatch(look -> look.feed().isLive());
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                looks.values().forEach(SharedWatches.this::leave);
            }
        }
    }
}
