package io.gennaker.deployer.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.gennaker.deployer.resource.LabelSelector;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Keeps of watched objects only what is looked at, so that memory grows with their number and hardly with their size.
final class SlimStore extends BasicItemStore<GenericKubernetesResource> {
    /// Of these kinds there are many, and nobody asks who wrote them.
    private static final Set<String> PLENTY = Set.of("Pod", "ReplicaSet", "Event", "Job");
    private static final List<String> CONTENT = List.of("data", "binaryData", "stringData");
    private static final List<String> CONTAINERS = List.of("containers", "initContainers");

    private final LabelIndex labelled = new LabelIndex();

    SlimStore() {
        super(Cache::metaNamespaceKeyFunc);
    }

    /// What identifies an object, for the informer, with the rest for us.
    private static final class Slim extends GenericKubernetesResource {
        private static final long serialVersionUID = 1;
        private final transient Resource tree;
        private final transient Map<String, String> labels;

        Slim(GenericKubernetesResource object) {
            tree = slim(Trees.resource(object));
            labels = tree.labels();
            setApiVersion(object.getApiVersion());
            setKind(object.getKind());
            setMetadata(new ObjectMetaBuilder()
                    .withName(object.getMetadata().getName())
                    .withNamespace(object.getMetadata().getNamespace())
                    .withUid(object.getMetadata().getUid())
                    .withResourceVersion(object.getMetadata().getResourceVersion())
                    .build());
        }
    }

    @Override
    public GenericKubernetesResource put(String key, GenericKubernetesResource object) {
        var slim = new Slim(object);
        var old = (Slim) super.put(key, slim);
        if (old != null && !old.labels.equals(slim.labels)) {
            labelled.remove(key, old.labels);
        }
        labelled.add(key, slim.labels);
        return old;
    }

    @Override
    public GenericKubernetesResource remove(String key) {
        var old = (Slim) super.remove(key);
        if (old != null) {
            labelled.remove(key, old.labels);
        }
        return old;
    }

    /// Those that a selector accepts.
    List<Resource> selected(LabelSelector selector) {
        Stream<GenericKubernetesResource> candidates = selector.equal().entrySet().stream()
                .findFirst()
                .map(labelled::with)
                .map(keys -> keys.stream().flatMap(key -> Stream.ofNullable(get(key))))
                .orElseGet(this::values);
        return candidates
                .map(Slim.class::cast)
                .filter(object -> selector.accepts(object.labels))
                .map(object -> object.tree)
                .toList();
    }

    /// The one of a name, if it is there.
    List<Resource> named(String namespace, String name) {
        GenericKubernetesResource found = get(namespace.isEmpty() ? name : namespace + "/" + name);
        return found == null ? List.of() : List.of(((Slim) found).tree);
    }

    private static Resource slim(Resource resource) {
        Resource slim = resource.drop("metadata", "annotations", "kubectl.kubernetes.io/last-applied-configuration");
        for (String content : CONTENT) {
            slim = slim.drop(content);
        }
        if (!PLENTY.contains(slim.kind())) {
            return slim;
        }
        slim = slim.drop("metadata", "managedFields").drop("spec", "template");
        return slim.kind().equals("Pod") ? slim.put(containersOf(slim), "spec") : slim;
    }

    private static Value.Fields containersOf(Resource pod) {
        Value.Fields spec = Value.Fields.EMPTY;
        for (String field : CONTAINERS) {
            List<Value.Fields> slim = pod.at("spec", field).items().stream()
                    .map(container -> Value.Fields.EMPTY
                            .with("name", container.at("name"))
                            .with("image", container.at("image")))
                    .toList();
            spec = spec.with(field, Value.of(slim));
        }
        return spec;
    }
}
