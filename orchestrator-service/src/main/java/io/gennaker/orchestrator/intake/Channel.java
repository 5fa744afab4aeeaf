package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.Digest;
import io.gennaker.contracts.TemplateChannel;
import io.gennaker.pipeline.Wave;
import org.jspecify.annotations.Nullable;

/// A channel of a template.
///
/// @param digest version that its pipelines have
/// @param incoming version that a part of them has already; null when no wave is under way
public record Channel(
        String template,
        TemplateChannel name,
        Digest digest,
        @Nullable Digest incoming) {
    /// The version for a pipeline: what it has while a wave is under way, so that applying it anew moves it neither
    /// forward nor back, be it of this wave or of one before.
    ///
    /// @param current version that the pipeline has; null: it is new on the channel
    public Digest versionFor(@Nullable Digest current) {
        return current != null && incoming != null ? current : digest;
    }

    /// The channel after a wave to a version. A part of the pipelines that goes back to what the others have does
    /// not end the wave: that is what a whole one does.
    public Channel after(Digest version, Wave wave) {
        if (wave.isWhole()) {
            return new Channel(template, name, version, null);
        }
        return version.equals(digest) ? this : new Channel(template, name, digest, version);
    }
}
