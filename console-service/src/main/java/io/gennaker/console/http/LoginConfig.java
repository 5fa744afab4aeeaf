package io.gennaker.console.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Logging in at an identity provider (OpenID Connect). Tokens work with and without it.
@ConfigMapping(prefix = "gennaker.login")
public interface LoginConfig {
    /// The provider, as its tokens name it; without it there is no such log-in.
    Optional<URI> issuer();

    /// What the page's button calls it.
    @WithDefault("single sign-on")
    String name();

    /// Client of the page: authorization code with PKCE; its redirect address is `/login/oidc` of this console.
    @WithDefault("gennaker")
    String clientId();

    /// File with the client's secret; a public client has none.
    Optional<Path> clientSecretFile();

    /// Client of the command line: public, with the device flow.
    @WithDefault("gennaker-cli")
    String cliClientId();

    @WithDefault("openid,profile,email")
    List<String> scopes();

    /// Claim of the ID token that names the user.
    @WithDefault("email")
    String userClaim();

    /// Claim of the ID token that lists the user's groups.
    @WithDefault("groups")
    String groupsClaim();

    /// Roles by the provider's groups.
    Map<String, List<String>> roles();

    /// Roles of all whom the provider lets in.
    Optional<List<String>> everyone();

    /// How long a log-in lasts; what changes at the provider counts from the next one on.
    @WithDefault("12h")
    Duration validFor();
}
