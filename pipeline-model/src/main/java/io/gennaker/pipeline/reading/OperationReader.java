package io.gennaker.pipeline.reading;

import io.gennaker.contracts.PatchStyle;
import io.gennaker.pipeline.definition.ChosenObject;
import io.gennaker.pipeline.definition.Frame;
import io.gennaker.pipeline.definition.Operation;
import io.gennaker.pipeline.definition.Stage;
import io.gennaker.pipeline.expression.Scope;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads stages that work on one object that is there already.
final class OperationReader {
    static final Map<String, Shape> KINDS = kinds();
    private static final Map<String, PatchStyle> STYLES = Choices.of(
            "strategic", PatchStyle.STRATEGIC,
            "merge", PatchStyle.MERGE,
            "json", PatchStyle.JSON);
    /// The version of kinds that everybody knows; other kinds are written with theirs.
    private static final Map<String, String> KNOWN = Map.ofEntries(
            Map.entry("Deployment", "apps/v1"),
            Map.entry("StatefulSet", "apps/v1"),
            Map.entry("DaemonSet", "apps/v1"),
            Map.entry("ReplicaSet", "apps/v1"),
            Map.entry("Job", "batch/v1"),
            Map.entry("CronJob", "batch/v1"),
            Map.entry("Pod", "v1"),
            Map.entry("Service", "v1"),
            Map.entry("ConfigMap", "v1"),
            Map.entry("Secret", "v1"),
            Map.entry("PersistentVolumeClaim", "v1"),
            Map.entry("HorizontalPodAutoscaler", "autoscaling/v2"),
            Map.entry("Ingress", "networking.k8s.io/v1"),
            Map.entry("NetworkPolicy", "networking.k8s.io/v1"),
            Map.entry("VirtualService", "networking.istio.io/v1"),
            Map.entry("DestinationRule", "networking.istio.io/v1"));

    private final ObjectReader stage;
    private final Scope scope;
    private final ArtifactsReader artifacts;

    OperationReader(ObjectReader stage, Scope scope, ArtifactsReader artifacts) {
        this.stage = stage;
        this.scope = scope;
        this.artifacts = artifacts;
    }

    private static Map<String, Shape> kinds() {
        var kinds = new LinkedHashMap<>(Choices.of("scale", Shape.SCALE, "patch", Shape.PATCH, "delete", Shape.DELETE));
        kinds.putAll(Choices.of("undo", Shape.UNDO, "restart", Shape.RESTART, "find", Shape.FIND));
        return kinds;
    }

    Stage.Operate read(String kind, Frame frame, String cluster, String namespace) {
        Operation operation =
                switch (kind) {
                    case "scale" ->
                        new Operation.Scale(
                                stage.wholeNumber("replicas", 0, 10_000, scope, "1"),
                                stage.flag("undoOnFailure", false));
                    case "patch" ->
                        new Operation.Patch(
                                artifacts.path(stage, "patch"),
                                stage.choice("style", STYLES, PatchStyle.MERGE),
                                stage.flag("undoOnFailure", false));
                    case "delete" -> new Operation.Delete();
                    case "undo" -> new Operation.Undo(revision());
                    case "restart" -> new Operation.Restart();
                    case "find" -> new Operation.Find();
                    default -> throw new IllegalStateException(kind + " is no operation");
                };
        ObjectReader object = stage.requiredObject("object", Shape.OBJECT);
        return new Stage.Operate(frame, cluster, namespace, object(object, kind.equals("delete")), operation);
    }

    private @Nullable String revision() {
        return stage.has("revision") ? stage.wholeNumber("revision", 1, 1_000_000_000, scope, "1") : null;
    }

    private ChosenObject object(ObjectReader object, boolean byLabels) {
        String kind = object.text("kind", Words.KIND, DefinitionReader.UNREAD);
        Map<String, String> labels = labels(object);
        if (!byLabels && object.has("labels")) {
            object.problem("labels", "labels", "a name: only delete chooses by labels");
        } else if (object.has("name") == !labels.isEmpty() && stage.has("object")) {
            object.source()
                    .problem(
                            object.node(),
                            object.path(),
                            object.has("name") ? "name and labels together" : "no name",
                            byLabels ? "either name or labels" : "a name");
        }
        String apiVersion =
                object.optionalText("apiVersion", Words.API_VERSION).orElseGet(() -> KNOWN.getOrDefault(kind, ""));
        if (apiVersion.isEmpty() && !object.has("apiVersion") && !kind.equals(DefinitionReader.UNREAD)) {
            object.problem("kind", kind, "an apiVersion beside a kind that is not one of Kubernetes' own");
        }
        String name =
                object.has("name") ? object.template("name", Words.OBJECT_NAME, scope, DefinitionReader.UNREAD) : null;
        return new ChosenObject(apiVersion, kind, name, labels);
    }

    private static Map<String, String> labels(ObjectReader object) {
        return Labels.read(object);
    }
}
