package io.gennaker.spinnaker.stage;

import io.gennaker.spinnaker.naming.Clusters;
import io.gennaker.spinnaker.naming.Names;
import java.util.Map;
import java.util.Optional;

/// What a stage may need to know of the rest.
///
/// @param id of the stage in the definition
/// @param pipelines names of those of the same application that are imported together, by Spinnaker's id
/// @param canaryConfigs that are imported together with the pipelines
/// @param workloads of the pipeline
/// @param zone on whose clocks the Spinnaker server reads times; empty where nobody said it
public record StageContext(
        Names names,
        String id,
        Clusters clusters,
        Map<String, String> pipelines,
        CanaryConfigs canaryConfigs,
        Workloads workloads,
        Optional<String> zone) {
    /// The file for the stage's manifests.
    String file() {
        return "manifests/" + names.pipeline() + "/" + id + ".yaml";
    }
}
