package io.gennaker.playground.traffic;

import java.util.regex.Pattern;

/// Where requests go and how many.
///
/// @param cluster whose gateway
/// @param host the `Host` header
/// @param ratePerSecond 0 to stop
public record TrafficTarget(String cluster, String host, String path, int ratePerSecond) {

    /// The most that all targets together may ask for.
    public static final int HIGHEST_RATE = 1_000;

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9.]{0,251}[A-Za-z0-9])?(:\\d{1,5})?");
    private static final Pattern PATH = Pattern.compile("/[-A-Za-z0-9._~!$&'()*+,;=:@%/?]{0,1000}");

    public TrafficTarget {
        if (!HOST.matcher(host).matches()) {
            throw new IllegalArgumentException("host: found '%s', allowed is a host name".formatted(host));
        }
        if (!PATH.matcher(path).matches()) {
            throw new IllegalArgumentException(
                    "path: found '%s', allowed is a path that starts with / and has at most 1000 characters of a URL"
                            .formatted(path));
        }
        if (ratePerSecond < 0 || ratePerSecond > HIGHEST_RATE) {
            throw new IllegalArgumentException("ratePerSecond: found %d, allowed is 0 to %d requests per second"
                    .formatted(ratePerSecond, HIGHEST_RATE));
        }
    }

    String key() {
        return cluster + "/" + host;
    }
}
