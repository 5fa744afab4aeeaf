package io.gennaker.contracts;

import org.jspecify.annotations.Nullable;

/// What a template made of a pipeline.
///
/// @param template its name
/// @param digest its version
/// @param channel that the pipeline follows; null when it names the version itself
/// @param document the pipeline as a document without a template
public record TemplateExpansion(
        String template, Digest digest, @Nullable TemplateChannel channel, CompressedText document) {}
