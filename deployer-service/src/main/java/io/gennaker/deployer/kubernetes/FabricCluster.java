package io.gennaker.deployer.kubernetes;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.gennaker.contracts.PatchStyle;
import io.gennaker.deployer.plan.InvalidManifests;
import io.gennaker.deployer.plan.Marks;
import io.gennaker.deployer.resource.LabelSelector;
import io.gennaker.deployer.resource.PatchOperation;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import io.gennaker.deployer.resource.Value;
import io.gennaker.deployer.task.Cluster;
import io.gennaker.deployer.task.ClusterProblem;
import io.gennaker.deployer.task.ManifestReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One cluster through the fabric8 client. All types alike, by what the server says it serves.
final class FabricCluster implements Cluster, AutoCloseable {
    private static final Set<String> OWNS_NOTHING = Set.of("ConfigMap", "Secret");
    private static final long ANSWERED_LATELY = Duration.ofSeconds(1).toNanos();
    private static final Pattern GIT_VERSION = Pattern.compile("\"gitVersion\"\\s*:\\s*\"([^\"]{1,100})\"");

    private final KubernetesClient client;
    private final ServedTypes types;
    private final Problems problems;
    private final ManifestReader texts;
    private final SharedWatches watches;
    private final Pace pace;
    private final String name;
    /// When a question was last answered, whoever asked.
    private volatile long answeredAt = System.nanoTime() - ANSWERED_LATELY;

    FabricCluster(String name, KubernetesClient client, ManifestReader texts, Pace pace) {
        this.name = name;
        this.pace = pace;
        this.client = client;
        this.types = new ServedTypes(client);
        this.problems = new Problems(name);
        this.texts = texts;
        this.watches = new SharedWatches(this::all);
    }

    @Override
    public void greet() {
        if (System.nanoTime() - answeredAt < ANSWERED_LATELY) {
            return;
        }
        String _ = asking("ask for the version", () -> client.raw("/version"));
    }

    String name() {
        return name;
    }

    /// What the server says it is.
    String version() {
        Matcher version = GIT_VERSION.matcher(asking("ask for the version", () -> client.raw("/version")));
        return version.find() ? version.group(1) : "unknown";
    }

    /// How long the server has asked not to be asked.
    Optional<Duration> pause() {
        return pace.pause();
    }

    @Override
    public boolean serves(String apiVersion, String kind) {
        return asking(
                "discover " + apiVersion, () -> types.find(apiVersion, kind).isPresent());
    }

    @Override
    public boolean isNamespaced(String apiVersion, String kind) {
        return asking("discover " + apiVersion, () -> types.find(apiVersion, kind))
                .orElseThrow(() -> new InvalidManifests(
                        "the cluster does not know kind " + kind + " of " + apiVersion + "; is its CRD installed?"))
                .isNamespaceScoped();
    }

    @Override
    public Optional<Resource> read(ResourceKey key) {
        return asking("read " + key, () -> Optional.ofNullable(one(key).get())).map(Trees::resource);
    }

    @Override
    public List<Resource> list(String apiVersion, String kind, String namespace, LabelSelector selector) {
        return asking(
                "list " + kind + "s",
                () -> all(apiVersion, kind, namespace).withLabelSelector(selector.query()).list().getItems().stream()
                        .map(Trees::resource)
                        .toList());
    }

    /// Gennaker's own patches own fields apart from what it applies: a conflict with itself is none.
    @Override
    public Resource apply(Resource resource, boolean force) {
        return apply(resource, force, false);
    }

    @Override
    public Resource preview(Resource resource, boolean force) {
        return apply(resource, force, true);
    }

    private Resource apply(Resource resource, boolean force, boolean dryRun) {
        awaitTurn("apply " + resource);
        try {
            return applied(resource, force, dryRun);
        } catch (KubernetesClientException failure) {
            if (Problems.isConflictOnlyWith(Marks.FIELD_MANAGER, failure)) {
                return asking("apply " + resource, () -> applied(resource, true, dryRun));
            }
            throw problems.of("apply " + resource, failure);
        }
    }

    private Resource applied(Resource resource, boolean force, boolean dryRun) {
        var patch =
                writing(PatchType.SERVER_SIDE_APPLY, dryRun).withForce(force).build();
        return Trees.resource(one(resource.key()).patch(patch, Trees.generic(resource)));
    }

    private static PatchContext.Builder writing(PatchType type, boolean dryRun) {
        var patch = new PatchContext.Builder().withPatchType(type).withFieldManager(Marks.FIELD_MANAGER);
        return dryRun ? patch.withDryRun(List.of("All")) : patch;
    }

