package io.gennaker.deployer.testing;

import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.PatchStyle;
import io.gennaker.contracts.Track;
import io.gennaker.deployer.resource.LabelSelector;
import io.gennaker.deployer.resource.PatchOperation;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import io.gennaker.deployer.resource.Value;
import io.gennaker.deployer.task.Cluster;
import io.gennaker.deployer.task.ClusterProblem;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A cluster in memory whose Deployments and Jobs are ready as soon as they are written.
///
/// Before and after every write it asks `interruption`, which may throw, as if the process died there.
public final class FakeCluster implements Cluster {
    private final Map<ResourceKey, Resource> objects = new LinkedHashMap<>();
    private final Map<ResourceKey, Integer> creations = new LinkedHashMap<>();
    private Runnable interruption = () -> {};
    private Runnable changed = () -> {};
    private boolean heard = true;
    private boolean answering = true;
    private boolean away;
    private UnaryOperator<String> logs = pod -> "log of " + pod + "\n";
    private boolean failingJobs;
    private boolean replacing;
    private boolean trying = true;
    private int deletions;
    private int amendments;
    private final Set<String> unserved = new HashSet<>();
    private @Nullable Map<ResourceKey, Resource> lagging;
    private int version = 10;
    private int generation = 1;

    public void interruptBy(Runnable interruption) {
        this.interruption = interruption;
    }

    /// Whether watches have something to tell from now on.
    public void hear(boolean heard) {
        this.heard = heard;
    }

    /// Whether a plain question is answered from now on.
    public void answer(boolean answering) {
        this.answering = answering;
    }

    /// Whether nothing can be read from now on.
    public void away(boolean away) {
        this.away = away;
    }

    /// What the log of a pod is from now on; it may throw.
    public void logBy(UnaryOperator<String> logs) {
        this.logs = logs;
    }

    /// Lets every Job fail from now on, its pod with exit code 1.
    public void failJobs() {
        failingJobs = true;
    }

    /// Lets everything that is deleted from now on be made anew at once, as controllers do.
    public void replaceWhatIsDeleted() {
        replacing = true;
    }

    /// Lets a webhook refuse to be asked without a write from now on.
    public void refuseDryRuns() {
        trying = false;
    }

    private void tryOut() {
        if (!trying) {
            throw new ClusterProblem.Refused(
                    FailureCode.REFUSED, "admission webhook \"audit\" does not support dry run", null);
        }
    }

    public int deletions() {
        return deletions;
    }

    /// Lets watches bring nothing of what is written from now on.
    public void lag() {
        lagging = new LinkedHashMap<>(objects);
    }

    public void add(Resource resource) {
        store(resource);
    }

    public Optional<Resource> find(String kind, String name) {
        return objects.values().stream()
                .filter(object -> object.kind().equals(kind) && object.name().equals(name))
                .findFirst();
    }

