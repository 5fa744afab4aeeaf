package io.gennaker.deployer.task;

import io.gennaker.contracts.DeploymentTask.ShiftTraffic;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.Track;
import io.gennaker.deployer.readiness.ReadyPods;
import io.gennaker.deployer.resource.LabelSelector;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import io.gennaker.deployer.traffic.SubsetPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Waits until every subset that is to get more weight has ready pods: all of them for a variant, one for the release.
///
/// Subsets whose share falls or stays are not looked at: going back must not depend on what it goes back from.
final class PodsWork implements StepWork {
    private final TaskContext context;
    private final ShiftTraffic task;
    private final Set<Track> raised;
    private final LabelSelector service;
    private final Map<Track, Optional<Resource>> workloads = new TreeMap<>();
    private final LiveView view;
    private boolean askedOnce;

    PodsWork(TaskContext context, ShiftTraffic task, Set<Track> raised) {
        this.context = context;
        this.task = task;
        this.raised = raised;
        this.service = serviceSelector();
        for (Track track : raised) {
            workloads.put(
                    track,
                    context.cluster().read(context.deployment(track.workload(task.workload(), context.execution()))));
        }
        this.view = new LiveView(context, this::selections);
    }

    /// What the host's Service selects; everything when the host is not a Service of this namespace.
    private LabelSelector serviceSelector() {
        String name = task.route().host().split("\\.")[0];
        return context.cluster()
                .read(new ResourceKey(TaskContext.CORE, "Service", task.namespace(), name))
                .map(found -> LabelSelector.equal(found.at("spec", "selector").texts()))
                .orElse(LabelSelector.equal(Map.of()));
    }

    private Set<Cluster.Selection> selections() {
        return Set.copyOf(raised.stream().map(this::pods).toList());
    }

    private Cluster.Selection pods(Track track) {
        return new Cluster.Selection(
                TaskContext.CORE,
                TaskContext.PODS,
                task.namespace(),
                subset(track).query(),
                "");
    }

    private LabelSelector subset(Track track) {
        return LabelSelector.equal(SubsetPlan.labels(track, context.execution()));
    }

    @Override
    public StepOutcome attempt() {
        var reasons = new ArrayList<String>();
        for (Track track : raised) {
            Optional<Resource> workload = workloads.getOrDefault(track, Optional.empty());
            if (workload.isEmpty() && track != Track.RELEASE) {
                return StepOutcome.of(new Happening.Impossible(
                        FailureCode.NOT_READY,
                        "there is no Deployment " + track.workload(task.workload(), context.execution())
                                + " to give traffic to"));
            }
            missing(track, workload).ifPresent(reasons::add);
        }
        askedOnce = true;
        return StepOutcome.of(
                reasons.isEmpty()
                        ? Happening.done()
                        : new Happening.Still(String.join("; ", reasons), Optional.of(view.lookAgain())));
    }

    private Optional<String> missing(Track track, Optional<Resource> workload) {
        int needed = track == Track.RELEASE
                ? 1
                : workload.map(found -> found.at("spec", "replicas").numberOr(1))
                        .orElse(1);
        List<Resource> endpoints = podsNow(track).stream()
                .filter(pod -> service.accepts(pod.labels()))
                .filter(pod -> workload.map(found ->
                                LabelSelector.of(found.at("spec", "selector")).accepts(pod.labels()))
                        .orElse(true))
                .toList();
        int ready = ReadyPods.count(endpoints);
        return ready >= Math.max(needed, 1)
                ? Optional.empty()
                : Optional.of(
                        "subset " + track.subset(context.execution()) + " has " + ready + " ready pods behind host "
                                + task.route().host() + "; needed are " + needed
                                + ReadyPods.troubles(endpoints)
                                        .map(text -> " (" + text + ")")
                                        .orElse(""));
    }

    /// The first look is one plain question: in the usual case the pods are ready, and no watch is worth its price.
    private List<Resource> podsNow(Track track) {
        return askedOnce
                ? view.current().of(pods(track))
                : context.cluster().list(TaskContext.CORE, TaskContext.PODS, task.namespace(), subset(track));
    }

    @Override
    public void close() {
        view.close();
    }
}
