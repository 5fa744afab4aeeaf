package io.gennaker.contracts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which images are kept from which pipelines. The topic is compacted: the newest record of an image is the whole truth
/// about it.
public sealed interface ImageEvent extends Message {
    String pipeline();

    String repository();

    Digest digest();

    @Override
    default String key() {
        return DefinitionKind.PIPELINE.word() + "/" + pipeline() + "/" + repository() + "@" + digest();
    }

    /// An image is not delivered any more by itself.
    ///
    /// @param application that the pipeline delivers
    /// @param by who withdrew it; null where an execution took it back
    /// @param executionId that took it back; null where a person withdrew it
    record Withdrawn(
            String pipeline,
            String application,
            String repository,
            Digest digest,
            @Nullable Actor by,
            @Nullable ExecutionId executionId,
            String reason,
            Instant at)
            implements ImageEvent {}

    /// An image may be delivered again.
    ///
    /// @param by who reinstated it; null where an execution delivered it and kept it
    /// @param executionId that kept it; null where a person reinstated it
    record Reinstated(
            String pipeline,
            String repository,
            Digest digest,
            @Nullable Actor by,
            @Nullable ExecutionId executionId,
            String reason,
            Instant at)
            implements ImageEvent {}
}
