package io.gennaker.playground.platform;

import java.util.Locale;

/// A TCP port on 127.0.0.1 that a component listens on.
///
/// @param name what it is called in the table of ports, for example `replica-gateway`
public record Port(String name, int number) {

    public Port {
        if (number < 1 || number > 65_535) {
            throw new IllegalArgumentException("port of " + name + ": found " + number + ", allowed 1 to 65535; set "
                    + variable(name) + " or GENNAKER_PORT_BASE");
        }
    }

    /// The environment variable that moves this port.
    public String variable() {
        return variable(name);
    }

    static String variable(String name) {
        return "GENNAKER_PORT_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
