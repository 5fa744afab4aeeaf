package io.gennaker.deployer.task;

import io.gennaker.contracts.DeploymentTask.ShiftTraffic;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.Track;
import io.gennaker.deployer.readiness.ReadyPods;
import io.gennaker.deployer.resource.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Waits until every track that is to get more has ready pods: all of them for a variant, one for the release.
///
/// Tracks whose share falls or stays are not looked at: going back must not depend on what it goes back from.
final class PodsWork implements StepWork {
    private final TaskContext context;
    private final ShiftTraffic task;
    private final Set<Track> raised;
    private final TrackPods pods;

    PodsWork(TaskContext context, ShiftTraffic task, Set<Track> raised) {
        this.context = context;
        this.task = task;
        this.raised = raised;
        this.pods = new TrackPods(context, task, raised);
    }

    @Override
    public StepOutcome attempt() {
        var reasons = new ArrayList<String>();
        for (Track track : raised) {
            if (pods.workload(track).isEmpty() && track != Track.RELEASE) {
                return StepOutcome.of(new Happening.Impossible(
                        FailureCode.NOT_READY,
                        "there is no Deployment " + track.workload(task.workload(), context.execution())
                                + " to give traffic to"));
            }
            missing(track).ifPresent(reasons::add);
        }
        LiveView view = pods.follow();
        return StepOutcome.of(
                reasons.isEmpty()
                        ? Happening.done()
                        : new Happening.Still(String.join("; ", reasons), Optional.of(view.lookAgain())));
    }

    private Optional<String> missing(Track track) {
        int needed = track == Track.RELEASE
                ? 1
                : pods.workload(track)
                        .map(found -> found.at("spec", "replicas").numberOr(1))
                        .orElse(1);
        List<Resource> endpoints = pods.endpoints(track);
        int ready = ReadyPods.count(endpoints);
        return ready >= Math.max(needed, 1)
                ? Optional.empty()
                : Optional.of("the " + track.label() + " (" + track.subset(context.execution()) + ") has " + ready
                        + " ready pods behind host " + task.route().host() + "; needed are " + needed
                        + ReadyPods.troubles(endpoints)
                                .map(text -> " (" + text + ")")
                                .orElse(""));
    }

    @Override
    public void close() {
        pods.close();
    }
}
