package io.gennaker.pipeline;

import io.gennaker.contracts.Digest;
import io.gennaker.pipeline.plan.Plan;
import java.util.List;

/// Whether an execution can run.
public sealed interface PlanResult {
    /// @param digest identity of the plan: equal inputs give an equal one on any machine
    record Planned(Plan plan, Digest digest) implements PlanResult {}

    /// All reasons why it cannot, each in one line.
    record Refused(List<String> problems) implements PlanResult {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
