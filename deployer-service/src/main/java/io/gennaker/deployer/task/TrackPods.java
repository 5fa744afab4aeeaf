package io.gennaker.deployer.task;

import io.gennaker.contracts.DeploymentTask.ShiftTraffic;
import io.gennaker.contracts.Track;
import io.gennaker.deployer.resource.LabelSelector;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import io.gennaker.deployer.traffic.SubsetPlan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The pods of a shift's tracks that requests can reach.
final class TrackPods implements AutoCloseable {
    private final TaskContext context;
    private final ShiftTraffic task;
    private final LabelSelector service;
    private final Map<Track, Optional<Resource>> workloads = new TreeMap<>();
    private final LiveView view;
    private boolean askedOnce;

    TrackPods(TaskContext context, ShiftTraffic task, Set<Track> tracks) {
        this.context = context;
        this.task = task;
        this.service = serviceSelector();
        for (Track track : tracks) {
            workloads.put(
                    track,
                    context.cluster().read(context.deployment(track.workload(task.workload(), context.execution()))));
        }
        this.view = new LiveView(
                context, () -> Set.copyOf(tracks.stream().map(this::pods).toList()));
    }

    /// What the host's Service selects; everything when the host is not a Service of this namespace.
    private LabelSelector serviceSelector() {
        String name = task.route().host().split("\\.")[0];
        return context.cluster()
                .read(new ResourceKey(TaskContext.CORE, "Service", task.namespace(), name))
                .map(found -> LabelSelector.equal(found.at("spec", "selector").texts()))
                .orElse(LabelSelector.equal(Map.of()));
    }

    private Cluster.Selection pods(Track track) {
        return new Cluster.Selection(
                TaskContext.CORE,
                TaskContext.PODS,
                task.namespace(),
                labels(track).query(),
                "");
    }

    private LabelSelector labels(Track track) {
        return LabelSelector.equal(SubsetPlan.labels(track, context.execution()));
    }

    /// The Deployment as it was when this began to look.
    Optional<Resource> workload(Track track) {
        return workloads.getOrDefault(track, Optional.empty());
    }

    /// Those behind the host now, ready or not.
    List<Resource> endpoints(Track track) {
        return podsNow(track).stream()
                .filter(pod -> service.accepts(pod.labels()))
                .filter(pod -> workload(track)
                        .map(found ->
                                LabelSelector.of(found.at("spec", "selector")).accepts(pod.labels()))
                        .orElse(true))
                .toList();
    }

    /// The first look is one plain question: in the usual case the pods are ready, and no watch is worth its price.
    private List<Resource> podsNow(Track track) {
        return askedOnce
                ? view.current().of(pods(track))
                : context.cluster().list(TaskContext.CORE, TaskContext.PODS, task.namespace(), labels(track));
    }

    /// Follows the pods from now on.
    LiveView follow() {
        askedOnce = true;
        return view;
    }

    @Override
    public void close() {
        view.close();
    }
}
