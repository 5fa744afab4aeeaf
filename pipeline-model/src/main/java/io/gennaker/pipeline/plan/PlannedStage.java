package io.gennaker.pipeline.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A stage with its steps, which run one after another.
///
/// @param needs ids of the stages that must have ended well before
/// @param when CEL condition, evaluated when the stage's turn comes; false skips the stage
/// @param opening when it begins; null: when its turn comes
/// @param retry how often it is tried; null: once
/// @param timeout of all its attempts together
/// @param problem why the stage cannot run (an expression that does not evaluate): it fails with this reason at its
/// turn
/// @param watch an analysis beside all steps; null: none
/// @param unlessFailed the list that it is an item of, when it does not begin once another item has
/// failed; null: it may
public record PlannedStage(
        String id,
        String kind,
        List<String> needs,
        @Nullable String when,
        @Nullable Opening opening,
        @Nullable Retry retry,
        @Nullable Duration timeout,
        FailurePolicy onFailure,
        List<PlannedStep> steps,
        @Nullable String problem,
        @Nullable Watch watch,
        @Nullable String unlessFailed) {
    private static final Set<String> ROLLOUTS = Set.of("canary", "blueGreen", "rollingOut");

    public PlannedStage {
        needs = List.copyOf(needs);
        steps = List.copyOf(steps);
    }

    /// A stage that nobody watches and no list holds.
    public PlannedStage(
            String id,
            String kind,
            List<String> needs,
            @Nullable String when,
            @Nullable Opening opening,
            @Nullable Retry retry,
            @Nullable Duration timeout,
            FailurePolicy onFailure,
            List<PlannedStep> steps,
            @Nullable String problem) {
        this(id, kind, needs, when, opening, retry, timeout, onFailure, steps, problem, null, null);
    }

    /// The step that follows one of its steps; empty after the last.
    public Optional<PlannedStep> after(PlannedStep step) {
        return steps.stream().skip(steps.indexOf(step) + 1L).findFirst();
    }

    /// Whether it carries a new version to production and, once it has, is over for good.
    public boolean rollsOut() {
        return ROLLOUTS.contains(kind);
    }

    /// Whether it has manifests or a patch that are evaluated when its turn comes.
    public boolean rendersLater() {
        return steps.stream()
                .anyMatch(step -> step.action() instanceof StepAction.Deferred deferred
                        && switch (deferred.work()) {
                            case DeferredWork.Render render -> true;
                            case DeferredWork.Operate operate -> operate.patch() != null;
                            default -> false;
                        });
    }
}
