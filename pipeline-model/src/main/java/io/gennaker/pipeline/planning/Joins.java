package io.gennaker.pipeline.planning;

import io.gennaker.contracts.StageStatus;
import io.gennaker.pipeline.StageResult;
import io.gennaker.pipeline.TurnResult;
import io.gennaker.pipeline.plan.DeferredWork;
import io.gennaker.pipeline.plan.Outputs;
import io.gennaker.pipeline.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Joins the stages that were made out of a list.
public final class Joins {
    private Joins() {}

    /// @param ended the stages that have ended, by id
    public static TurnResult of(DeferredWork.Join join, Plan plan, Map<String, StageResult> ended) {
        var failed = new ArrayList<String>();
        var skipped = new ArrayList<String>();
        var outputs = new TreeMap<String, String>();
        for (String stage : join.stages()) {
            String item = stage.substring(join.stage().length() + 1, stage.length() - 1);
            StageResult result = ended.getOrDefault(stage, new StageResult(StageStatus.SKIPPED, Map.of()));
            if (result.status() == StageStatus.SKIPPED) {
                skipped.add(item);
            } else if (result.status() != StageStatus.SUCCEEDED) {
                failed.add(item);
            }
            String kind = plan.stage(stage).kind();
            result.outputs()
                    .forEach((name, text) ->
                            outputs.put(item + "." + name, Outputs.encode(Outputs.read(kind, name, text))));
        }
        if (failed.isEmpty()) {
            return new TurnResult.Over(outputs);
        }
        return new TurnResult.Failed(failed.size() + " of " + join.stages().size() + " failed: "
                + String.join(", ", failed) + notBegun(skipped));
    }

    private static String notBegun(List<String> skipped) {
        return skipped.isEmpty() ? "" : "; not begun: " + String.join(", ", skipped);
    }
}
