package io.gennaker.console.http;

import io.gennaker.console.access.Secret;
import io.gennaker.console.access.Tokens;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/// Login of the page: a token in, a cookie out that scripts cannot read and other sites cannot send.
@Path("/")
@Blocking
public class LoginResource {
    private final Tokens tokens;
    private final Limits limits;
    private final Clock clock;

    LoginResource(Tokens tokens, Limits limits, Clock clock) {
        this.tokens = tokens;
        this.limits = limits;
        this.clock = clock;
    }

    @POST
    @Path("/login")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response login(@FormParam("token") @Nullable String token, @Context UriInfo address) {
        String given = token == null ? "" : token.strip();
        if (given.isEmpty() || given.length() > Secret.LONGEST) {
            return refused();
        }
        Response tooMany = limits.objection(given);
        if (tooMany != null) {
            return tooMany;
        }
        if (tokens.login(given, clock.instant()).isEmpty()) {
            limits.wrong(given);
            return refused();
        }
        return home(SessionCookie.of(given, address));
    }

    private static Response refused() {
        return Response.seeOther(URI.create("/?refused")).build();
    }

    /// A token that the log-in made ends here; one that was given by hand lives on elsewhere.
    @POST
    @Path("/logout")
    public Response logout(@CookieParam(SessionCookie.NAME) @Nullable String token, @Context UriInfo address) {
        if (token != null && token.length() <= Secret.LONGEST) {
            tokens.logOut(token, clock.instant());
        }
        return home(SessionCookie.ended(address));
    }

    static Response home(NewCookie cookie) {
        return Response.seeOther(URI.create("/")).cookie(cookie).build();
    }
}
