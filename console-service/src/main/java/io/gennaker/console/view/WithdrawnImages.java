package io.gennaker.console.view;

import io.gennaker.contracts.ImageEvent;
import io.gennaker.contracts.access.Applications;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Images that are kept from pipelines.
public interface WithdrawnImages {
    /// Keeps what happened to an image, and tells the watchers after commit.
    void store(ImageEvent event);

    /// The newest first.
    ///
    /// @param pipeline only of this one; null for all
    List<WithdrawnImage> list(@Nullable String pipeline, Applications visible, int limit);

    /// @param image pinned by digest
    boolean contain(String pipeline, String image);

    /// @param image pinned by digest
    /// @param by who withdrew it; null where an execution took it back
    /// @param execution that took it back; null where a person withdrew it
    record WithdrawnImage(
            String pipeline,
            String application,
            String image,
            @Nullable String by,
            @Nullable String execution,
            String reason,
            Instant at) {}
}
