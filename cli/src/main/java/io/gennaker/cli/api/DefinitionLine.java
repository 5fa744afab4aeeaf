package io.gennaker.cli.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A definition in force.
public record DefinitionLine(
        String kind,
        String name,
        String digest,
        String fileName,
        @Nullable String document,
        String by,
        Instant at,
        @Nullable String source,
        @Nullable String template,
        @Nullable String templateDigest) {}
