package io.gennaker.deployer.testing;

import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.MeshRoute;
import io.gennaker.contracts.Route;
import io.gennaker.deployer.kubernetes.YamlManifests;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import java.util.List;

/// Objects written as YAML.
public final class Yaml {
    public static final YamlManifests READER = new YamlManifests();
    public static final ExecutionId EXECUTION = new ExecutionId("shop-000000000001");
    public static final String REVISION = EXECUTION.revision();
    public static final ExecutionId OTHER = new ExecutionId("shop-000000000002");
    public static final ClusterTarget CLUSTER = new ClusterTarget("production", "production");
    public static final String NAMESPACE = "shop";
    public static final Route ROUTE = new Route.IstioSubsets(List.of(new MeshRoute.Http("shop", null)), "shop", "shop");

    private Yaml() {}

    public static Resource resource(String yaml) {
        return READER.manifests(yaml).getFirst();
    }

    public static List<Resource> resources(String yaml) {
        return READER.manifests(yaml);
    }

    public static Value value(String json) {
        return READER.json(json);
    }
}
