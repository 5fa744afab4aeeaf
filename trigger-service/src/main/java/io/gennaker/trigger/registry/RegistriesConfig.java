package io.gennaker.trigger.registry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How registries are reached, by the host that stands in front of image names (`"localhost:5000"`, in quotes). One
/// that is not named is asked without credentials at `https://HOST`.
@ConfigMapping(prefix = "gennaker.registries")
public interface RegistriesConfig {
    @WithParentName
    Map<String, Registry> all();

    /// One registry.
    interface Registry {
        /// Where its API is; `https://HOST` when left out.
        Optional<URI> url();

        Optional<String> username();

        /// File that holds the password or access token; read with each question.
        Optional<Path> passwordFile();

        /// Repositories that are asked for new tags, without the host. None: the registry tells by itself.
        Optional<List<String>> poll();

        @WithDefault("1m")
        Duration pollEvery();
    }
}
