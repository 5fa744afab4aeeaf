package io.gennaker.console.http;

import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.UriInfo;

/// The page's proof of its log-in: scripts cannot read it, and other sites cannot send it.
final class SessionCookie {
    static final String NAME = "gennaker_token";

    private SessionCookie() {}

    static NewCookie of(String token, UriInfo address) {
        return cookie(token, address).build();
    }

    static NewCookie ended(UriInfo address) {
        return cookie("", address).maxAge(0).build();
    }

    private static NewCookie.Builder cookie(String value, UriInfo address) {
        return new NewCookie.Builder(NAME)
                .value(value)
                .path("/")
                .httpOnly(true)
                .secure("https".equals(address.getRequestUri().getScheme()))
                .sameSite(NewCookie.SameSite.STRICT);
    }
}
