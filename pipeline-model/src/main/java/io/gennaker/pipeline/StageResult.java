package io.gennaker.pipeline;

import io.gennaker.contracts.StageStatus;
import java.util.Map;

/// How a stage ended, as conditions see it: `stages.blackbox.status`, `stages.blackbox.outputs`.
public record StageResult(StageStatus status, Map<String, String> outputs) {
    public StageResult {
        outputs = Map.copyOf(outputs);
    }
}
