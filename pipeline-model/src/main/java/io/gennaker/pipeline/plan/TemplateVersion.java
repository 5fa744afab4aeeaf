package io.gennaker.pipeline.plan;

import io.gennaker.contracts.Digest;

/// The version of a template that made a pipeline.
public record TemplateVersion(String name, Digest digest) {}
