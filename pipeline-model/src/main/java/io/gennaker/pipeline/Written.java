package io.gennaker.pipeline;

import io.gennaker.contracts.Digest;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// A definition as its author has it: one document, and the files beside it.
///
/// @param files contents by the path that the document uses
public record Written(String fileName, String document, Map<String, String> files) {
    public Written {
        files = Collections.unmodifiableMap(new TreeMap<>(files));
    }

    /// Identity of this version.
    public Digest digest() {
        return Definitions.digest(document, files);
    }
}
