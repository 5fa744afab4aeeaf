package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;

/// The context of a CDEvent. What other versions of the vocabulary add to it is not read.
///
/// @param version of the vocabulary
/// @param id unique at its source
/// @param source who wrote it, a URI reference
/// @param type with the version of the type
/// @param timestamp when it happened
@JsonIgnoreProperties(ignoreUnknown = true)
public record CdContext(String version, String id, String source, String type, Instant timestamp) {
    /// The version of the vocabulary that is written.
    public static final String VERSION = "0.4.1";

    public CdContext {
        Check.text("CDEvents version", version, 50);
        Check.text("event id", id, Envelope.LONGEST_ID);
        Check.text("event source", source, Envelope.LONGEST_SOURCE);
        Check.text("event type", type, 200);
    }
}
