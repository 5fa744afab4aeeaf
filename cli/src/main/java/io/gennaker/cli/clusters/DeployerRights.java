package io.gennaker.cli.clusters;

import io.gennaker.pipeline.definition.ClusterDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The rights that the deployer needs in a cluster, as manifests: in each namespace that the cluster allows, and no
/// others.
///
/// @param account of the deployer, which the manifests make too
/// @param accountNamespace where it lives
/// @param more custom resources that manifests hold, as `plural.group`
/// @param clusterWide whether it may make Namespaces, and what else of the whole cluster manifests may hold
public record DeployerRights(String account, String accountNamespace, List<String> more, boolean clusterWide) {
    private static final String NAME = "gennaker-deployer";
    private static final String WRITE = "[get, list, watch, create, patch, delete]";
    private static final String READ = "[get, list, watch]";

    /// One rule: a group, its resources, what may be done with them.
    private record Rule(String group, String resources, String verbs) {
        String yaml() {
            return "  - {apiGroups: [\"" + group + "\"], resources: [" + resources + "], verbs: " + verbs + "}\n";
        }
    }

    private static final List<Rule> RULES = List.of(
            new Rule("apps", "deployments, statefulsets, daemonsets, replicasets", WRITE),
            new Rule("apps", "controllerrevisions", READ),
            new Rule("batch", "jobs, cronjobs", WRITE),
            new Rule("", "pods", WRITE),
            new Rule("", "events", READ),
            new Rule("", "pods/log", "[get]"),
            new Rule("", "services, configmaps, secrets, persistentvolumeclaims, serviceaccounts", WRITE),
            new Rule("autoscaling", "horizontalpodautoscalers", WRITE),
            new Rule("networking.k8s.io", "ingresses, networkpolicies", WRITE),
            new Rule("policy", "poddisruptionbudgets", WRITE),
            new Rule("networking.istio.io", "virtualservices, destinationrules, serviceentries", WRITE),
            new Rule("gateway.networking.k8s.io", "httproutes, grpcroutes", WRITE));
    private static final List<Rule> OF_THE_CLUSTER = List.of(
            new Rule("", "namespaces", "[get, create, patch]"),
            new Rule("apiextensions.k8s.io", "customresourcedefinitions", "[get, list, watch, create, patch]"),
            new Rule("rbac.authorization.k8s.io", "clusterroles, clusterrolebindings", WRITE));

    public DeployerRights {
        more = List.copyOf(more);
    }

    /// The manifests, for `kubectl apply -f -`.
    public String manifests(ClusterDefinition cluster) {
        var documents = new ArrayList<String>();
        documents.add("apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: " + account + ", namespace: "
                + accountNamespace + "}\n");
        List<Rule> rules = rules();
        if (cluster.namespaces().isEmpty()) {
            documents.add(role("ClusterRole", null, NAME, rules));
            documents.add(binding("ClusterRoleBinding", null, "ClusterRole", NAME));
        }
        for (String namespace : cluster.namespaces()) {
            documents.add(role("Role", namespace, NAME, rules));
            documents.add(binding("RoleBinding", namespace, "Role", NAME));
        }
        if (clusterWide) {
            documents.add(role("ClusterRole", null, NAME + "-cluster-wide", OF_THE_CLUSTER));
            documents.add(binding("ClusterRoleBinding", null, "ClusterRole", NAME + "-cluster-wide"));
        }
        return "# What Gennaker's deployer may do in cluster " + cluster.name() + ".\n"
                + String.join("---\n", documents);
    }

    private List<Rule> rules() {
        var rules = new ArrayList<>(RULES);
        Map<String, List<String>> custom = new TreeMap<>();
        for (String resource : more) {
            String[] parts = resource.split("\\.", 2);
            if (parts.length != 2 || !resource.matches("[a-z0-9.-]+")) {
                throw new IllegalArgumentException(
                        "found '" + resource + "'; allowed is PLURAL.GROUP, such as databases.example.org");
            }
            custom.computeIfAbsent(parts[1], _ -> new ArrayList<>()).add(parts[0]);
        }
        custom.forEach((group, plurals) -> rules.add(new Rule(group, String.join(", ", plurals), WRITE)));
        return rules;
    }

    private static String role(String kind, @Nullable String namespace, String name, List<Rule> rules) {
        var text = new StringBuilder(head(kind, namespace, name)).append("rules:\n");
        rules.forEach(rule -> text.append(rule.yaml()));
        return text.toString();
    }

    private String binding(String kind, @Nullable String namespace, String roleKind, String name) {
        return head(kind, namespace, name) + "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: " + roleKind
                + ", name: " + name + "}\nsubjects: [{kind: ServiceAccount, name: " + account + ", namespace: "
                + accountNamespace + "}]\n";
    }

    private static String head(String kind, @Nullable String namespace, String name) {
        var metadata = new LinkedHashMap<String, String>();
        metadata.put("name", name);
        if (namespace != null) {
            metadata.put("namespace", namespace);
        }
        return "apiVersion: rbac.authorization.k8s.io/v1\nkind: " + kind + "\nmetadata: {"
                + String.join(
                        ", ",
                        metadata.entrySet().stream()
                                .map(entry -> entry.getKey() + ": " + entry.getValue())
                                .toList())
                + "}\n";
    }
}
