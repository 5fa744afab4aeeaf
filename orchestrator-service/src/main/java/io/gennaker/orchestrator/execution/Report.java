package io.gennaker.orchestrator.execution;

import java.util.Map;

/// What an operation's report means for its step, whichever service did the work. [Reports] translates.
public sealed interface Report {

    /// @param outputs facts that later stages may read
    record Succeeded(Map<String, String> outputs) implements Report {
        public Succeeded {
            outputs = Bounded.outputs(outputs);
        }
    }

    /// @param outputs facts that later stages may read, where the failure is not the end
    record Failed(String reason, Map<String, String> outputs) implements Report {
        public Failed {
            reason = Bounded.reason(reason);
            outputs = Bounded.outputs(outputs);
        }
    }

    /// An analysis ended and does not know.
    ///
    /// @param outputs facts that later stages may read
    record Inconclusive(String reason, Map<String, String> outputs) implements Report {
        public Inconclusive {
            reason = Bounded.reason(reason);
            outputs = Bounded.outputs(outputs);
        }
    }

    /// The service gave up at the deadline it was given.
    record TimedOut(String reason) implements Report {
        public TimedOut {
            reason = Bounded.reason(reason);
        }
    }

    record Cancelled() implements Report {}

    /// A fact before the end, for the stage's outputs.
    record Noted(Map<String, String> outputs) implements Report {
        public Noted {
            outputs = Bounded.outputs(outputs);
        }
    }
}
