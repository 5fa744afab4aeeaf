package io.gennaker.console.http;

import io.gennaker.console.access.Secret;
import io.gennaker.console.access.Tokens;
import io.gennaker.contracts.Channel;
import io.gennaker.contracts.access.Permission;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;
import org.jspecify.annotations.Nullable;

/// Lets only those reach the API who hold a token, as a bearer or in the cookie that the login sets, and whose
/// roles allow what the method [Needs].
public class Authentication {
    private static final String BEARER = "Bearer ";
    /// How one gets in and out.
    private static final Set<Class<?>> OPEN = Set.of(LoginResource.class, SingleSignOnResource.class);

    private final Tokens tokens;
    private final Caller caller;
    private final Limits limits;
    private final Clock clock;

    Authentication(Tokens tokens, Caller caller, Limits limits, Clock clock) {
        this.tokens = tokens;
        this.caller = caller;
        this.limits = limits;
        this.clock = clock;
    }

    /// Goes by the resource that will answer, not by the path: a path can be written in many ways.
    @ServerRequestFilter
    public @Nullable Response authenticate(ContainerRequestContext request, SimpleResourceInfo resource) {
        if (isForeign(request)) {
            return Problem.response(403, "forbidden", "a page of another site sent this");
        }
        if (OPEN.contains(resource.getResourceClass())) {
            return null;
        }
        String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        if (header != null) {
            return admit(header.startsWith(BEARER) ? header.substring(BEARER.length()) : "", Channel.CLI, resource);
        }
        Cookie cookie = request.getCookies().get(SessionCookie.NAME);
        return admit(cookie == null ? "" : cookie.getValue(), Channel.WEB, resource);
    }

    /// Browsers say where a request comes from. Beside the cookie's own rule, as not all of them keep it.
    private static boolean isForeign(ContainerRequestContext request) {
        String site = request.getHeaderString("Sec-Fetch-Site");
        boolean changing =
                !request.getMethod().equals("GET") && !request.getMethod().equals("HEAD");
        return changing && site != null && !site.equals("same-origin") && !site.equals("none");
    }

    private @Nullable Response admit(String token, Channel channel, SimpleResourceInfo resource) {
        if (token.isEmpty() || token.length() > Secret.LONGEST) {
            return unauthorized();
        }
        Response tooMany = limits.objection(token);
        if (tooMany != null) {
            return tooMany;
        }
        Optional<Tokens.Login> login = tokens.login(token, clock.instant());
        if (login.isEmpty()) {
            limits.wrong(token);
            return unauthorized();
        }
        Response tooOften = limits.right(token, login.get().token());
        if (tooOften != null) {
            return tooOften;
        }
        caller.is(login.get(), channel);
        Optional<Permission> needed = needs(resource);
        return needed.isEmpty() ? Problem.response(403, "forbidden", "open to nobody") : check(needed.get());
    }

    private static Response unauthorized() {
        return Problem.response(401, "unauthorized", "a valid token is needed: Authorization: Bearer TOKEN");
    }

    private @Nullable Response check(Permission permission) {
        return caller.grants().allowSomewhere(permission)
                ? null
                : Problem.response(
                        403,
                        "forbidden",
                        caller.actor().user() + " may " + permission.name().toLowerCase(Locale.ROOT)
                                + " nowhere; roles: "
                                + String.join(", ", caller.actor().roles()));
    }

    private static Optional<Permission> needs(SimpleResourceInfo resource) {
        return Arrays.stream(resource.getResourceClass().getDeclaredMethods())
                .filter(method -> method.getName().equals(resource.getMethodName())
                        && Arrays.equals(method.getParameterTypes(), resource.parameterTypes()))
                .map(method -> method.getAnnotation(Needs.class))
                .flatMap(needs -> Optional.ofNullable(needs).stream())
                .map(Needs::value)
                .findFirst();
    }
}
