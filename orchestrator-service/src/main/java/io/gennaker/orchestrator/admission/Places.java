package io.gennaker.orchestrator.admission;

/// The places of a pipeline: how many there are, and how they are occupied.
public record Places(Concurrency concurrency, Occupancy occupancy) {}
