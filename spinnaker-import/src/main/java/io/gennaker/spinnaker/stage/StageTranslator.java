package io.gennaker.spinnaker.stage;

import io.gennaker.spinnaker.expression.Untranslatable;
import io.gennaker.spinnaker.json.Fields;
import java.util.Set;

/// Translates the stages of one type.
interface StageTranslator {
    /// Spinnaker's words for the type.
    Set<String> types();

    /// Notes what became of each field that it reads; the others are noted as not carried.
    ///
    /// @throws Untranslatable when the stage depends on an expression that has no equal
    Translation translate(Fields stage, StageContext context) throws Untranslatable;
}
