package io.gennaker.deployer.task;

import io.gennaker.contracts.DeploymentTask.RollBackWorkload;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ObjectReference;
import io.gennaker.contracts.OperationId;
import io.gennaker.deployer.plan.InvalidManifests;
import io.gennaker.deployer.plan.ReleaseObjects;
import io.gennaker.deployer.plan.Revisions;
import io.gennaker.deployer.resource.LabelSelector;
import io.gennaker.deployer.resource.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The steps of [RollBackWorkload] before its wait. The revision is chosen and recorded before anything is written:
/// afterwards "the one before" is another one.
final class RollBackSteps {
    private static final String UNDONE_TO = "undoneTo";
    private static final String MARK = "gennaker.io/undo";
    private static final int SHORT = 10;
    private static final LabelSelector ALL = LabelSelector.equal(Map.of());

    private final TaskContext context;
    private final RollBackWorkload task;

    RollBackSteps(TaskContext context, RollBackWorkload task) {
        this.context = context;
        this.task = task;
    }

    StepOutcome choose() {
        ObjectReference object = task.object();
        Resource live = context.required(object);
        if (!ReleaseObjects.isWorkload(live)) {
            throw new InvalidManifests("only Deployments, StatefulSets and DaemonSets keep revisions that can be rolled"
                    + " back to; found " + object);
        }
        if (live.at("status", "observedGeneration").numberOr(0) < live.generation()) {
            return StepOutcome.of(new Happening.Unavailable(
                    object + ": its controller has not seen the newest change, which is a revision of its own",
                    Optional.empty()));
        }
        Revisions revisions = revisions(live);
        Resource earlier = revisions.find(wasRolledBack(live) ? Long.valueOf(revisions.current()) : asked());
        Resource wanted = wanted(live, earlier);
        var planned = new PlannedChanges(context);
        planned.add(live, () -> context.cluster().preview(wanted, true));
        return planned.refusal()
                .orElseGet(() -> new StepOutcome(
                        new Happening.Done(
                                Map.of(
                                        "previousImage",
                                        ReleaseObjects.image(live),
                                        UNDONE_TO,
                                        String.valueOf(Revisions.number(earlier))),
                                ""),
                        List.of(planned.report()),
                        () -> {}));
    }

    /// An earlier attempt made what it chose the current revision, with a new number: to choose again would go on
    /// from there, to what it went back from.
    private boolean wasRolledBack(Resource live) {
        return EarlierAttempts.of(context.operation())
                .map(RollBackSteps::mark)
                .anyMatch(earlier -> earlier.equals(live.annotation(MARK)));
    }

    private @Nullable Long asked() {
        Integer revision = task.revision();
        return revision == null ? null : Long.valueOf(revision);
    }

    /// @param recorded what was chosen
    StepOutcome rollBack(Map<String, String> recorded) {
        String revision = recorded.get(UNDONE_TO);
        Resource live = context.required(task.object());
        if (!mark(context.operation()).equals(live.annotation(MARK))) {
            Resource earlier = revisions(live).find(revision == null ? null : Long.valueOf(revision));
            context.fence().run();
            context.cluster().apply(wanted(live, earlier), true);
        }
        return StepOutcome.of(Happening.done("rolled " + task.object() + " back to revision " + revision));
    }

    private Revisions revisions(Resource live) {
        return new Revisions(
                live,
                context.cluster().list(TaskContext.APPS, Revisions.keeper(live), context.namespace(), selector(live)));
    }

    /// The sets' controllers do not hand the labels of pods on to revisions.
    private static LabelSelector selector(Resource live) {
        return live.kind().equals("Deployment") ? LabelSelector.of(live.at("spec", "selector")) : ALL;
    }

    private Resource wanted(Resource live, Resource earlier) {
        return new Revisions(live, List.of())
                .rolledBack(earlier, context.execution(), context.ports().reader()::json)
                .withAnnotation(MARK, mark(context.operation()));
    }

    private static String mark(OperationId operation) {
        return Digest.of(operation.value()).hex().substring(0, SHORT);
    }
}
