package io.gennaker.spinnaker.stage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.spinnaker.expression.Texts;
import io.gennaker.spinnaker.expression.Untranslatable;
import io.gennaker.spinnaker.json.Fields;
import java.util.List;
import java.util.Optional;

/// Where a stage works: account and namespace, or why that cannot be said.
final class KubernetesTarget {
    private KubernetesTarget() {}

    static Optional<String> refusal(Fields stage) {
        String provider = stage.text("cloudProvider").orElse("kubernetes");
        if (!provider.equals("kubernetes")) {
            return Optional.of("cloud provider '" + provider + "'; Gennaker delivers to Kubernetes");
        }
        String account = account(stage);
        if (account.isEmpty() || Texts.hasExpression(account)) {
            return Optional.of("the account is missing or an expression; a definition names its clusters");
        }
        return Optional.empty();
    }

    /// Writes `cluster` and `namespace`.
    static void write(Fields stage, StageContext context, List<Fields> manifests, ObjectNode keys)
            throws Untranslatable {
        String cluster = context.clusters().of(account(stage));
        keys.put("cluster", cluster);
        String reason =
                "the cluster '" + cluster + "' of clusters.yaml, whose kubeconfig context must be checked there";
        stage.changed("account", reason);
        stage.changed("credentials", reason);
        stage.exact("cloudProvider");
        String namespace = stage.text("namespaceOverride")
                .or(() -> Manifests.namespace(manifests))
                .orElse("default");
        keys.put("namespace", new Texts(context.names()).template(namespace).text());
        stage.exact("namespaceOverride");
    }

    private static String account(Fields stage) {
        return stage.text("account").or(() -> stage.text("credentials")).orElse("");
    }
}
