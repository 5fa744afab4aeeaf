package io.gennaker.console.view;

import io.gennaker.contracts.StageOutline;
import io.gennaker.contracts.StageStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A stage with its steps, in the order of the plan; compensating steps follow as they appear.
public record StageView(
        String id,
        String kind,
        List<String> needs,
        StageStatus status,
        @Nullable String reason,
        Map<String, String> outputs,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        List<StepView> steps) {
    public StageView {
        needs = List.copyOf(needs);
        outputs = Map.copyOf(outputs);
        steps = List.copyOf(steps);
    }

    static StageView planned(StageOutline outline) {
        return new StageView(
                outline.id(),
                outline.kind(),
                outline.needs(),
                StageStatus.WAITING,
                null,
                Map.of(),
                null,
                null,
                outline.steps().stream().map(StepView::planned).toList());
    }

    StageView changed(StageStatus to, @Nullable String why, Map<String, String> results, Instant at) {
        boolean running =
                switch (to) {
                    case RUNNING, PAUSED -> true;
                    case WAITING, SUCCEEDED, SKIPPED, FAILED, FAILED_CONTINUED, CANCELLED, TIMED_OUT -> false;
                };
        boolean waiting = to == StageStatus.WAITING;
        return new StageView(
                id,
                kind,
                needs,
                to,
                why,
                results,
                running && startedAt == null ? at : startedAt,
                running || waiting ? null : at,
                steps);
    }

    StageView withStep(StepView planned, UnaryOperator<StepView> change) {
        var changed = new ArrayList<>(steps);
        for (int i = 0; i < changed.size(); i++) {
            if (changed.get(i).id().equals(planned.id()) && changed.get(i).compensation() == planned.compensation()) {
                changed.set(i, change.apply(changed.get(i)));
                return withSteps(changed);
            }
        }
        changed.add(change.apply(planned));
        return withSteps(changed);
    }

    private StageView withSteps(List<StepView> changed) {
        return new StageView(id, kind, needs, status, reason, outputs, startedAt, endedAt, changed);
    }
}
