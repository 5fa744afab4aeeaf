package io.gennaker.deployer.task;

import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.RunningWorkload;
import io.gennaker.deployer.plan.Marks;
import io.gennaker.deployer.plan.ReleaseObjects;
import io.gennaker.deployer.readiness.Readiness;
import io.gennaker.deployer.readiness.ReadinessRules;
import io.gennaker.deployer.readiness.Surroundings;
import io.gennaker.deployer.readiness.Symptom;
import io.gennaker.deployer.readiness.SymptomHistory;
import io.gennaker.deployer.resource.LabelSelector;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import io.gennaker.deployer.traffic.IstioVersions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Waits until all objects are ready, explains what is missing, and gives up early when nothing can come of it.
final class ReadyWork implements StepWork {
    private static final Duration CLOCK_DIFFERENCE = Duration.ofSeconds(30);
    private static final int EXPLAINED = 3;
    private static final Set<String> ROUTES = Set.of("VirtualService", "DestinationRule");
    /// What a route may lead to, beside Services.
    private static final List<String> ROUTED_OF_ISTIO = List.of("ServiceEntry", "DestinationRule");

    private final TaskContext context;
    private final List<ResourceKey> keys;
    private final LiveView view;
    private final Instant since;
    /// The objects that may not be ready, with where their pods are seen; all others are ready by being there.
    private final Map<ResourceKey, List<Cluster.Selection>> watched = new LinkedHashMap<>();
    /// Of the objects when the view was opened: a watch that others share may lag behind what was just written.
    private final Map<ResourceKey, Integer> generations = new HashMap<>();

    private SymptomHistory history = SymptomHistory.EMPTY;

    /// @param keys of what was written
    /// @param since when the wait began; warnings from before do not count
    ReadyWork(TaskContext context, List<ResourceKey> keys, Instant since) {
        this.context = context;
        this.keys = keys;
        this.since = since.minus(CLOCK_DIFFERENCE);
        this.view = new LiveView(context, this::selections);
    }

    /// The objects, the pods and ReplicaSets of workloads, and warnings.
    private Set<Cluster.Selection> selections() {
        var selections = new LinkedHashSet<Cluster.Selection>();
        watched.clear();
        for (ResourceKey key : keys) {
            Optional<Resource> object = context.cluster().read(key);
            object.ifPresent(found -> generations.put(key, found.generation()));
            if (object.isEmpty() || waits(object.get())) {
                List<Cluster.Selection> pods = object.map(this::pods).orElse(List.of());
                watched.put(key, pods);
                selections.add(Cluster.Selection.one(key));
                selections.addAll(pods);
            }
        }
        if (!selections.isEmpty()) {
            selections.add(warnings());
        }
        if (watched.keySet().stream().anyMatch(key -> ROUTES.contains(key.kind()))) {
            selections.addAll(routing());
        }
        return selections;
    }

    private boolean waits(Resource object) {
        return (ReadinessRules.mayWait(object) || context.settings().rules().cover(object)) && Marks.isAwaited(object);
    }

    /// What routes of the namespace can lead to, as far as the cluster has such kinds.
    private List<Cluster.Selection> routing() {
        Stream<Cluster.Selection> ofIstio = ROUTED_OF_ISTIO.stream()
                .flatMap(kind ->
                        IstioVersions.newest(kind, context.cluster()::serves)
                                .map(version -> routing(version, kind))
                                .stream());
        return Stream.concat(Stream.of(routing(TaskContext.CORE, "Service")), ofIstio)
                .toList();
    }

    private Cluster.Selection routing(String apiVersion, String kind) {
        return new Cluster.Selection(apiVersion, kind, context.namespace(), "", "");
    }

    private List<Cluster.Selection> pods(Resource object) {
        LabelSelector selector = LabelSelector.of(object.at("spec", "selector"));
        boolean keepsPods = ReleaseObjects.isWorkload(object)
                || object.kind().equals("ReplicaSet")
                || object.kind().equals("Job");
        if (!keepsPods || selector.isEmpty()) {
            return List.of();
        }
        var pods = new Cluster.Selection(TaskContext.CORE, TaskContext.PODS, context.namespace(), selector.query(), "");
        return object.kind().equals("Deployment")
                ? List.of(
                        pods,
                        new Cluster.Selection(
                                TaskContext.APPS, "ReplicaSet", context.namespace(), selector.query(), ""))
                : List.of(pods);
    }

    private Cluster.Selection warnings() {
        return new Cluster.Selection(TaskContext.CORE, "Event", context.namespace(), "", "type=Warning");
    }

