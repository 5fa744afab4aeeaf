package io.gennaker.spinnaker.trigger;

import java.util.Map;
import java.util.Optional;

/// What a trigger may need to know of the rest.
///
/// @param pipelines names of all that are imported together, by Spinnaker's id
/// @param zone on whose clocks the Spinnaker server reads times; empty where nobody said it
public record TriggerContext(Map<String, String> pipelines, Optional<String> zone) {
    public TriggerContext {
        pipelines = Map.copyOf(pipelines);
    }
}
