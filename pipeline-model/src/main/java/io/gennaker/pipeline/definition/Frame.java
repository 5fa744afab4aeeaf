package io.gennaker.pipeline.definition;

import io.gennaker.pipeline.expression.Template;
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
/// @param forEach makes several stages out of it; null: one
/// @param variables beside those of the pipeline, which they hide; their texts may hold expressions
public record Frame(
        String id,
        List<String> needs,
        @Nullable String when,
        @Nullable Opening opening,
        @Nullable Retry retry,
        @Nullable Duration timeout,
        FailurePolicy onFailure,
        @Nullable ForEach forEach,
        Map<String, Value> variables) {
    public Frame {
        needs = List.copyOf(needs);
        variables = Collections.unmodifiableMap(new TreeMap<>(variables));
    }

    /// Variables that are known when the plan is made.
    public Map<String, Value> early() {
        var early = new TreeMap<>(variables);
        early.keySet().removeAll(later().keySet());
        return early;
    }

    /// Variables that read how earlier stages ended, as written.
    public Map<String, String> later() {
        var later = new TreeMap<String, String>();
        variables.forEach((name, value) -> {
            if (value instanceof Value.Text(var text) && Template.reads(text, "stages")) {
                later.put(name, text);
            }
        });
        return later;
    }
}
