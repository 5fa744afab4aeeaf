package io.gennaker.cli.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What moving a channel changes, or changed.
///
/// @param done whether the move was seen to be made
public record TemplatePromotion(String template, String channel, String digest, boolean done, Promotion promotion) {
    public record Promotion(List<Change> changes, List<Unfit> unfit, int total) {}

    public record Change(String pipeline, String from, List<String> diff) {}

    public record Unfit(String pipeline, String from, List<String> problems) {}

    /// @param percent null: all, or those that `pipelines` names
    public record Request(
            @Nullable String from,
            @Nullable String digest,
            String to,
            @Nullable Integer percent,
            List<String> pipelines,
            boolean dryRun) {}
}
