package io.gennaker.deployer.task;

import io.gennaker.contracts.DeploymentTask.DeleteObjects;
import io.gennaker.deployer.plan.InvalidManifests;
import io.gennaker.deployer.resource.LabelSelector;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import io.gennaker.deployer.resource.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The step of [DeleteObjects]: asks once for the removal of each object that is there at the beginning, then waits
/// until all of those are gone. What controllers make in their place stays.
final class DeletionWork implements AutoCloseable {
    private static final int EXPLAINED = 3;

    private final TaskContext context;
    private final DeleteObjects task;
    private final LiveView view;
    private final Predicate<Resource> isSuccessor;
    /// By uid; null before the first look.
    private @Nullable Map<String, Resource> asked;

    /// @param since when the step began
    /// @param resumed whether an earlier try may have deleted something already
    DeletionWork(TaskContext context, DeleteObjects task, Instant since, boolean resumed) {
        this.context = context;
        this.task = task;
        this.isSuccessor = object -> resumed && object.isCreatedAfter(since);
        this.view = new LiveView(context, () -> Set.of(chosen()));
    }

    StepOutcome delete() {
        check();
        Cluster.View seen = view.current();
        Map<String, Resource> removed = asked != null ? asked : ask();
        asked = removed;
        if (removed.isEmpty()) {
            return StepOutcome.of(new Happening.Needless("there is no " + what()));
        }
        List<Resource> left = left(seen.of(chosen()), removed);
        // A watch that others share may lag behind what was just made.
        List<Resource> surely = left.isEmpty() ? left(found(), removed) : left;
        return surely.isEmpty()
                ? done(removed)
                : StepOutcome.of(new Happening.Still(waiting(surely), Optional.of(view.lookAgain())));
    }

    private Map<String, Resource> ask() {
        List<Resource> all = found().stream().filter(isSuccessor.negate()).toList();
        if (!all.isEmpty()) {
            context.fence().run();
        }
        all.stream()
                .filter(object -> !object.isTerminating())
                .map(Resource::key)
                .forEach(context.cluster()::delete);
        var removed = new LinkedHashMap<String, Resource>();
        all.forEach(object -> removed.put(object.uid(), object));
        return removed;
    }

    private static List<Resource> left(List<Resource> found, Map<String, Resource> removed) {
        return found.stream()
                .filter(object -> removed.containsKey(object.uid()))
                .toList();
    }

    private List<Resource> found() {
        String name = task.name();
        return name != null
                ? context
                        .cluster()
                        .read(new ResourceKey(task.apiVersion(), task.kind(), task.namespace(), name))
                        .stream()
                        .toList()
                : context.cluster()
                        .list(task.apiVersion(), task.kind(), task.namespace(), LabelSelector.equal(task.labels()));
    }

    private StepOutcome done(Map<String, Resource> removed) {
        var changes = new PlannedChanges(context);
        removed.values().forEach(changes::addRemoved);
        return new StepOutcome(
                new Happening.Done(Map.of("removed", String.valueOf(removed.size())), what() + ": gone"),
                List.of(changes.report()),
                () -> {});
    }

    private void check() {
        if ((task.name() == null) == task.labels().isEmpty()) {
            throw new InvalidManifests("objects to delete are chosen either by name or by labels");
        }
        if (!context.cluster().isNamespaced(task.apiVersion(), task.kind())) {
            throw new InvalidManifests(task.kind() + " belongs to the whole cluster; allowed are objects of namespace "
                    + task.namespace());
        }
    }

    private Cluster.Selection chosen() {
        String name = task.name();
        return name != null
                ? Cluster.Selection.one(new ResourceKey(task.apiVersion(), task.kind(), task.namespace(), name))
                : new Cluster.Selection(
                        task.apiVersion(),
                        task.kind(),
                        task.namespace(),
                        LabelSelector.equal(task.labels()).query(),
                        "");
    }

    private String what() {
        return task.kind() + (task.name() != null ? " " + task.name() : "s with the labels " + task.labels());
    }

    private static String waiting(List<Resource> left) {
        var texts = new ArrayList<String>();
        for (Resource object : left.subList(0, Math.min(EXPLAINED, left.size()))) {
            String finalizers = object.at("metadata", "finalizers").items().stream()
                    .map(finalizer -> finalizer instanceof Value.Text(var name) ? name : "")
                    .collect(Collectors.joining(", "));
            texts.add(object + (finalizers.isEmpty() ? "" : " (held by its finalizers " + finalizers + ")"));
        }
        int more = left.size() - texts.size();
        return "waits for the end of " + String.join(", ", texts) + (more > 0 ? " and " + more + " more" : "");
    }

    @Override
    public void close() {
        view.close();
    }
}
