package io.gennaker.orchestrator.admission;

import io.gennaker.pipeline.definition.FreezeDefinition;
import org.jspecify.annotations.Nullable;

/// How an execution is asked for.
///
/// @param freeze that is in force for its application; null for none
/// @param exempt whether no freeze holds it
/// @param person whether a person asks
public record Asking(FreezeDefinition.@Nullable InForce freeze, boolean exempt, boolean person) {}
