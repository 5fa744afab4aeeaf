package io.gennaker.pipeline.plan;

/// An analysis that runs beside the steps of a stage, and stops it as soon as it fails.
///
/// @param step what is asked
/// @param from id of the step with which it begins
/// @param until id of the step before which it ends, if it has not ended before
public record Watch(PlannedStep step, String from, String until) {}
