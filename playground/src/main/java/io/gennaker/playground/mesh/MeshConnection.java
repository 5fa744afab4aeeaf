package io.gennaker.playground.mesh;

/// A connection as far as routing looks at it.
///
/// @param address that the client meant, a Service's
/// @param port that the client meant
/// @param serverName that its TLS greeting asks for (SNI); empty without TLS
record MeshConnection(String address, int port, String serverName) {}
