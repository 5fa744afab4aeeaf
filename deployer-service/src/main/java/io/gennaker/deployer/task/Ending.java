package io.gennaker.deployer.task;

import io.gennaker.contracts.FailureCode;
import java.util.Map;

/// How a task ends.
public sealed interface Ending {
    record Reached(Map<String, String> outputs) implements Ending {
        public Reached {
            outputs = Map.copyOf(outputs);
        }
    }

    record Missed(FailureCode code, String reason) implements Ending {}

    record Withdrawn() implements Ending {}
}