    /// How often an object of this kind was made anew.
    public int creations(String kind) {
        return creations.entrySet().stream()
                .filter(entry -> entry.getKey().kind().equals(kind))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    /// All objects as text, without versions.
    public String describe() {
        var texts = objects.values().stream()
                .map(object -> object.drop("metadata", "resourceVersion")
                        .drop("metadata", "generation")
                        .drop("status", "observedGeneration"))
                .map(object -> Yaml.READER.text(object.body()))
                .sorted()
                .toList();
        return String.join("\n", texts);
    }

    @Override
    public boolean isNamespaced(String apiVersion, String kind) {
        return !kind.equals("Namespace");
    }

    @Override
    public void greet() {
        if (!answering) {
            throw new ClusterProblem.Unavailable("away", null, null);
        }
    }

    @Override
    public boolean serves(String apiVersion, String kind) {
        return !unserved.contains(apiVersion);
    }

    /// Serves no kind of a version from now on.
    public void withdraw(String apiVersion) {
        unserved.add(apiVersion);
    }

    /// How often an object was patched.
    public int amendments() {
        return amendments;
    }

    @Override
    public Optional<Resource> read(ResourceKey key) {
        if (away) {
            throw new ClusterProblem.Unavailable("away", null, null);
        }
        return Optional.ofNullable(objects.get(key));
    }

    @Override
    public List<Resource> list(String apiVersion, String kind, String namespace, LabelSelector selector) {
        return all(kind, object -> selector.accepts(object.labels()));
    }

    private List<Resource> all(String kind, Predicate<Resource> wanted) {
        return objects.values().stream()
                .filter(object -> object.kind().equals(kind))
                .filter(wanted)
                .toList();
    }

    @Override
    public Resource apply(Resource resource, boolean force) {
        return writing(() -> {
            Resource live = objects.getOrDefault(resource.key(), new Resource(Value.Fields.EMPTY));
            String fits = resource.resourceVersion();
            if (!fits.isEmpty() && !fits.equals(live.resourceVersion())) {
                throw new ClusterProblem.Changed(resource + " has been modified");
            }
            return store(new Resource(merged(live.body(), resource.body())));
        });
    }

    @Override
    public Resource preview(Resource resource, boolean force) {
        tryOut();
        return new Resource(merged(
                objects.getOrDefault(resource.key(), new Resource(Value.Fields.EMPTY))
                        .body(),
                resource.body()));
    }

    @Override
    public Resource amend(ResourceKey key, PatchStyle style, Value patch, boolean dryRun) {
        Resource live = Objects.requireNonNull(objects.get(key), key.toString());
        Resource amended = style == PatchStyle.JSON
                ? JsonPatch.apply(live, JsonPatch.additions(patch))
                : new Resource(merged(live.body(), patch));
        if (dryRun) {
            tryOut();
            return amended;
        }
        return writing(() -> {
            amendments++;
            return store(amended);
        });
    }

    private static Value.Fields merged(Value base, Value over) {
        var result = new LinkedHashMap<>(base.fields());
        over.fields()
                .forEach((key, value) -> result.merge(
                        key, value, (old, young) -> young instanceof Value.Fields ? merged(old, young) : young));
        return new Value.Fields(result);
    }

    @Override
    public Resource patch(ResourceKey key, List<PatchOperation> operations) {
        return writing(() -> {
            try {
                return store(JsonPatch.apply(Objects.requireNonNull(objects.get(key)), operations));
            } catch (JsonPatch.TestFailed stale) {
                throw new ClusterProblem.Changed("stale");
            }
        });
    }

    @Override
    public Resource createOrFind(Resource resource) {
        return writing(() -> objects.containsKey(resource.key()) ? objects.get(resource.key()) : store(resource));
    }

    @Override
    public void delete(ResourceKey key) {
        writing(() -> {
            Resource gone = objects.remove(key);
            deletions++;
            if (replacing && gone != null) {
                objects.put(
                        key,
                        gone.put(Value.of("uid-" + deletions), "metadata", "uid")
                                .put(Value.of(Instant.now().toString()), "metadata", "creationTimestamp"));
            }
            objects.values().removeIf(object -> object.isOwnedBy("uid-" + key.name()));
            changed.run();
            return new Resource(Value.Fields.EMPTY);
        });
    }

    private Resource writing(Supplier<Resource> write) {
        interruption.run();
        Resource written = write.get();
        interruption.run();
        return written;
    }

    private Resource store(Resource resource) {
        if (!objects.containsKey(resource.key())) {
            creations.merge(resource.key(), 1, Integer::sum);
        }
        Resource stored = resource.put(Value.of(String.valueOf(++version)), "metadata", "resourceVersion")
                .put(Value.of("uid-" + resource.name()), "metadata", "uid")
                .put(Value.of(++generation), "metadata", "generation");
        Resource live = withStatus(stored);
        objects.put(live.key(), live);
        changed.run();
        return live;
    }

    private Resource withStatus(Resource resource) {
        return switch (resource.kind()) {
            case "Deployment" -> {
                int replicas = resource.at("spec", "replicas").numberOr(1);
                pods(resource, replicas);
                yield resource.put(
                        Yaml.value("{\"observedGeneration\":" + generation + ",\"updatedReplicas\":" + replicas
                                + ",\"replicas\":" + replicas + ",\"availableReplicas\":" + replicas + "}"),
                        "status");
            }
            case "Job" -> {
                objects.put(
                        new ResourceKey("v1", "Pod", resource.namespace(), resource.name() + "-x"),
                        Yaml.resource(
                                "{apiVersion: v1, kind: Pod, metadata: {name: " + resource.name() + "-x, namespace: "
                                        + resource.namespace() + ", labels: {job-name: " + resource.name()
                                        + "}, ownerReferences: [{uid: uid-" + resource.name()
                                        + "}]}, status: {phase: " + (failingJobs ? "Failed" : "Succeeded")
                                        + ", containerStatuses: [{name: main, state: {terminated: {exitCode: "
                                        + (failingJobs ? 1 : 0) + "}}}]}}"));
                yield resource.put(
                        Yaml.value("{\"conditions\":[{\"type\":\"" + (failingJobs ? "Failed" : "Complete")
                                + "\",\"status\":\"True\"}]}"),
                        "status");
            }
            default -> resource;
        };
    }

    private void pods(Resource deployment, int replicas) {
        for (int number = 0; number < replicas; number++) {
            String name = deployment.name() + "-" + number;
            Resource pod = new Resource(Value.Fields.EMPTY)
                    .put(Value.of("v1"), "apiVersion")
                    .put(Value.of("Pod"), "kind")
                    .put(Value.of(name), "metadata", "name")
                    .put(Value.of(String.valueOf(deployment.namespace())), "metadata", "namespace")
                    .put(deployment.at("spec", "template", "metadata", "labels"), "metadata", "labels")
                    .put(Yaml.value("[{\"uid\":\"uid-" + deployment.name() + "\"}]"), "metadata", "ownerReferences")
                    .put(
                            Yaml.value(
                                    "{\"phase\":\"Running\",\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}"),
                            "status");
            objects.put(pod.key(), pod);
        }
    }

    /// Makes the pods of a track unready.
    public void makeUnready(Track track) {
        makeUnready(track, Integer.MAX_VALUE);
    }

    /// Makes so many pods of a track unready.
    public void makeUnready(Track track, int count) {
        all("Pod", pod -> track.label().equals(pod.label(Track.LABEL))).stream()
                .limit(count)
                .forEach(pod -> objects.put(pod.key(), pod.drop("status", "conditions")));
        changed.run();
    }

    @Override
    public String log(String namespace, String pod, String container, int mostBytes) {
        return logs.apply(pod);
    }

    @Override
    public View watch(Set<Selection> selections, Runnable changed) {
        this.changed = changed;
        return new View() {
            @Override
            public List<Resource> of(Selection selection) {
                return (lagging == null ? objects : lagging)
                        .values().stream()
                                .filter(object -> object.kind().equals(selection.kind()))
                                .filter(object -> matches(object, selection))
                                .toList();
            }

            @Override
            public boolean isLive() {
                return heard;
            }

            @Override
            public void close() {}
        };
    }

    private static boolean matches(Resource object, Selection selection) {
        if (selection.fields().startsWith("metadata.name=")) {
            return object.name().equals(selection.fields().substring("metadata.name=".length()));
        }
        if (!selection.fields().isEmpty()) {
            return false;
        }
        for (String part : selection.labels().split(",")) {
            String[] pair = part.split("=");
            if (pair.length == 2 && !pair[1].equals(object.label(pair[0]))) {
                return false;
            }
        }
        return true;
    }
}