    @Override
    public Resource amend(ResourceKey key, PatchStyle style, Value patch, boolean dryRun) {
        PatchType type =
                switch (style) {
                    case STRATEGIC -> PatchType.STRATEGIC_MERGE;
                    case MERGE -> PatchType.JSON_MERGE;
                    case JSON -> PatchType.JSON;
                };
        String json = texts.text(patch);
        return Trees.resource(asking(
                "patch " + key, () -> one(key).patch(writing(type, dryRun).build(), json)));
    }

    @Override
    public Resource patch(ResourceKey key, List<PatchOperation> operations) {
        var patch = writing(PatchType.JSON, false).build();
        String json = texts.text(JsonPatches.of(operations));
        try {
            return Trees.resource(asking("patch " + key, () -> one(key).patch(patch, json)));
        } catch (ClusterProblem.Refused refused) {
            // A failed test and a change that admission refuses come back alike.
            if (isStale(key, operations)) {
                throw new ClusterProblem.Changed(key + " is no longer the version that was read");
            }
            throw refused;
        }
    }

    private boolean isStale(ResourceKey key, List<PatchOperation> operations) {
        Optional<Resource> live = read(key);
        return operations.stream()
                .anyMatch(operation -> operation instanceof PatchOperation.Test test
                        && test.path().equals("/metadata/resourceVersion")
                        && !live.map(found -> test.value().is(found.resourceVersion()))
                                .orElse(false));
    }

    @Override
    public Resource createOrFind(Resource resource) {
        try {
            return Trees.resource(asking(
                    "create " + resource,
                    () -> all(resource.apiVersion(), resource.kind(), resource.namespace())
                            .resource(Trees.generic(resource))
                            .create()));
        } catch (ClusterProblem.Changed exists) {
            return read(resource.key()).orElseThrow(() -> exists);
        }
    }

    /// What makes pods goes only after them. What owns nothing goes at once: in the foreground it would stand until the
    /// garbage collector comes to it.
    @Override
    public void delete(ResourceKey key) {
        var policy =
                OWNS_NOTHING.contains(key.kind()) ? DeletionPropagation.BACKGROUND : DeletionPropagation.FOREGROUND;
        asking("delete " + key, () -> one(key).withPropagationPolicy(policy).delete());
    }

    @Override
    public String log(String namespace, String pod, String container, int mostBytes) {
        return asking("read the log of pod " + pod, () -> LogTail.read(client, namespace, pod, container, mostBytes));
    }

    @Override
    public View watch(Set<Selection> selections, Runnable changed) {
        return asking("watch", () -> watches.open(selections, changed));
    }

    private io.fabric8.kubernetes.client.dsl.Resource<GenericKubernetesResource> one(ResourceKey key) {
        return all(key.apiVersion(), key.kind(), key.namespace()).withName(key.name());
    }

    private NonNamespaceOperation<
                    GenericKubernetesResource,
                    GenericKubernetesResourceList,
                    io.fabric8.kubernetes.client.dsl.Resource<GenericKubernetesResource>>
            all(String apiVersion, String kind, @Nullable String namespace) {
        var type = types.find(apiVersion, kind)
                .orElseThrow(() -> new InvalidManifests(
                        "the cluster does not know kind " + kind + " of " + apiVersion + "; is its CRD installed?"));
        MixedOperation<
                        GenericKubernetesResource,
                        GenericKubernetesResourceList,
                        io.fabric8.kubernetes.client.dsl.Resource<GenericKubernetesResource>>
                everywhere = client.genericKubernetesResources(type);
        return namespace == null || namespace.isEmpty() ? everywhere : everywhere.inNamespace(namespace);
    }

    private void awaitTurn(String what) {
        pace.pause().ifPresent(pause -> {
            throw new ClusterProblem.Unavailable(
                    "the API server of cluster " + name + " has asked for a pause; to do: " + what, pause, null);
        });
        pace.await();
    }

    private <T> T asking(String what, Supplier<T> question) {
        awaitTurn(what);
        try {
            T answer = question.get();
            answeredAt = System.nanoTime();
            return answer;
        } catch (KubernetesClientException failure) {
            throw problems.of(what, failure);
        }
    }

    KubeconfigClusters.Usage usage() {
        return new KubeconfigClusters.Usage(pace.requests(), watches.count());
    }

    @Override
    public void close() {
        watches.close();
    }
}
