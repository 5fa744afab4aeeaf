package io.gennaker.spinnaker.stage;

import io.gennaker.spinnaker.naming.Clusters;
import io.gennaker.spinnaker.naming.Names;

/// What a stage may need to know of the rest.
///
/// @param id of the stage in the definition
public record StageContext(Names names, String id, Clusters clusters) {
    /// The file for the stage's manifests.
    String file() {
        return "manifests/" + names.pipeline() + "/" + id + ".yaml";
    }
}
