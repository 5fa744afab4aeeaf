package io.gennaker.pipeline.definition;

import io.gennaker.pipeline.expression.Value;
import io.gennaker.pipeline.plan.FailurePolicy;
import io.gennaker.pipeline.plan.Opening;
import io.gennaker.pipeline.plan.Retry;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What every stage has, whatever its kind.
///
/// @param needs ids of the stages that must have ended well before; when not written, the stage above
/// @param when CEL condition; false skips the stage
/// @param opening when it begins; null: when its turn comes
/// @param retry how often it is tried; null: once
/// @param timeout of all its attempts together
/// @param variables beside those of the pipeline, which they hide; their texts may hold expressions
public record Frame(
        String id,
        List<String> needs,
        @Nullable String when,
        @Nullable Opening opening,
        @Nullable Retry retry,
        @Nullable Duration timeout,
        FailurePolicy onFailure,
        Map<String, Value> variables) {
    public Frame {
        needs = List.copyOf(needs);
        variables = Collections.unmodifiableMap(new TreeMap<>(variables));
    }
}
