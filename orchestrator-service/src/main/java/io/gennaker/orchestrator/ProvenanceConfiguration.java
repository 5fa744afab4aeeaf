package io.gennaker.orchestrator;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/// How deliveries are signed.
@ConfigMapping(prefix = "gennaker.provenance")
interface ProvenanceConfiguration {
    /// An Ed25519 key, private and public part in PEM; made at the first start where the file is not there. Without it
    /// nothing is signed.
    Optional<Path> keyFile();
}
