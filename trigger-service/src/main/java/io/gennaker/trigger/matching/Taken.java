package io.gennaker.trigger.matching;

/// An event in the history.
///
/// @param repeated whether it had been taken in before, so that it had no effect now
public record Taken(TakenEvent event, boolean repeated) {}
