package io.gennaker.deployer.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.gennaker.deployer.resource.LabelSelector;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.task.Cluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One watch and those who look at it. Connections that break, and versions that are too old, are taken up again by the
/// informer itself.
final class WatchFeed implements AutoCloseable {
    static final String BY_NAME = "metadata.name=";
    private static final int FIRST_LIST_SECONDS = 15;
    /// Older ones are opened anew for new users, in case they went deaf without a word.
    private static final Duration FRESH = Duration.ofSeconds(55);
    /// How long one may be opening, or be taken up again.
    private static final Duration HICCUP = Duration.ofSeconds(4);

    private final SharedWatches.Key key;
    private final SlimStore store = new SlimStore();
    private final SharedIndexInformer<GenericKubernetesResource> informer;
    private final CompletableFuture<Void> firstList;
    private final List<User> users = new CopyOnWriteArrayList<>();
    private final long openedAt = System.nanoTime();
    private volatile long heardAt = openedAt;
    private volatile long leftAt = openedAt;

    WatchFeed(SharedWatches.Key key, SharedWatches.Objects objects) {
        this.key = key;
        FilterWatchListDeletable<
                        GenericKubernetesResource,
                        GenericKubernetesResourceList,
                        io.fabric8.kubernetes.client.dsl.Resource<GenericKubernetesResource>>
                selected = objects.all(key.apiVersion(), key.kind(), key.namespace())
                        .withNewFilter()
                        .endFilter();
        if (!key.fields().isEmpty()) {
            String[] field = key.fields().split("=", 2);
            selected = selected.withField(field[0], field[1]);
        }
        // The first list fails openly; afterwards the informer goes on by itself for as long as it is wanted.
        informer = selected.runnableInformer(0).itemStore(store).exceptionHandler((started, _) -> started);
        informer.addEventHandler(new Raising());
        firstList = informer.start().toCompletableFuture();
    }

    SharedWatches.Key key() {
        return key;
    }

    /// @throws KubernetesClientException when the server does not answer, or refuses
    void awaitFirstList() {
        try {
            firstList.get(FIRST_LIST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof KubernetesClientException failure
                    ? failure
                    : new KubernetesClientException("the watch did not begin", failed.getCause());
        } catch (TimeoutException slow) {
            throw new KubernetesClientException("the watch did not begin in time", slow);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new KubernetesClientException("interrupted", stopped);
        }
    }

    /// Who looks at a part of the objects.
    record User(Cluster.Selection selection, LabelSelector labels, Runnable changed) {
        static User of(Cluster.Selection selection, Runnable changed) {
            return new User(selection, LabelSelector.parse(selection.labels()), changed);
        }

        boolean sees(String name, Map<String, String> present) {
            String fields = selection.fields();
            return fields.startsWith(BY_NAME)
                    ? fields.length() == BY_NAME.length() + name.length() && fields.endsWith(name)
                    : labels.accepts(present);
        }
    }

    void enter(User user) {
        users.add(user);
    }

    void leave(User user) {
        users.remove(user);
        leftAt = System.nanoTime();
    }

    List<Resource> seenBy(User user) {
        String fields = user.selection().fields();
        return fields.startsWith(BY_NAME)
                ? store.named(key.namespace(), fields.substring(BY_NAME.length()))
                : store.selected(user.labels());
    }

    boolean isUnused() {
        return users.isEmpty();
    }

    boolean isIdleFor(Duration time) {
        return System.nanoTime() - leftAt >= time.toNanos();
    }

    boolean isBroken() {
        return firstList.isCompletedExceptionally();
    }

    boolean isLive() {
        boolean live = informer.isWatching();
        if (live) {
            heardAt = System.nanoTime();
        }
        return live;
    }

    /// Whether it can be given to somebody who wants to be sure.
    boolean isFresh() {
        long now = System.nanoTime();
        return !isBroken() && now - openedAt < FRESH.toNanos() && (isLive() || now - heardAt < HICCUP.toNanos());
    }

    @Override
    public void close() {
        informer.close();
    }

    private final class Raising implements ResourceEventHandler<GenericKubernetesResource> {
        @Override
        public void onAdd(GenericKubernetesResource object) {
            raise(object);
        }

        @Override
        public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource object) {
            raise(object);
        }

        @Override
        public void onDelete(GenericKubernetesResource object, boolean unknown) {
            users.forEach(user -> user.changed().run());
        }

        private void raise(GenericKubernetesResource object) {
            String name = object.getMetadata().getName();
            Map<String, String> found = object.getMetadata().getLabels();
            Map<String, String> labels = found == null ? Map.of() : found;
            users.stream()
                    .filter(user -> user.sees(name, labels))
                    .forEach(user -> user.changed().run());
        }
    }
}
