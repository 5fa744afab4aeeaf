package io.gennaker.playground.cluster.kinds;

import java.util.List;

/// The kinds of Kubernetes that a simulated cluster knows without a definition.
final class BuiltInKinds {

    private static final List<String> ALL = List.of("all");

    private BuiltInKinds() {}

    static List<Kind> list() {
        return List.of(
                        cluster("", "v1", "Namespace", "namespaces", "ns").withStatus(),
                        cluster("", "v1", "Node", "nodes", "no").withStatus(),
                        namespaced("", "v1", "ConfigMap", "configmaps", "cm"),
                        namespaced("", "v1", "Secret", "secrets"),
                        namespaced("", "v1", "Service", "services", "svc")
                                .withStatus()
                                .in(ALL),
                        namespaced("", "v1", "ResourceQuota", "resourcequotas", "quota")
                                .withStatus(),
                        namespaced("", "v1", "ServiceAccount", "serviceaccounts", "sa"),
                        namespaced("", "v1", "Pod", "pods", "po").withStatus().in(ALL),
                        namespaced("", "v1", "Event", "events", "ev"),
                        namespaced("", "v1", "PersistentVolumeClaim", "persistentvolumeclaims", "pvc")
                                .withStatus(),
                        namespaced("apps", "v1", "Deployment", "deployments", "deploy")
                                .withStatus()
                                .withScale()
                                .in(ALL),
                        namespaced("apps", "v1", "ReplicaSet", "replicasets", "rs")
                                .withStatus()
                                .withScale()
                                .in(ALL),
                        namespaced("apps", "v1", "StatefulSet", "statefulsets", "sts")
                                .withStatus()
                                .withScale()
                                .in(ALL),
                        namespaced("apps", "v1", "ControllerRevision", "controllerrevisions"),
                        namespaced("apps", "v1", "DaemonSet", "daemonsets", "ds")
                                .withStatus()
                                .in(ALL),
                        namespaced("batch", "v1", "Job", "jobs").withStatus().in(ALL),
                        namespaced("batch", "v1", "CronJob", "cronjobs", "cj")
                                .withStatus()
                                .in(ALL),
                        namespaced("autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", "hpa")
                                .withStatus()
                                .in(ALL),
                        namespaced("networking.k8s.io", "v1", "Ingress", "ingresses", "ing")
                                .withStatus(),
                        namespaced("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies", "netpol"),
                        namespaced("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets", "pdb")
                                .withStatus(),
                        namespaced("rbac.authorization.k8s.io", "v1", "Role", "roles"),
                        namespaced("rbac.authorization.k8s.io", "v1", "RoleBinding", "rolebindings"),
                        cluster("rbac.authorization.k8s.io", "v1", "ClusterRole", "clusterroles"),
                        cluster("rbac.authorization.k8s.io", "v1", "ClusterRoleBinding", "clusterrolebindings"),
                        namespaced("coordination.k8s.io", "v1", "Lease", "leases"),
                        cluster(
                                        "apiextensions.k8s.io",
                                        "v1",
                                        "CustomResourceDefinition",
                                        "customresourcedefinitions",
                                        "crd",
                                        "crds")
                                .withStatus())
                .stream()
                .map(Draft::kind)
                .toList();
    }

    private static Draft namespaced(String group, String version, String name, String plural, String... shortNames) {
        return new Draft(group, version, name, plural, List.of(shortNames), List.of(), true, false, false);
    }

    private static Draft cluster(String group, String version, String name, String plural, String... shortNames) {
        return new Draft(group, version, name, plural, List.of(shortNames), List.of(), false, false, false);
    }

    private record Draft(
            String group,
            String version,
            String name,
            String plural,
            List<String> shortNames,
            List<String> categories,
            boolean namespaced,
            boolean status,
            boolean scale) {

        Draft withStatus() {
            return new Draft(group, version, name, plural, shortNames, categories, namespaced, true, scale);
        }

        Draft withScale() {
            return new Draft(group, version, name, plural, shortNames, categories, namespaced, status, true);
        }

        Draft in(List<String> wanted) {
            return new Draft(group, version, name, plural, shortNames, wanted, namespaced, status, scale);
        }

        Kind kind() {
            return new Kind(
                    group,
                    List.of(version),
                    name,
                    plural,
                    name.toLowerCase(java.util.Locale.ROOT),
                    shortNames,
                    categories,
                    namespaced,
                    status,
                    scale,
                    false,
                    null);
        }
    }
}
