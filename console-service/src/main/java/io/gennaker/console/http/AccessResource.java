package io.gennaker.console.http;

import io.gennaker.console.access.Audit;
import io.gennaker.console.access.Secret;
import io.gennaker.console.access.TokenRequest;
import io.gennaker.console.access.Tokens;
import io.gennaker.contracts.access.Permission;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who am I, tokens, and the audit.
@Path("/api")
@Blocking
public class AccessResource {
    private static final int PAGE = 50;

    private final Tokens tokens;
    private final Audit audit;
    private final Caller caller;
    private final Clock clock;

    AccessResource(Tokens tokens, Audit audit, Caller caller, Clock clock) {
        this.tokens = tokens;
        this.audit = audit;
        this.caller = caller;
        this.clock = clock;
    }

    /// @param token id of the token in use
    /// @param expiresAt null: never
    record Me(
            String user,
            List<String> roles,
            String token,
            @Nullable Instant expiresAt) {}

    /// @param secret told this once, and not kept
    record NewToken(String secret, Tokens.Token token) {}

    @GET
    @Path("/me")
    @Needs(Permission.VIEW)
    public Me me() {
        Tokens.Login login = caller.login();
        return new Me(login.actor().user(), login.actor().roles(), login.token(), login.expiresAt());
    }

    /// Those of the caller; all, for an administrator.
    @GET
    @Path("/tokens")
    @Needs(Permission.VIEW)
    public List<Tokens.Token> tokens(
            @QueryParam("user") @Nullable String user, @QueryParam("limit") @Nullable String limit) {
        String mine = caller.actor().user();
        if (user != null && !user.equals(mine)) {
            caller.require(Permission.ADMINISTER, null);
        }
        boolean all = user == null && caller.grants().allow(Permission.ADMINISTER, null);
        return tokens.list(all ? null : user == null ? mine : user, Given.limit(limit, PAGE));
    }

    /// Makes a token with at most what the caller holds; an administrator makes any.
    @POST
    @Path("/tokens")
    @Needs(Permission.VIEW)
    public Response make(@Nullable TokenRequest request) {
        TokenRequest asked = request == null ? new TokenRequest(null, null, null, null, null) : request;
        Given.remark("description", asked.description());
        return switch (asked.decide(caller.login(), clock.instant())) {
            case TokenRequest.Refused(var reason) -> Problem.response(403, "forbidden", reason);
            case TokenRequest.Granted granted -> {
                String secret = Secret.random();
                yield Response.status(201)
                        .entity(new NewToken(secret, tokens.add(secret, granted)))
                        .build();
            }
        };
    }

    @DELETE
    @Path("/tokens/{id}")
    @Needs(Permission.VIEW)
    public Tokens.Token revoke(@PathParam("id") String id) {
        Tokens.Token token = mine(id);
        tokens.revoke(token.id(), caller.actor().user(), clock.instant());
        return mine(id);
    }

    /// To others a token does not exist.
    private Tokens.Token mine(String id) {
        return tokens.find(id)
                .filter(found -> found.user().equals(caller.actor().user())
                        || caller.grants().allow(Permission.ADMINISTER, null))
                .orElseThrow(() -> Problem.exception(404, "not-found", "no token " + id));
    }

    @GET
    @Path("/audit")
    @Needs(Permission.ADMINISTER)
    public List<Audit.Recorded> audit(
            @QueryParam("user") @Nullable String user,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") @Nullable String limit) {
        caller.require(Permission.ADMINISTER, null);
        return audit.list(user, before == null ? null : entry(before), Given.limit(limit, PAGE));
    }

    private static long entry(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException malformed) {
            throw new IllegalArgumentException("before is '" + text + "'; allowed is the id of an entry", malformed);
        }
    }
}
