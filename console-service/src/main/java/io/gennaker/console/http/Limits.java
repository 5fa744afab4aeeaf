package io.gennaker.console.http;

import io.gennaker.console.access.Tokens;
import io.gennaker.contracts.Digest;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How often one may ask: with a token, and with what is none.
///
/// An address that brought too many wrong tokens is not looked up for a while. Tokens that were right before are let
/// through all the same: others may come from that address, too. A token that has expired or was revoked is no guess: a
/// page that was left open brings it again and again. It may ask as often as one that opens something, and is not
/// looked up beyond that.
@Singleton
class Limits {
    private static final int MOST_KNOWN = 10_000;
    private static final int MINUTE = 60;
    private static final int SAVED_SECONDS = 5;

    private final CurrentVertxRequest request;
    private final Tokens tokens;
    private final Buckets wrong;
    private final Buckets requests;
    private final Buckets ended;
    private final Set<Integer> known = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Boolean> eldest) {
            return size() > MOST_KNOWN;
        }
    });

    @ConfigMapping(prefix = "gennaker.limits")
    interface Settings {
        /// Wrong tokens a minute from one address; as many at once.
        @WithDefault("30")
        int wrongTokens();

        /// Requests a second with one token, on average; five times as many at once.
        @WithDefault("100")
        int requests();
    }

    Limits(CurrentVertxRequest request, Tokens tokens, Settings settings) {
        this.request = request;
        this.tokens = tokens;
        this.wrong = new Buckets((double) settings.wrongTokens() / MINUTE, settings.wrongTokens());
        this.requests = new Buckets(settings.requests(), (double) SAVED_SECONDS * settings.requests());
        this.ended = new Buckets(settings.requests(), (double) SAVED_SECONDS * settings.requests());
    }

    /// Whether a token may be looked up now.
    ///
    /// @return null when it may
    @Nullable
    Response objection(String token) {
        int over = ended.look(digest(token), System.nanoTime());
        if (over > 0) {
            return tooManyRequests(over);
        }
        int wait = wrong.look(address(), System.nanoTime());
        return wait == 0 || isKnown(token)
                ? null
                : tooMany("too many wrong tokens came from " + address() + "; try again in " + wait + " s", wait);
    }

    /// The token opens nothing.
    void wrong(String token) {
        int _ = tokens.isKnown(token)
                ? ended.take(digest(token), System.nanoTime())
                : wrong.take(address(), System.nanoTime());
    }

    /// The token was right, and asks for something.
    ///
    /// @param id of the token
    /// @return null when it may
    @Nullable
    Response right(String token, String id) {
        remember(token);
        int wait = requests.take(id, System.nanoTime());
        return wait == 0 ? null : tooManyRequests(wait);
    }

    private static Response tooManyRequests(int wait) {
        return tooMany("too many requests with this token; try again in " + wait + " s", wait);
    }

    private static String digest(String token) {
        return Digest.of(token).hex();
    }

    private synchronized void remember(String token) {
        known.add(token.hashCode());
    }

    private synchronized boolean isKnown(String token) {
        return known.contains(token.hashCode());
    }

    private String address() {
        RoutingContext current = request.getCurrent();
        return current == null || current.request().remoteAddress() == null
                ? "unknown"
                : current.request().remoteAddress().hostAddress();
    }

    private static Response tooMany(String message, int wait) {
        return Response.fromResponse(Problem.response(429, "too-many", message))
                .header("Retry-After", wait)
                .build();
    }
}
