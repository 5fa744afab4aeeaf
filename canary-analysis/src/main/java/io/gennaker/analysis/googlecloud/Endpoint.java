package io.gennaker.analysis.googlecloud;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// Where Cloud Monitoring is, and how it is convinced.
public sealed interface Endpoint {

    /// Google's.
    ///
    /// @param credentialsFile a key; empty: what the environment gives (workload identity, `gcloud auth`)
    record Google(Optional<Path> credentialsFile) implements Endpoint {}

    /// A server on this machine, without encryption and so without credentials.
    record Local(String host, int port) implements Endpoint {

        /// @throws IllegalArgumentException when it is not on this machine
        public static Local of(URI url) {
            var isLocal = "http".equals(url.getScheme())
                    && ("127.0.0.1".equals(url.getHost()) || "localhost".equals(url.getHost()))
                    && url.getPort() > 0;
            if (!isLocal) {
                throw new IllegalArgumentException(
                        "url: found '" + url + "', must be http://127.0.0.1:PORT, or absent for Google's own");
            }
            return new Local(url.getHost(), url.getPort());
        }
    }
}
