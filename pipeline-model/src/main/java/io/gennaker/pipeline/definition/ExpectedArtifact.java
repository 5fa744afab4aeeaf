package io.gennaker.pipeline.definition;

/// An image that an execution needs: bound by digest when it starts.
///
/// @param repository with registry host, without tag
public record ExpectedArtifact(String name, String repository) {}
