package io.gennaker.orchestrator.execution;

import io.gennaker.pipeline.ConditionResult;
import io.gennaker.pipeline.StageResult;
import io.gennaker.pipeline.plan.Plan;
import java.util.Map;
import java.util.TreeMap;

/// Evaluates the `when` of a stage. Pure: equal arguments give an equal answer.
@FunctionalInterface
public interface Conditions {
    /// @param stages those that are over, by id: what others are doing is no ground for a decision
    ConditionResult evaluate(String when, Plan plan, Map<String, StageResult> stages);

    /// What conditions may know.
    static Map<String, StageResult> results(Map<String, StageState> stages) {
        var results = new TreeMap<String, StageResult>();
        stages.forEach((id, state) -> {
            switch (state) {
                case StageState.Ended ended -> results.put(id, new StageResult(ended.status(), ended.outputs()));
                case StageState.Blocked blocked -> results.put(id, new StageResult(blocked.status(), Map.of()));
                case StageState.Waiting waiting -> {}
                case StageState.Held held -> {}
                case StageState.Active active -> {}
                case StageState.TakingBack takingBack -> {}
            }
        });
        return results;
    }
}
