package io.gennaker.deployer.kubernetes;

import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The types that one cluster serves, asked of it when first needed. What it does not serve is asked again each time:
/// it may be installed later.
final class ServedTypes {
    private record Type(String apiVersion, String kind) {}

    private final KubernetesClient client;
    private final Map<Type, ResourceDefinitionContext> known = new ConcurrentHashMap<>();

    ServedTypes(KubernetesClient client) {
        this.client = client;
    }

    Optional<ResourceDefinitionContext> find(String apiVersion, String kind) {
        var type = new Type(apiVersion, kind);
        ResourceDefinitionContext found = known.get(type);
        if (found != null) {
            return Optional.of(found);
        }
        APIResourceList served = client.getApiResources(apiVersion);
        if (served != null) {
            served.getResources().stream()
                    .filter(resource -> !resource.getName().contains("/"))
                    .forEach(resource ->
                            known.put(new Type(apiVersion, resource.getKind()), context(apiVersion, resource)));
        }
        return Optional.ofNullable(known.get(type));
    }

    private static ResourceDefinitionContext context(String apiVersion, APIResource resource) {
        int slash = apiVersion.indexOf('/');
        return new ResourceDefinitionContext.Builder()
                .withGroup(slash < 0 ? null : apiVersion.substring(0, slash))
                .withVersion(apiVersion.substring(slash + 1))
                .withKind(resource.getKind())
                .withPlural(resource.getName())
                .withNamespaced(Boolean.TRUE.equals(resource.getNamespaced()))
                .build();
    }
}
