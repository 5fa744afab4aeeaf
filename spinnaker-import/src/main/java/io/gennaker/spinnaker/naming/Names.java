package io.gennaker.spinnaker.naming;

import java.util.Map;
import java.util.Optional;

/// What a pipeline's names became.
///
/// @param pipeline name of the definition
/// @param parameters of the definition, by their name in Spinnaker
/// @param artifacts names of the definition's images, by id and by display name of Spinnaker's expected artifact
/// @param image name of the one image that the pipeline delivers; empty when there is none or more than one
/// @param stages ids in the definition, by the stage's name in Spinnaker
/// @param before what is known of the stages that come before, by id
/// @param files names of the definition's files from outside, by id and by display name of the expected artifact
public record Names(
        String pipeline,
        Map<String, String> parameters,
        Map<String, String> artifacts,
        Optional<String> image,
        Map<String, String> stages,
        Map<String, KnownStage> before,
        Map<String, String> files) {
    public Names {
        parameters = Map.copyOf(parameters);
        artifacts = Map.copyOf(artifacts);
        stages = Map.copyOf(stages);
        before = Map.copyOf(before);
        files = Map.copyOf(files);
    }
}
