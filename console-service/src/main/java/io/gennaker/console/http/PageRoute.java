package io.gennaker.console.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// The web UI is one page whatever its address says; what it shows is decided in the browser.
///
/// Some of its parts add style sheets while they run. Each answer therefore carries a nonce of its own, and the content
/// security policy admits only style sheets that know it.
@ApplicationScoped
public class PageRoute {
    /// The first part of each address that the page knows. Anything else is not found.
    static final String ADDRESSES =
            "/(?:(?:executions|applications|judgements|triggers|graph|health|definitions|images|dead-letters|audit)"
                    + "(?:/.*)?)?";

    private static final String NONCE = "__NONCE__";
    private static final int NONCE_BYTES = 18;
    private static final String POLICY = "default-src 'self'; style-src 'self' 'nonce-" + NONCE
            + "'; img-src 'self' data:; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    private final SecureRandom random = new SecureRandom();

    void register(@Observes Router router) {
        String page = page();
        if (page != null) {
            // Before the static files, which would serve the page without a nonce.
            router.getWithRegex(ADDRESSES).order(-1).handler(context -> answer(context, page));
            router.get("/index.html").order(-1).handler(context -> context.redirect("/"));
        }
    }

    private void answer(RoutingContext context, String page) {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        String nonce = Base64.getEncoder().encodeToString(bytes);
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("Content-Security-Policy", POLICY.replace(NONCE, nonce))
                .end(page.replace(NONCE, nonce));
    }

    /// Null in a build without the web UI.
    private static @Nullable String page() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try (InputStream stream = loader.getResourceAsStream("META-INF/resources/index.html")) {
            return stream == null ? null : new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException("the page cannot be read", failed);
        }
    }
}
