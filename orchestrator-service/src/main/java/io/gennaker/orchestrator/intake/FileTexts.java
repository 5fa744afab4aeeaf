package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.Digest;

/// Texts by the digest of their bytes; written once, never removed, so that a file once planned with can be had again.
public interface FileTexts {
    void keep(Digest digest, String text);

    /// @throws java.util.NoSuchElementException without one
    String text(Digest digest);
}