    @Override
    public StepOutcome attempt() {
        Cluster.View seen = view.current();
        var outputs = new LinkedHashMap<String, String>();
        var reasons = new ArrayList<String>();
        var symptoms = new LinkedHashMap<Symptom, ResourceKey>();
        for (ResourceKey key : watched.keySet()) {
            Optional<Resource> object =
                    seen.of(Cluster.Selection.one(key)).stream().findFirst();
            if (object.isEmpty() && context.cluster().read(key).isEmpty()) {
                return StepOutcome.of(
                        new Happening.Impossible(FailureCode.NOT_READY, key + " is gone: somebody removed it"));
            }
            if (object.isEmpty() || object.get().generation() < generations.getOrDefault(key, 0)) {
                reasons.add(key + ": the watch has not brought what was written yet");
                continue;
            }
            switch (readiness(object.get(), surroundings(key, seen))) {
                case Readiness.Ready() -> outputs(object.get()).forEach(outputs::putIfAbsent);
                case Readiness.Failed(var code, var reason) -> {
                    return StepOutcome.of(failed(code, key + ": " + reason, key, seen));
                }
                case Readiness.Waiting(var reason, var found) -> {
                    reasons.add(key + ": " + reason);
                    found.forEach(symptom -> symptoms.put(symptom, key));
                }
            }
        }
        return reasons.isEmpty()
                ? new StepOutcome(new Happening.Done(outputs, ""), settled(seen), () -> {})
                : StepOutcome.of(stillOrBeyond(reasons, symptoms, seen));
    }

    /// What runs there from now on.
    private List<DeploymentEvent> settled(Cluster.View seen) {
        List<RunningWorkload> workloads = watched.keySet().stream()
                .flatMap(key -> seen.of(Cluster.Selection.one(key)).stream())
                .flatMap(object -> ReleaseObjects.running(object).stream())
                .limit(DeploymentEvent.WorkloadsSettled.MOST_WORKLOADS)
                .toList();
        return context.settled(workloads);
    }

    private Readiness readiness(Resource object, Surroundings surroundings) {
        return context.settings().rules().of(object).orElseGet(() -> ReadinessRules.of(object, surroundings));
    }

    private Happening stillOrBeyond(List<String> reasons, Map<Symptom, ResourceKey> symptoms, Cluster.View seen) {
        Instant now = context.now();
        history = history.observe(symptoms.keySet(), now);
        var patience = context.settings().patience();
        Optional<Symptom> beyond = history.beyond(patience, now);
        if (beyond.isPresent()) {
            Symptom symptom = beyond.get();
            ResourceKey key = symptoms.getOrDefault(symptom, keys.getFirst());
            return failed(symptom.code(), symptom.subject() + ": " + symptom.description(), key, seen);
        }
        Instant latest = view.lookAgain();
        Instant lookAgain =
                history.nextDue(patience).filter(due -> due.isBefore(latest)).orElse(latest);
        return new Happening.Still(text(reasons), Optional.of(lookAgain));
    }

    /// With the newest warning and the last words of a container that ended: nobody has to look elsewhere.
    private Happening failed(FailureCode code, String reason, ResourceKey key, Cluster.View seen) {
        if (key.kind().equals("Job")) {
            // Its task reads the whole log.
            return new Happening.Impossible(code, reason);
        }
        var evidence = new FailureEvidence(context, surroundings(key, seen));
        return new Happening.Impossible(code, reason + evidence.of(seen.of(Cluster.Selection.one(key)), reason));
    }

    private String text(List<String> reasons) {
        String text = String.join("; ", reasons.stream().limit(EXPLAINED).toList());
        int more = reasons.size() - EXPLAINED;
        return text
                + (more > 0 ? "; and " + more + " more objects" : "")
                + (view.isSilent() ? "; the API server is not heard at the moment, watching resumes when it is" : "");
    }

    private Surroundings surroundings(ResourceKey key, Cluster.View seen) {
        var pods = new ArrayList<Resource>();
        var replicaSets = new ArrayList<Resource>();
        for (Cluster.Selection selection : watched.getOrDefault(key, List.of())) {
            (selection.kind().equals(TaskContext.PODS) ? pods : replicaSets).addAll(seen.of(selection));
        }
        List<Resource> routing = ROUTES.contains(key.kind())
                ? routing().stream()
                        .flatMap(selection -> seen.of(selection).stream())
                        .toList()
                : List.of();
        return new Surroundings(pods, replicaSets, seen.of(warnings()), routing, since);
    }

    /// Facts for later stages; of several workloads those of the first.
    private static Map<String, String> outputs(Resource ready) {
        var outputs = new LinkedHashMap<String, String>();
        if (ReleaseObjects.isWorkload(ready)) {
            outputs.put("image", ReleaseObjects.image(ready));
            String revision = ready.annotation("deployment.kubernetes.io/revision");
            if (revision != null) {
                outputs.put("revision", revision);
            }
        }
        return outputs;
    }

    @Override
    public void close() {
        view.close();
    }
}
