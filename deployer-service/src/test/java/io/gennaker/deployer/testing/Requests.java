package io.gennaker.deployer.testing;

import com.fasterxml.jackson.databind.JsonNode;

/// What runs to a service all the while, and how it went.
public interface Requests extends AutoCloseable {
    /// Begins when the first is answered.
    void begin(int ratePerSecond);

    /// `sent`, `meshFailures`, `applicationErrors` and `byWorkload`.
    JsonNode counts();

    @Override
    void close();

    /// Requests of the simulated clusters' own generator, through the HTTP gateway.
    static Requests http(SimulatedClustersProcess clusters, String host, String path) {
        return new Requests() {
            @Override
            public void begin(int ratePerSecond) {
                clusters.awaitServed(host, path);
                clusters.traffic("one", host, path, ratePerSecond);
            }

            @Override
            public JsonNode counts() {
                return clusters.counts("one", host);
            }

            @Override
            public void close() {}
        };
    }
}
