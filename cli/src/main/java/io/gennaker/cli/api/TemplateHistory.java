package io.gennaker.cli.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Versions of a template and what became of its channels.
///
/// @param versions the oldest first
/// @param moves the newest first
public record TemplateHistory(String name, List<Channel> channels, List<Version> versions, List<Move> moves) {
    public record Channel(
            String channel, String digest, @Nullable String incoming) {}

    public record Version(String digest, String fileName, String by, Instant at) {}

    public record Move(
            String channel,
            String digest,
            @Nullable String incoming,
            int percent,
            List<String> pipelines,
            int moved,
            String by,
            Instant at) {}
}
