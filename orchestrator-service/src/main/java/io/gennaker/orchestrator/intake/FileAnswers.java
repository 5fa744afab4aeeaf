package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.Digest;
import io.gennaker.contracts.FileSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What came of the files that were asked for.
@FunctionalInterface
public interface FileAnswers {
    /// Of one that has asked for nothing yet.
    FileAnswers NONE = (artifact, source) -> Optional.empty();

    /// Empty as long as there is none.
    Optional<Answer> of(String artifact, FileSource source);

    /// What became of one file.
    sealed interface Answer {}

    /// @param commit that a file of Git is of
    /// @param etag that the server gave to it
    record Brought(@Nullable String commit, @Nullable String etag, Digest digest) implements Answer {}

    /// @param reason names what was asked for
    record Failed(String reason) implements Answer {}
}
