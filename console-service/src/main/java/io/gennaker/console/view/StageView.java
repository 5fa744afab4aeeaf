package io.gennaker.console.view;

import io.gennaker.contracts.StageOutline;
import io.gennaker.contracts.StageStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A stage with its steps, in the order of the plan; compensating steps follow as they appear.
///
/// @param attempts earlier ones, the newest of them last; times and steps are of the current one
public record StageView(
        String id,
        String kind,
        List<String> needs,
        StageStatus status,
        @Nullable String reason,
        Map<String, String> outputs,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        List<AttemptView> attempts,
        List<StepView> steps) {
    private static final int MOST_ATTEMPTS = 20;

    public StageView {
        attempts = List.copyOf(attempts);
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
                List.of(),
                outline.steps().stream().map(StepView::planned).toList());
    }

    StageView changed(StageStatus to, @Nullable String why, Map<String, String> results, Instant at) {
        boolean running =
                switch (to) {
                    case RUNNING, PAUSED -> true;
                    case WAITING, SUCCEEDED, SKIPPED, FAILED, FAILED_CONTINUED, CANCELLED, TIMED_OUT -> false;
                };
        boolean waiting = to == StageStatus.WAITING;
        if (waiting && startedAt != null) {
            return toBeginning(startedAt, why, at);
        }
        return new StageView(
                id,
                kind,
                needs,
                to,
                why,
                results,
                running && startedAt == null ? at : startedAt,
                running || waiting ? null : at,
                attempts,
                steps);
    }

    /// It is to begin again: what was seen of it becomes an earlier attempt.
    private StageView toBeginning(Instant began, @Nullable String why, Instant at) {
        int number = attempts.isEmpty() ? 1 : attempts.getLast().number() + 1;
        var attempt = endedAt == null
                ? new AttemptView(number, why, began, at)
                : new AttemptView(number, reason, began, endedAt);
        var all = Stream.concat(attempts.stream(), Stream.of(attempt)).toList();
        return new StageView(
                id,
                kind,
                needs,
                StageStatus.WAITING,
                why,
                Map.of(),
                null,
                null,
                all.subList(Math.max(0, all.size() - MOST_ATTEMPTS), all.size()),
                steps.stream()
                        .filter(step -> !step.compensation())
                        .map(StepView::toBeginning)
                        .toList());
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
        return new StageView(id, kind, needs, status, reason, outputs, startedAt, endedAt, attempts, changed);
    }
}
