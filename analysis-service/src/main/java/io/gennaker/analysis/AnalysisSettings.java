package io.gennaker.analysis;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Where the metrics are.
@ConfigMapping(prefix = "gennaker.prometheus")
public interface AnalysisSettings {

    /// Base address of the HTTP API.
    URI url();

    /// Distance of its samples, as in its own configuration. Rates are taken over four of them.
    @WithDefault("15s")
    Duration scrapeInterval();

    /// Label that tells clusters apart; without one, queries do not name the cluster.
    Optional<String> clusterLabel();

    /// For one query with its whole answer.
    @WithDefault("30s")
    Duration timeout();

    /// File with a bearer token.
    Optional<Path> tokenFile();

    /// User of basic authentication.
    Optional<String> user();

    /// File with that user's password.
    Optional<Path> passwordFile();

    /// PEM file of the certificates that are trusted instead of the JDK's.
    Optional<Path> authorities();

    /// Queries at once, of all analyses of this process together.
    @WithDefault("8")
    int queriesAtOnce();

    /// Largest answer to one query.
    @WithDefault("8M")
    MemorySize largestAnswer();
}
