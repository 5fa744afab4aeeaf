package io.gennaker.contracts;

import java.time.Instant;

/// Asks who calls whom.
public sealed interface GraphCommand extends Message {
    /// Somebody looks at the services of a namespace: their graph is told again and again for a while. Sent again, it
    /// is told for longer, and not more often.
    ///
    /// @param until when nobody looks any more; what is asked for longer than a few minutes is cut
    record Watch(String cluster, String namespace, Instant until) implements GraphCommand {
        public Watch {
            Check.text("cluster", cluster, 60);
            Check.text("namespace", namespace, 63);
        }

        @Override
        public String key() {
            return cluster + "/" + namespace;
        }
    }
}
