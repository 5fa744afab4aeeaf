package io.gennaker.trigger.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Who may call, by the name that stands in the address.
@ConfigMapping(prefix = "gennaker.webhooks")
public interface SourcesConfig {
    @WithParentName
    Map<String, Source> sources();

    /// One caller.
    interface Source {
        /// One of the words of [io.gennaker.trigger.source.SourceKind].
        String kind();

        /// File that holds the secret; read with each call, so that it can be changed.
        Optional<Path> secretFile();

        /// `hmac`, `token`, `oidc` or `none`; usual for the kind when left out.
        Optional<String> proof();

        /// With proof `oidc`: whom the caller's token must be for, and which service account it must be of.
        Optional<String> audience();

        Optional<String> serviceAccount();

        /// With proof `oidc`: who signs, and where the keys are.
        @WithDefault(SignedToken.GOOGLE)
        String issuer();

        @WithDefault("https://www.googleapis.com/oauth2/v3/certs")
        URI keys();

        /// Host under which clients know the registry that calls.
        Optional<String> host();

        /// Calls per second that are answered, on average.
        @WithDefault("50")
        int rate();
    }
}
