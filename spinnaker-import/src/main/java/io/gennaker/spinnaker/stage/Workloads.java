package io.gennaker.spinnaker.stage;

import io.gennaker.spinnaker.expression.Texts;
import io.gennaker.spinnaker.json.Fields;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where a pipeline deploys its Deployments, as far as its stages say it.
public final class Workloads {
    private final Map<String, Place> byName = new LinkedHashMap<>();
    private final Set<String> accounts = new HashSet<>();

    /// @param namespace as written in Spinnaker
    record Place(String account, String namespace) {}

    public static Workloads of(List<Fields> stages) {
        var workloads = new Workloads();
        stages.forEach(workloads::add);
        return workloads;
    }

    private void add(Fields stage) {
        Optional<String> account = stage.text("account").or(() -> stage.text("credentials"));
        if (account.isEmpty() || Texts.hasExpression(account.get())) {
            return;
        }
        accounts.add(account.get());
        for (Fields manifest : Manifests.of(stage)) {
            String name = manifest.object("metadata").text("name").orElse("");
            if (manifest.text("kind").orElse("").equals("Deployment") && !Texts.hasExpression(name)) {
                String namespace = stage.text("namespaceOverride")
                        .or(() -> manifest.object("metadata").text("namespace"))
                        .orElse("default");
                byName.putIfAbsent(name, new Place(account.get(), namespace));
            }
        }
    }

    /// Empty where no stage deploys it from its own text.
    Optional<Place> place(String workload) {
        return Optional.ofNullable(byName.get(workload));
    }

    /// The one account of all stages.
    Optional<String> account() {
        return accounts.size() == 1 ? Optional.of(accounts.iterator().next()) : Optional.empty();
    }
}
