package io.gennaker.deployer.plan;

import io.gennaker.deployer.resource.Resource;
import java.util.List;

/// Scopes of types, of those too whose definitions stand in the same manifests and are yet to be applied.
record WrittenScopes(List<Resource> written, Manifests.Scopes cluster) implements Manifests.Scopes {
    @Override
    public boolean isNamespaced(String apiVersion, String kind) {
        return written.stream()
                .filter(object -> object.kind().equals("CustomResourceDefinition"))
                .filter(definition -> defines(definition, apiVersion, kind))
                .findFirst()
                .map(definition -> definition.at("spec", "scope").is("Namespaced"))
                .orElseGet(() -> cluster.isNamespaced(apiVersion, kind));
    }

    private static boolean defines(Resource definition, String apiVersion, String kind) {
        String group = definition.at("spec", "group").textOr("");
        return definition.at("spec", "names", "kind").is(kind)
                && definition.at("spec", "versions").items().stream()
                        .anyMatch(version -> apiVersion.equals(
                                group + "/" + version.at("name").textOr("")));
    }
}
