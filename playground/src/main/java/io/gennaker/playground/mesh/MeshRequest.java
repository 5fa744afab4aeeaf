package io.gennaker.playground.mesh;

import java.util.Locale;
import java.util.Map;

/// A request as far as routing looks at it.
///
/// @param host lower case, without a port
/// @param path without the query
/// @param headers first values by lower-case name
public record MeshRequest(String host, String method, String path, Map<String, String> headers) {

    public MeshRequest {
        var colon = host.lastIndexOf(':');
        host = (colon > 0 ? host.substring(0, colon) : host).toLowerCase(Locale.ROOT);
        headers = Map.copyOf(headers);
    }
}
