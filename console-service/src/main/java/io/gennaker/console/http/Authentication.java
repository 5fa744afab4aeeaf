package io.gennaker.console.http;

import io.gennaker.console.view.Tokens;
import io.gennaker.contracts.Actor;
import io.gennaker.contracts.Channel;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;
import org.jspecify.annotations.Nullable;

/// Lets only those reach the API who hold a token: as a bearer, or in the cookie that the login sets.
public class Authentication {
    static final String COOKIE = "gennaker_token";
    private static final String BEARER = "Bearer ";
    private static final int LONGEST_TOKEN = 200;

    private final Tokens tokens;
    private final Caller caller;

    Authentication(Tokens tokens, Caller caller) {
        this.tokens = tokens;
        this.caller = caller;
    }

    /// Goes by the resource that will answer, not by the path: a path can be written in many ways.
    @ServerRequestFilter
    public @Nullable Response authenticate(ContainerRequestContext request, SimpleResourceInfo resource) {
        if (LoginResource.class.equals(resource.getResourceClass())) {
            return null;
        }
        String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        if (header != null) {
            return admit(header.startsWith(BEARER) ? header.substring(BEARER.length()) : "", Channel.CLI);
        }
        Cookie cookie = request.getCookies().get(COOKIE);
        return admit(cookie == null ? "" : cookie.getValue(), Channel.WEB);
    }

    private @Nullable Response admit(String token, Channel channel) {
        Optional<Actor> actor =
                token.isEmpty() || token.length() > LONGEST_TOKEN ? Optional.empty() : tokens.actor(token);
        actor.ifPresent(who -> caller.is(who, channel));
        return actor.isPresent()
                ? null
                : Problem.response(401, "unauthorized", "a valid token is needed: Authorization: Bearer TOKEN");
    }
}
