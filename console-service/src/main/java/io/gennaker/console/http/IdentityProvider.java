package io.gennaker.console.http;

import io.gennaker.console.access.Secret;
import io.gennaker.contracts.Digest;
import io.quarkus.oidc.OidcRequestContext;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.TenantConfigResolver;
import io.quarkus.oidc.runtime.OidcTenantConfig.ApplicationType;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How people prove who they are at the provider: on the page by the authorization code flow with PKCE and a nonce,
/// on the command line by an ID token that it got by the device flow. Tokens are checked by Quarkus: signature,
/// issuer, audience, times.
///
/// The provider is asked when somebody logs in, so the console starts without it.
@ApplicationScoped
@Startup // what is wrong in the configuration is said at the start
public class IdentityProvider implements TenantConfigResolver {
    static final String PAGE = "/login/oidc";
    static final String COMMAND_LINE = "/login/exchange";
    /// An ID token is a proof of having just logged in, not one to be kept.
    private static final Duration FRESH = Duration.ofMinutes(10);
    private static final int KEY_LENGTH = 32;

    private final Map<String, OidcTenantConfig> tenants;

    IdentityProvider(LoginConfig config) {
        this.tenants = config.issuer()
                .map(issuer -> Map.of(PAGE, page(config, issuer), COMMAND_LINE, commandLine(config, issuer)))
                .orElse(Map.of());
    }

    @Override
    public Uni<@Nullable OidcTenantConfig> resolve(
            RoutingContext context, OidcRequestContext<OidcTenantConfig> request) {
        return Uni.createFrom().item(tenants.get(context.normalizedPath()));
    }

    private static OidcTenantConfig page(LoginConfig config, URI issuer) {
        var tenant = OidcTenantConfig.builder()
                .tenantId("page")
                .authServerUrl(issuer.toString())
                .clientId(config.clientId())
                .applicationType(ApplicationType.WEB_APP);
        String secret = config.clientSecretFile().map(IdentityProvider::read).orElse("");
        if (!secret.isEmpty()) {
            tenant.credentials(secret);
        }
        // All replicas need the same keys, as a log-in may begin at one and end at another; without a secret there is
        // one
        // replica.
        String common = secret.isEmpty() ? Secret.random() : secret;
        return tenant.authentication()
                .redirectPath(PAGE)
                .scopes(config.scopes())
                .addOpenidScope(!config.scopes().contains("openid"))
                .pkceRequired()
                .nonceRequired()
                .removeRedirectParameters(false)
                .cookiePath(PAGE)
                .stateSecret(key("state", common))
                .end()
                .tokenStateManager()
                .encryptionSecret(key("session", common))
                .end()
                .build();
    }

    private static OidcTenantConfig commandLine(LoginConfig config, URI issuer) {
        return OidcTenantConfig.builder()
                .tenantId("command-line")
                .authServerUrl(issuer.toString())
                .clientId(config.cliClientId())
                .applicationType(ApplicationType.SERVICE)
                .token()
                .audience(config.cliClientId())
                .age(FRESH)
                .allowJwtIntrospection(false)
                .allowOpaqueTokenIntrospection(false)
                .end()
                .build();
    }

    private static String key(String use, String secret) {
        return Digest.of(use + " " + secret).hex().substring(0, KEY_LENGTH);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException failed) {
            throw new UncheckedIOException("gennaker.login.client-secret-file " + file + " cannot be read", failed);
        }
    }
}
