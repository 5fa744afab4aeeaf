package io.gennaker.console.http;

import io.gennaker.console.access.Membership;
import io.gennaker.console.access.Secret;
import io.gennaker.console.access.TokenRequest;
import io.gennaker.console.access.Tokens;
import io.gennaker.contracts.Actor;
import io.gennaker.contracts.Channel;
import io.quarkus.oidc.OidcSession;
import io.quarkus.runtime.Startup;
import io.quarkus.security.Authenticated;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.Blocking;
import jakarta.json.JsonString;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/// Turns a log-in at the identity provider into a token of ours: hashed, with roles, an end, and revocable like any
/// other.
@Path("/")
@Blocking
@Startup // what is wrong in the configuration is said at the start
public class SingleSignOnResource {
    private final LoginConfig config;
    private final Membership membership;
    private final Tokens tokens;
    private final SecurityIdentity identity;
    private final OidcSession session;
    private final Caller caller;
    private final Clock clock;

    SingleSignOnResource(
            LoginConfig config,
            Tokens tokens,
            SecurityIdentity identity,
            OidcSession session,
            Caller caller,
            Clock clock) {
        this.config = config;
        this.membership = new Membership(config.roles(), config.everyone().orElse(List.of()));
        this.tokens = tokens;
        this.identity = identity;
        this.session = session;
        this.caller = caller;
        this.clock = clock;
    }

    /// @param provider null when there is none, and tokens are the only way in
    record Methods(@Nullable Provider provider) {}

    /// @param clientId of the command line
    record Provider(String name, URI issuer, String clientId, List<String> scopes) {}

    /// How one may log in.
    @GET
    @Path("/login/methods")
    public Methods methods() {
        return new Methods(config.issuer()
                .map(issuer -> new Provider(config.name(), issuer, config.cliClientId(), config.scopes()))
                .orElse(null));
    }

    /// Reached when the provider has sent somebody back. Its session ends here; ours begins.
    @GET
    @Path(IdentityProvider.PAGE)
    @Authenticated
    public Response page(@Context UriInfo address) {
        session.logout().await().indefinitely();
        return switch (decision()) {
            case Membership.Stranger(var code, var _) ->
                Response.seeOther(URI.create("/?refused=" + code)).build();
            case Membership.Known(var actor) ->
                LoginResource.home(SessionCookie.of(enter(actor, Channel.WEB).secret(), address));
        };
    }

    /// A fresh ID token in, a token of ours out.
    @POST
    @Path(IdentityProvider.COMMAND_LINE)
    @Authenticated
    public Response exchange() {
        return switch (decision()) {
            case Membership.Stranger(var code, var reason) -> Problem.response(403, code, reason);
            case Membership.Known(var actor) ->
                Response.status(201).entity(enter(actor, Channel.CLI)).build();
        };
    }

    /// What came back from the provider is not what was asked for, or was not asked for by this browser.
    @ServerExceptionMapper
    public Response failed(AuthenticationCompletionException failed) {
        return Response.seeOther(URI.create("/?refused=failed")).build();
    }

    private AccessResource.NewToken enter(Actor actor, Channel channel) {
        String secret = Secret.random();
        Instant now = clock.instant();
        var granted = new TokenRequest.Granted(
                actor,
                channel == Channel.WEB ? "logged in on the page" : "logged in on the command line",
                actor.user(),
                now,
                now.plus(config.validFor()),
                true);
        Tokens.Token token = tokens.add(secret, granted);
        // for the audit
        caller.is(new Tokens.Login(token.id(), actor, token.expiresAt()), channel);
        return new AccessResource.NewToken(secret, token);
    }

    private Membership.Decision decision() {
        return identity.getPrincipal() instanceof JsonWebToken token
                ? membership.decide(user(token), texts(token.getClaim(config.groupsClaim())))
                : new Membership.Stranger("no-user", "the identity provider says nothing about the user");
    }

    /// An address that nobody has verified names nobody.
    private @Nullable String user(JsonWebToken token) {
        boolean unverified = config.userClaim().equals("email")
                && "false".equals(Objects.toString(token.getClaim("email_verified")));
        Object name = token.getClaim(config.userClaim());
        return name == null || unverified ? null : text(name);
    }

    private static List<String> texts(@Nullable Object claim) {
        return switch (claim) {
            case null -> List.of();
            case Collection<?> many ->
                many.stream().map(SingleSignOnResource::text).sorted().toList();
            default -> List.of(text(claim));
        };
    }

    private static String text(Object value) {
        return value instanceof JsonString json ? json.getString() : value.toString();
    }
}
