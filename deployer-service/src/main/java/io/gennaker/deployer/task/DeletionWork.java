package io.gennaker.deployer.task;

import io.gennaker.contracts.DeploymentTask.DeleteObjects;
import io.gennaker.deployer.plan.InvalidManifests;
import io.gennaker.deployer.resource.LabelSelector;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import io.gennaker.deployer.resource.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The step of [DeleteObjects]: asks once for each removal, then waits until all are gone.
final class DeletionWork implements AutoCloseable {
    private static final int EXPLAINED = 3;

    private final TaskContext context;
    private final DeleteObjects task;
    private final LiveView view;
    private final Map<ResourceKey, Resource> asked = new LinkedHashMap<>();

    DeletionWork(TaskContext context, DeleteObjects task) {
        this.context = context;
        this.task = task;
        this.view = new LiveView(context, () -> Set.of(chosen()));
    }

    StepOutcome delete() {
        check();
        List<Resource> seen = view.current().of(chosen());
        // A watch that others share may lag behind what was just made.
        List<Resource> left = seen.isEmpty() ? found() : seen;
        if (left.isEmpty()) {
            return asked.isEmpty() ? StepOutcome.of(new Happening.Needless("there is no " + what())) : done();
        }
        context.fence().run();
        for (Resource object : left) {
            if (!object.isTerminating()) {
                context.cluster().delete(object.key());
            }
            asked.put(object.key(), object);
        }
        return StepOutcome.of(new Happening.Still(waiting(left), Optional.of(view.lookAgain())));
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

    private StepOutcome done() {
        var changes = new PlannedChanges(context);
        asked.values().forEach(changes::addRemoved);
        return new StepOutcome(
                new Happening.Done(Map.of("removed", String.valueOf(asked.size())), what() + ": gone"),
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
