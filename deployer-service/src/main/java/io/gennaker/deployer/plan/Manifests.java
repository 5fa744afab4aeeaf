package io.gennaker.deployer.plan;

import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Objects that may be applied to one namespace, each with its namespace filled in.
public record Manifests(List<Resource> objects) {
    private static final int MOST = 500;
    /// Of the whole cluster, and yet part of what an application brings along.
    private static final Set<String> CLUSTER_WIDE =
            Set.of("Namespace", "CustomResourceDefinition", "ClusterRole", "ClusterRoleBinding");

    /// Whether a type belongs to namespaces, as the cluster says.
    @FunctionalInterface
    public interface Scopes {
        /// @throws InvalidManifests when the cluster does not know the type
        boolean isNamespaced(String apiVersion, String kind);
    }

    public Manifests {
        objects = List.copyOf(objects);
    }

    /// Checks what was written and fills in the namespace where none is written.
    ///
    /// @throws InvalidManifests naming every object that must not be applied
    public static Manifests of(List<Resource> written, String namespace, Scopes scopes) {
        if (written.isEmpty()) {
            throw new InvalidManifests("the manifests hold no object; at least one is needed");
        }
        if (written.size() > MOST) {
            throw new InvalidManifests(
                    "the manifests hold " + written.size() + " objects; at most " + MOST + " are allowed");
        }
        var problems = new ArrayList<String>();
        var objects = new ArrayList<Resource>();
        var keys = new HashSet<ResourceKey>();
        for (int index = 0; index < written.size(); index++) {
            Resource resource = written.get(index);
            String incomplete = incomplete(resource, index + 1);
            if (incomplete != null) {
                problems.add(incomplete);
                continue;
            }
            Resource placed = place(resource, namespace, new WrittenScopes(written, scopes), problems);
            if (!keys.add(placed.key())) {
                problems.add(placed + " is written twice");
            }
            objects.add(placed);
        }
        if (!problems.isEmpty()) {
            throw new InvalidManifests(String.join("; ", problems));
        }
        return new Manifests(objects);
    }

    private static @Nullable String incomplete(Resource resource, int number) {
        if (resource.apiVersion().isBlank() || resource.kind().isBlank()) {
            return "object " + number + " has no apiVersion or no kind";
        }
        if (resource.name().isBlank()) {
            return resource.kind() + " (object " + number + ") has no metadata.name; generated names are not allowed";
        }
        return null;
    }

    private static Resource place(Resource resource, String namespace, Scopes scopes, List<String> problems) {
        if (!scopes.isNamespaced(resource.apiVersion(), resource.kind())) {
            if (!CLUSTER_WIDE.contains(resource.kind())) {
                problems.add(resource + " belongs to the whole cluster; allowed are objects of namespace " + namespace
                        + " and " + CLUSTER_WIDE.stream().sorted().collect(Collectors.joining(", ")));
            }
            return resource;
        }
        String own = resource.namespace();
        if (own != null && !own.equals(namespace)) {
            problems.add(resource + " is for namespace " + own + "; allowed is " + namespace);
        }
        return resource.withNamespace(namespace);
    }

    /// The Deployment of this name.
    ///
    /// @throws InvalidManifests when there is none
    public Resource deployment(String name) {
        return objects.stream()
                .filter(object ->
                        object.kind().equals("Deployment") && object.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidManifests("the manifests hold no Deployment " + name + "; found "
                        + objects.stream().map(Resource::toString).collect(Collectors.joining(", "))));
    }

    /// The only object, a Job.
    ///
    /// @throws InvalidManifests when there is another
    public Resource job() {
        if (objects.size() != 1 || !objects.getFirst().kind().equals("Job")) {
            throw new InvalidManifests("exactly one Job is allowed; found "
                    + objects.stream().map(Resource::toString).collect(Collectors.joining(", ")));
        }
        return objects.getFirst();
    }
}
