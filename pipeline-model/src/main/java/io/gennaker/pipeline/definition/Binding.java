package io.gennaker.pipeline.definition;

/// Where objects of a kind that Kubernetes does not know name an image.
///
/// @param path fields with dots between; `[*]` behind one stands for each element of its list
public record Binding(String kind, String path) {}
