package io.gennaker.spinnaker.report;

/// What became of one field, with all that is below it as far as that has no finding of its own.
///
/// @param stage name of the Spinnaker stage; empty for fields of the pipeline itself
/// @param field path in the pipeline's JSON, such as `stages[2].account`
/// @param found its value, shortened
/// @param reason empty where there is nothing to say
public record Finding(String stage, String field, String found, Outcome outcome, String reason) {}
