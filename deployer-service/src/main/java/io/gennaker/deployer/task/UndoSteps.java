package io.gennaker.deployer.task;

import io.gennaker.contracts.DeploymentTask.UndoApply;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.PatchStyle;
import io.gennaker.contracts.RunningWorkload;
import io.gennaker.deployer.plan.Marks;
import io.gennaker.deployer.plan.ReleaseObjects;
import io.gennaker.deployer.plan.Restoration;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import io.gennaker.deployer.traffic.CarriedTraffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The first step of [UndoApply].
final class UndoSteps {
    private final TaskContext context;
    private final UndoApply task;

    UndoSteps(TaskContext context, UndoApply task) {
        this.context = context;
        this.task = task;
    }

    private List<Restoration.Previous> own() {
        return records().of(task.apply());
    }

    /// What earlier attempts at the same step found. Patches are not among it: as they mark nothing, it cannot be
    /// seen whether one was taken back before the next attempt.
    private List<Restoration.Previous> earlier() {
        return EarlierAttempts.found(task.apply(), records()).stream()
                .filter(previous -> previous.amendment() == null)
                .toList();
    }

    private PreviousObjects records() {
        return context.ports().previousObjects();
    }

    /// What is there again afterwards.
    List<ResourceKey> keys() {
        List<Restoration.Previous> own = own();
        return (own.isEmpty() ? earlier() : own)
                .stream()
                        .filter(previous -> previous.before() != null && comesBack(previous))
                        .map(Restoration.Previous::key)
                        .toList();
    }

    /// What is gone and cannot be made anew was left.
    private boolean comesBack(Restoration.Previous previous) {
        return !(restoration(previous, null) instanceof Restoration.Leave)
                || context.cluster().read(previous.key()).isPresent();
    }

    /// @param resumed whether another run may have restored a part: what it restored no longer shows whose work it
    ///     was
    StepOutcome restore(boolean resumed) {
        List<Restoration.Previous> own = own();
        List<Restoration.Previous> previous = own.isEmpty() ? notTakenBack(resumed) : own;
        if (previous.isEmpty()) {
            return nothingFound();
        }
        List<Restoration> restorations =
                previous.stream().map(this::restoration).toList();
        // All or nothing: half of an older version is worse than a whole newer one.
        String refusals = restorations.stream()
                .filter(Restoration.Refuse.class::isInstance)
                .map(refuse -> ((Restoration.Refuse) refuse).reason())
                .collect(Collectors.joining("; "));
        return refusals.isEmpty()
                ? tried(restorations).orElseGet(() -> perform(restorations))
                : StepOutcome.of(new Happening.Impossible(FailureCode.CONFLICT, refusals));
    }

    /// Whoever shares traffic at this moment must find its way back in what is restored, as in what is applied.
    ///
    /// @return why the server would not take it
    private Optional<StepOutcome> tried(List<Restoration> restorations) {
        Cluster cluster = context.cluster();
        var planned = new PlannedChanges(context);
        var routing = new ArrayList<Resource>();
        var removed = new ArrayList<ResourceKey>();
        for (Restoration restoration : restorations) {
            switch (restoration) {
                case Restoration.Restore(var resource)
                when CarriedTraffic.concerns(resource) ->
                    planned.add(null, () -> cluster.preview(ApplySteps.withTraffic(cluster, resource), true))
                            .ifPresent(routing::add);
                case Restoration.Delete(var key) -> removed.add(key);
                case Restoration.Restore _, Restoration.Amend _, Restoration.Leave _, Restoration.Refuse _ -> {}
            }
        }
        Optional<StepOutcome> refusal = planned.refusal();
        if (refusal.isEmpty()) {
            ApplySteps.checkWaysBack(context, routing, removed);
        }
        return refusal;
    }

    private StepOutcome nothingFound() {
        boolean forgotten = Stream.concat(Stream.of(task.apply()), EarlierAttempts.of(task.apply()))
                .anyMatch(records()::isForgotten);
        return StepOutcome.of(
                forgotten
                        ? new Happening.Impossible(
                                FailureCode.NO_RELEASE,
                                "operation " + task.apply()
                                        + " is so long ago that what it found is forgotten: nothing was restored")
                        : new Happening.Needless("operation " + task.apply() + " ended before it wrote anything"));
    }

    private List<Restoration.Previous> notTakenBack(boolean resumed) {
        List<Restoration.Previous> earlier = earlier();
        return resumed || earlier.stream().anyMatch(this::isStillThere) ? earlier : List.of();
    }

    /// Whether it is as an earlier attempt left it, which has put the mark of its execution there.
    private boolean isStillThere(Restoration.Previous previous) {
        return context.cluster()
                .read(previous.key())
                .filter(live -> Marks.isOf(context.execution(), live))
                .filter(live -> !(restoration(previous, live) instanceof Restoration.Leave))
                .isPresent();
    }

    private Restoration restoration(Restoration.Previous previous) {
        return restoration(previous, context.cluster().read(previous.key()).orElse(null));
    }

    private Restoration restoration(Restoration.Previous previous, @Nullable Resource live) {
        return Restoration.of(
                previous, live, context.execution(), context.ports().reader()::json);
    }

    private StepOutcome perform(List<Restoration> restorations) {
        Cluster cluster = context.cluster();
        context.fence().run();
        var deletions = new ArrayList<ResourceKey>();
        var restored = new ArrayList<String>();
        for (Restoration restoration : restorations) {
            switch (restoration) {
                case Restoration.Restore(var resource) -> {
                    ApplySteps.write(context, resource, true);
                    restored.add(resource.toString());
                }
                case Restoration.Amend(var key, var patch) -> {
                    cluster.amend(key, PatchStyle.MERGE, patch, false);
                    restored.add(key.toString());
                }
                // Users of an object were applied after it: they go first.
                case Restoration.Delete(var key) -> deletions.addFirst(key);
                case Restoration.Leave _, Restoration.Refuse _ -> {}
            }
        }
        deletions.forEach(cluster::delete);
        return new StepOutcome(Happening.done(said(restored, deletions)), context.settled(gone(deletions)), () -> {});
    }

    private static List<RunningWorkload> gone(List<ResourceKey> deletions) {
        return deletions.stream()
                .filter(key -> ReleaseObjects.isWorkload(key.kind()))
                .map(key -> new RunningWorkload(key.kind(), key.name(), List.of()))
                .toList();
    }

    private static String said(List<String> restored, List<ResourceKey> deletions) {
        var parts = new ArrayList<String>();
        if (!restored.isEmpty()) {
            parts.add("restored " + String.join(", ", restored));
        }
        if (!deletions.isEmpty()) {
            parts.add("removed " + deletions.stream().map(ResourceKey::toString).collect(Collectors.joining(", ")));
        }
        return String.join("; ", parts);
    }
}
