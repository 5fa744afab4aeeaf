package io.gennaker.playground.prometheus;

import java.util.regex.Pattern;

/// Something that Prometheus asks for metrics.
///
/// @param name the value of the label `service`
/// @param port the port on 127.0.0.1 that answers
/// @param path where the metrics are, for example `/q/metrics`
public record ScrapeTarget(String name, int port, String path) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");

    public ScrapeTarget {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name of a scrape target: found '" + name + "', allowed is " + NAME);
        }
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException(
                    "path of the scrape target " + name + ": found '" + path + "', it must begin with /");
        }
    }
}
