package io.gennaker.playground.mesh;

import java.util.List;
import java.util.Optional;

/// Where a request goes.
sealed interface Decision {

    /// To one of these pods, which is never empty.
    ///
    /// @param copies who gets the request as well, its answers thrown away
    record Forward(ServiceName service, List<Endpoint> candidates, List<Forward> copies) implements Decision {}

    /// Nowhere.
    ///
    /// @param service the one it was meant for, empty when no rule took it
    record Refuse(Refusal why, Optional<ServiceName> service) implements Decision {}

    /// Why the gateway answers itself, in Envoy's response flags.
    enum Refusal {
        NO_ROUTE("NR", 404, "no route for this host and path"),
        NO_CLUSTER("NC", 503, "the destination's service or subset does not exist"),
        NO_HEALTHY_UPSTREAM("UH", 503, "no healthy upstream"),
        CONNECTION_FAILED("UF", 503, "the pod was gone");

        private final String flag;
        private final int status;
        private final String text;

        Refusal(String flag, int status, String text) {
            this.flag = flag;
            this.status = status;
            this.text = text;
        }

        String flag() {
            return flag;
        }

        int status() {
            return status;
        }

        String text() {
            return text;
        }
    }
}
