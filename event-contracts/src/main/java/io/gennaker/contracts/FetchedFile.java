package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// A file of an execution under the name by which its pipeline expects it, pinned by the digest of its bytes.
///
/// @param source that was asked; null where nothing outside was
/// @param commit that a file of Git is of
/// @param etag that the server gave to a file of its own
/// @param digest of the bytes in UTF-8
public record FetchedFile(
        String name,
        @Nullable FileSource source,
        @Nullable String commit,
        @Nullable String etag,
        Digest digest,
        Choice choice) {
    public FetchedFile {
        Check.text("artifact name", name, 100);
    }

    /// Why it is this file.
    public enum Choice {
        /// Who started the execution said so: an event or a person.
        @JsonProperty("Given")
        GIVEN,
        /// The pipeline says where it lies.
        @JsonProperty("Written")
        WRITTEN,
        /// The last execution that succeeded had it.
        @JsonProperty("Prior")
        PRIOR,
        /// It lies beside the definition.
        @JsonProperty("Default")
        DEFAULT
    }
}
