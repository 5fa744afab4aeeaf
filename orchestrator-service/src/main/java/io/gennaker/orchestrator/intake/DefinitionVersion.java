package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.Digest;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// One version of a definition, never changed.
///
/// @param digest of document and files: its identity
/// @param files contents by the path that the document uses
/// @param appliedBy who put it in force
public record DefinitionVersion(
        DefinitionKind kind,
        String name,
        Digest digest,
        String fileName,
        String document,
        Map<String, String> files,
        String appliedBy,
        Instant appliedAt) {
    public DefinitionVersion {
        files = Collections.unmodifiableMap(new TreeMap<>(files));
    }
}
