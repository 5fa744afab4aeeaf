package io.gennaker.orchestrator;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.util.Optional;

/// What the outside world is told.
@ConfigMapping(prefix = "gennaker.cdevents")
interface CdEventsConfiguration {
    /// Where the console is reached, for the links in CDEvents; without it they are relative to the console.
    Optional<URI> consoleUrl();
}
