package io.gennaker.spinnaker.stage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.spinnaker.expression.Reading;
import io.gennaker.spinnaker.expression.Texts;
import io.gennaker.spinnaker.expression.Untranslatable;
import io.gennaker.spinnaker.json.Fields;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The object of a stage that works on what is there already: `manifestName` is `deployment shop`.
final class ManifestTarget {
    private static final Map<String, String> KINDS = Stream.of(
                    "Deployment",
                    "StatefulSet",
                    "DaemonSet",
                    "ReplicaSet",
                    "Job",
                    "CronJob",
                    "Pod",
                    "Service",
                    "ConfigMap",
                    "Secret",
                    "PersistentVolumeClaim",
                    "HorizontalPodAutoscaler",
                    "Ingress",
                    "NetworkPolicy",
                    "VirtualService",
                    "DestinationRule")
            .collect(Collectors.toUnmodifiableMap(kind -> kind.toLowerCase(Locale.ROOT), Function.identity()));

    private ManifestTarget() {}

    /// Why the object cannot be said; empty when it can.
    static Optional<String> refusal(Fields stage) {
        return KubernetesTarget.refusal(stage).or(() -> ofName(stage));
    }

    private static Optional<String> ofName(Fields stage) {
        String mode = stage.text("mode").orElse("static");
        if (!mode.equals("static")) {
            return Optional.of("it finds its object when it runs (mode '" + mode + "'); a stage names it");
        }
        List<String> parts = parts(stage);
        return parts.size() == 2 ? ofKind(parts.getFirst()) : Optional.of("its manifestName is not KIND NAME");
    }

    static Optional<String> ofKind(String written) {
        return KINDS.containsKey(written.toLowerCase(Locale.ROOT))
                ? Optional.empty()
                : Optional.of("the kind '" + written + "' needs an apiVersion, which is not in the pipeline");
    }

    static String kind(String written) {
        return KINDS.getOrDefault(written.toLowerCase(Locale.ROOT), written);
    }

    private static List<String> parts(Fields stage) {
        return List.of(stage.text("manifestName").orElse("").strip().split("\\s+", 2));
    }

    /// Writes `cluster`, `namespace` and `object`.
    static void write(Fields stage, StageContext context, ObjectNode keys) throws Untranslatable {
        place(stage, context, keys);
        List<String> parts = parts(stage);
        keys.putObject("object")
                .put("kind", kind(parts.getFirst()))
                .put(
                        "name",
                        new Texts(context.names(), Reading.DIRECTLY)
                                .template(parts.getLast())
                                .text());
        stage.exact("manifestName", "mode");
        stage.notNeeded("said by manifestName", "kind", "app", "cluster", "criteria");
        stage.notNeededUnlessSaid("chooses nothing", "kinds", "labelSelectors");
    }

    /// Writes `cluster` and `namespace`.
    static void place(Fields stage, StageContext context, ObjectNode keys) throws Untranslatable {
        KubernetesTarget.write(stage, context, List.of(), keys);
        String namespace = stage.text("location").orElse("default");
        keys.put("namespace", new Texts(context.names()).template(namespace).text());
        stage.exact("location");
        stage.notCarried("moniker", "Gennaker sets no labels or annotations of Spinnaker's");
    }
}
