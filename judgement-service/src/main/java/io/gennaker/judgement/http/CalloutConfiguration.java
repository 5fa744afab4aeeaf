package io.gennaker.judgement.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How systems outside are called.
@ConfigMapping(prefix = "gennaker.callout")
public interface CalloutConfiguration {
    /// Networks that may be called although their kind is refused, such as `127.0.0.0/8`.
    Optional<List<String>> allowedNetworks();

    /// Where this service is reached from outside; without it no callback can be asked for.
    Optional<URI> callbackUrl();

    /// The secret that signs callbacks and notices. Not the one that signs answers: whoever is called knows this one.
    Optional<Path> secretFile();

    /// Longest time of one request.
    @WithDefault("30s")
    Duration timeout();

    /// Secrets by the name that pipelines use.
    Map<String, Secret> secrets();

    /// A secret that is sent as a header.
    interface Secret {
        /// Holds it.
        Path file();

        /// Origins that may get it, such as `https://ci.example.com`.
        List<String> origins();
    }
}
