package io.gennaker.judgement.git;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// How Git hosts are reached.
@ConfigMapping(prefix = "gennaker.git")
public interface GitConfiguration {
    /// Longest silence of a host.
    @WithDefault("30s")
    Duration timeout();

    /// Hosts by a name of your own, where the default is not enough: HTTPS, without credentials.
    Map<String, Host> hosts();

    /// A host, as repositories of pipelines write it before the first slash.
    interface Host {
        String host();

        /// What stands in front of the repository's path; `https://HOST` without it.
        Optional<URI> url();

        /// With a token: any name at GitHub, `oauth2` at GitLab.
        @WithDefault("git")
        String user();

        /// Holds the token or the password.
        Optional<Path> secretFile();
    }
}
