package io.gennaker.pipeline.definition;

import io.gennaker.contracts.ImageReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An image that an execution needs: bound by digest when it starts.
///
/// @param repository with registry host, without tag
/// @param prior whether the image of the pipeline's execution before stands in for one that is not given
/// @param standard stands in for one that is not given, nor known of an execution before; with a digest
/// @param bindings places besides the containers of Kubernetes' own kinds
public record ExpectedArtifact(
        String name,
        String repository,
        boolean prior,
        @Nullable ImageReference standard,
        List<Binding> bindings) {
    public ExpectedArtifact {
        bindings = List.copyOf(bindings);
    }

    /// One that must be given, in the usual places only.
    public ExpectedArtifact(String name, String repository) {
        this(name, repository, false, null, List.of());
    }
}
