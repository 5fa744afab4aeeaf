package io.gennaker.spinnaker.trigger;

import io.gennaker.spinnaker.json.Fields;

/// Translates the triggers of one type.
interface TriggerTranslator {
    /// Spinnaker's word for the type.
    String type();

    TriggerTranslation translate(Fields trigger, TriggerContext context);
}
