package io.gennaker.judgement.callout;

import io.gennaker.contracts.FileSource;
import org.jspecify.annotations.Nullable;

/// Brings files from outside.
@FunctionalInterface
public interface Files {
    /// @throws CallFailed refused where the file can never be had
    Brought bring(FileSource source) throws CallFailed, InterruptedException;

    /// A file, all of it text.
    ///
    /// @param commit that a file of Git is of
    /// @param etag that the server gave to it
    record Brought(
            String text, @Nullable String commit, @Nullable String etag) {}
}
