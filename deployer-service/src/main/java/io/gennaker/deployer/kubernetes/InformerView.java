package io.gennaker.deployer.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.task.Cluster;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Objects kept current by watches. Connections that break, and versions that are too old, are taken up again by the
/// informers themselves.
final class InformerView implements Cluster.View {
    private static final int FIRST_LIST_SECONDS = 15;

    private final Map<Cluster.Selection, SharedIndexInformer<GenericKubernetesResource>> informers;

    private InformerView(Map<Cluster.Selection, SharedIndexInformer<GenericKubernetesResource>> informers) {
        this.informers = informers;
    }

    /// Finds the objects of one type in one namespace.
    @FunctionalInterface
    interface Objects {
        NonNamespaceOperation<
                        GenericKubernetesResource,
                        GenericKubernetesResourceList,
                        io.fabric8.kubernetes.client.dsl.Resource<GenericKubernetesResource>>
                all(String apiVersion, String kind, String namespace);
    }

    /// Returns when every selection has been listed once.
    static InformerView open(Set<Cluster.Selection> selections, Objects objects, Runnable changed) {
        var informers = new LinkedHashMap<Cluster.Selection, SharedIndexInformer<GenericKubernetesResource>>();
        var view = new InformerView(informers);
        try {
            for (Cluster.Selection selection : selections) {
                informers.put(selection, informer(selection, objects));
            }
            for (SharedIndexInformer<GenericKubernetesResource> informer : informers.values()) {
                informer.start().toCompletableFuture().get(FIRST_LIST_SECONDS, TimeUnit.SECONDS);
                informer.addEventHandler(new Raising(changed));
            }
            return view;
        } catch (ExecutionException failed) {
            view.close();
            throw failed.getCause() instanceof KubernetesClientException failure
                    ? failure
                    : new KubernetesClientException("the watch did not begin", failed.getCause());
        } catch (TimeoutException slow) {
            view.close();
            throw new KubernetesClientException("the watch did not begin in time", slow);
        } catch (InterruptedException stopped) {
            view.close();
            Thread.currentThread().interrupt();
            throw new KubernetesClientException("interrupted", stopped);
        }
    }

    private static SharedIndexInformer<GenericKubernetesResource> informer(
            Cluster.Selection selection, Objects objects) {
        FilterWatchListDeletable<
                        GenericKubernetesResource,
                        GenericKubernetesResourceList,
                        io.fabric8.kubernetes.client.dsl.Resource<GenericKubernetesResource>>
                selected = objects.all(selection.apiVersion(), selection.kind(), selection.namespace())
                        .withNewFilter()
                        .endFilter();
        if (!selection.labels().isEmpty()) {
            selected = selected.withLabelSelector(selection.labels());
        }
        if (!selection.fields().isEmpty()) {
            String[] field = selection.fields().split("=", 2);
            selected = selected.withField(field[0], field[1]);
        }
        // The first list fails openly; afterwards the informer goes on by itself for as long as it is wanted.
        return selected.runnableInformer(0).exceptionHandler((started, _) -> started);
    }

    @Override
    public List<Resource> of(Cluster.Selection selection) {
        SharedIndexInformer<GenericKubernetesResource> informer = informers.get(selection);
        return informer == null
                ? List.of()
                : informer.getStore().list().stream().map(Trees::resource).toList();
    }

    @Override
    public boolean isLive() {
        return informers.values().stream().allMatch(SharedIndexInformer::isWatching);
    }

    @Override
    public void close() {
        informers.values().forEach(SharedIndexInformer::close);
    }

    private record Raising(Runnable changed) implements ResourceEventHandler<GenericKubernetesResource> {
        @Override
        public void onAdd(GenericKubernetesResource object) {
            changed.run();
        }

        @Override
        public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource object) {
            changed.run();
        }

        @Override
        public void onDelete(GenericKubernetesResource object, boolean unknown) {
            changed.run();
        }
    }
}
