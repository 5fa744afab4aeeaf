package io.gennaker.deployer.plan;

import io.gennaker.deployer.resource.Resource;
import java.util.Comparator;
import java.util.List;

/// The order in which objects are applied, so that each finds what it refers to: what is referred to comes first.
///
/// Objects of one rank keep the order in which they were written.
public final class ApplyOrder {
    private ApplyOrder() {}

    public static List<Resource> sorted(List<Resource> resources) {
        return resources.stream()
                .sorted(Comparator.comparingInt(ApplyOrder::rank))
                .toList();
    }

    static int rank(Resource resource) {
        return switch (resource.kind()) {
            case "Namespace" -> 0;
            case "ResourceQuota", "LimitRange" -> 10;
            case "Role", "ClusterRole", "ServiceAccount" -> 20;
            case "RoleBinding", "ClusterRoleBinding" -> 30;
            case "CustomResourceDefinition" -> 35;
            case "ConfigMap", "Secret", "PersistentVolumeClaim" -> 40;
            case "NetworkPolicy", "PodDisruptionBudget" -> 50;
            case "Service" -> 60;
            case "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Pod", "Job", "CronJob" -> 80;
            case "HorizontalPodAutoscaler" -> 90;
            case "Ingress" -> 95;
            // A route must not name a subset that is not there yet.
            case "DestinationRule" -> 96;
            case "VirtualService", "HTTPRoute", "GRPCRoute" -> 97;
            default -> 70;
        };
    }
}
