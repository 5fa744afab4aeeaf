package io.gennaker.deployer.testing;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.MeshRoute;
import io.gennaker.contracts.Route;
import io.gennaker.contracts.Steering;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.contracts.WayBack;
import java.util.List;

/// The service `shop` behind Istio in a namespace of its own: its manifests, and the tasks of a canary of it.
public record MeshedShop(ClusterTarget cluster, String namespace, int replicas) {
    public static final Route ROUTE = new Route.IstioSubsets(List.of(new MeshRoute.Http("shop", null)), "shop", "shop");

    /// The rules of its VirtualService as somebody writes them who knows of no shares.
    public static final String RESET = "{\"spec\":{\"http\":[{\"route\":[{\"destination\":{\"host\":\"shop\"}}]}]}}";

    private static final String MANIFESTS = """
            {apiVersion: v1, kind: Namespace, metadata: {name: NAMESPACE}}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: shop}
            spec:
              replicas: REPLICAS
              selector: {matchLabels: {app: shop}}
              template:
                metadata: {labels: {app: shop}}
                spec: {containers: [{name: app, image: "IMAGE"}]}
            ---
            {apiVersion: v1, kind: Service, metadata: {name: shop}, spec: {selector: {app: shop}, ports: [{port: 80}]}}
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: shop}
            spec: {host: shop}
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: shop}
            spec: {hosts: [HOST], http: [{route: [{destination: {host: shop}}]}]}
            """;

    public String host() {
        return "shop." + namespace + ".svc.cluster.local";
    }

    public CompressedText manifests(String image) {
        return CompressedText.of(MANIFESTS
                .replace("NAMESPACE", namespace)
                .replace("REPLICAS", String.valueOf(replicas))
                .replace("IMAGE", image)
                .replace("HOST", host()));
    }

    public DeploymentTask apply(String image) {
        return new DeploymentTask.ApplyManifests(cluster, namespace, manifests(image));
    }

    public DeploymentTask baseline(int pods) {
        return new DeploymentTask.StartBaseline(cluster, namespace, "shop", pods);
    }

    public DeploymentTask canary(String image, int pods) {
        return new DeploymentTask.StartCanary(cluster, namespace, "shop", pods, manifests(image));
    }

    public DeploymentTask shift(TrafficSplit split) {
        return new DeploymentTask.ShiftTraffic(
                cluster, namespace, ROUTE, "shop", split, Steering.NONE, WayBack.BOUNDED);
    }

    public DeploymentTask remove() {
        return new DeploymentTask.RemoveVariants(cluster, namespace, ROUTE, "shop");
    }

    public DeploymentTask restore() {
        return new DeploymentTask.RestoreRoute(cluster, namespace, ROUTE, "shop");
    }

    /// Somebody else's client of the cluster.
    public KubernetesClient client(SimulatedClustersProcess clusters) {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(
                        cluster.context(), clusters.kubeconfig().toFile()))
                .build();
    }

    public Resource<GenericKubernetesResource> routing(KubernetesClient client, String kind) {
        return client.genericKubernetesResources("networking.istio.io/v1", kind)
                .inNamespace(namespace)
                .withName("shop");
    }

    /// Changes its VirtualService or DestinationRule by a merge patch under another field manager.
    public void patchAs(String manager, KubernetesClient client, String kind, String patch) {
        var context = new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withFieldManager(manager)
                .build();
        routing(client, kind).patch(context, patch);
    }
}
