package io.gennaker.console.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/// Refuses addresses with what the database cannot hold, before anything is looked up by them.
public class StorableAddresses {
    @ServerRequestFilter
    public void refuse(ContainerRequestContext request) {
        UriInfo address = request.getUriInfo();
        address.getPathParameters().forEach((name, texts) -> texts.forEach(text -> Given.storable(name, text)));
        address.getQueryParameters().forEach((name, texts) -> texts.forEach(text -> Given.storable(name, text)));
    }
}
