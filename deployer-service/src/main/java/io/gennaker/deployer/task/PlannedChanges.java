package io.gennaker.deployer.task;

import io.gennaker.contracts.DeploymentEvent.ChangesPlanned;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.ObjectChange;
import io.gennaker.deployer.plan.Differences;
import io.gennaker.deployer.resource.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a task is about to change: gathered object by object from dry runs, and what speaks against it.
final class PlannedChanges {
    private static final String NO_DRY_RUN = "does not support dry run";
    private static final int LONGEST_REASON = 2000;

    private final TaskContext context;
    private final Differences differences;
    private final List<ObjectChange> changes = new ArrayList<>();
    private final List<ClusterProblem.Refused> refusals = new ArrayList<>();

    PlannedChanges(TaskContext context) {
        this.context = context;
        this.differences = new Differences(context.ports().reader()::text);
    }

    /// @param before null when there is none yet
    /// @return the object as it would be; empty when the server refuses it, or cannot say
    Optional<Resource> add(@Nullable Resource before, Supplier<Resource> dryRun) {
        try {
            Resource after = dryRun.get();
            changes.add(differences.of(before, after));
            return Optional.of(after);
        } catch (ClusterProblem.Refused refused) {
            // Some webhooks cannot be asked without a write: the write itself will tell.
            if (!String.valueOf(refused.getMessage()).contains(NO_DRY_RUN)) {
                refusals.add(refused);
            }
            return Optional.empty();
        }
    }

    void addCreated(Resource object) {
        changes.add(differences.of(null, object));
    }

    void addRemoved(Resource object) {
        changes.add(Differences.removal(object));
    }

    /// Why nothing may be written: all refusals at once.
    Optional<StepOutcome> refusal() {
        if (refusals.isEmpty()) {
            return Optional.empty();
        }
        FailureCode code = refusals.getFirst().code();
        String reasons = String.join(
                "; ", refusals.stream().map(ClusterProblem.Refused::getMessage).toList());
        String text = reasons.length() <= LONGEST_REASON ? reasons : reasons.substring(0, LONGEST_REASON) + "...";
        return Optional.of(StepOutcome.of(new Happening.Impossible(code, "nothing was written: " + text)));
    }

    ChangesPlanned report() {
        List<ObjectChange> told = changes.stream()
                .sorted(Comparator.comparing(change -> change.effect() == ObjectChange.Effect.UNCHANGED))
                .limit(ChangesPlanned.MOST_OBJECTS)
                .toList();
        return new ChangesPlanned(
                context.execution(),
                context.operation(),
                context.task().cluster(),
                context.namespace(),
                told,
                changes.size() - told.size(),
                context.now());
    }
}
