package io.gennaker.spinnaker.stage;

import java.util.Map;

/// Why there is no stage for a type.
final class UnsupportedTypes {
    private static final String BUILD = "builds belong to the CI system; its image starts the pipeline";
    private static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry("patchManifest", "the language has no stage that patches an object"),
            Map.entry("scaleManifest", "the language has no stage that scales a workload"),
            Map.entry("deleteManifest", "the language has no stage that deletes objects"),
            Map.entry("undoRolloutManifest", "the language has no stage that goes back to a revision"),
            Map.entry("rollingRestartManifest", "the language has no stage that restarts a workload"),
            Map.entry("findArtifactsFromResource", "the language has no stage that finds the image running now"),
            Map.entry(
                    "pipeline",
                    "the pipeline is named by its id, and not by its name: write a stage of kind `pipeline`"),
            Map.entry(
                    "bakeManifest",
                    "Gennaker does not render Helm, Kustomize or Helmfile: render in CI, and deploy the manifests"),
            Map.entry("enableManifest", "traffic is shifted by the canary stage, not by labels of pods"),
            Map.entry("disableManifest", "traffic is shifted by the canary stage, not by labels of pods"),
            Map.entry("jenkins", BUILD),
            Map.entry("travis", BUILD),
            Map.entry("concourse", BUILD),
            Map.entry("gitlabci", BUILD),
            Map.entry("googleCloudBuild", BUILD),
            Map.entry("awsCodeBuild", BUILD));

    private UnsupportedTypes() {}

    static String reason(String type) {
        return REASONS.getOrDefault(
                type,
                type.isEmpty() ? "the stage has no type" : "the language has no equal of the type '" + type + "'");
    }
}
