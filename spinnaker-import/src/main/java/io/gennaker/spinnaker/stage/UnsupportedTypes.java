package io.gennaker.spinnaker.stage;

import java.util.Map;

/// Why there is no stage for a type.
final class UnsupportedTypes {
    private static final String BUILD = "builds belong to the CI system; its image starts the pipeline";
    private static final Map<String, String> REASONS = Map.ofEntries(
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
