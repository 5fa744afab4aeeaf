package io.gennaker.cli.api;

import org.jspecify.annotations.Nullable;

/// The version of its template that a pipeline has, and the one that it should have.
public record TemplateLag(
        String template,
        String pipeline,
        @Nullable String channel,
        String digest,
        String wanted,
        int behind,
        String state,
        @Nullable String reason) {}
