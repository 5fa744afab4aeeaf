package io.gennaker.spinnaker.trigger;

import io.gennaker.spinnaker.json.Fields;
import java.util.Map;
import java.util.Optional;

/// What a trigger may need to know of the rest.
///
/// @param pipelines names of all that are imported together, by Spinnaker's id
/// @param expected what each expected artifact of the pipeline must match, by its id
/// @param zone on whose clocks the Spinnaker server reads times; empty where nobody said it
public record TriggerContext(Map<String, String> pipelines, Map<String, Fields> expected, Optional<String> zone) {
    public TriggerContext {
        pipelines = Map.copyOf(pipelines);
        expected = Map.copyOf(expected);
    }
}
