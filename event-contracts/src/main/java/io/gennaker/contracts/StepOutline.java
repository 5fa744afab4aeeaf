package io.gennaker.contracts;

/// A step as planned.
public record StepOutline(String id, String title) {}
