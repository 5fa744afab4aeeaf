package io.gennaker.deployer.task;

import io.gennaker.contracts.DeploymentTask.ShiftTraffic;
import io.gennaker.contracts.Steering;
import io.gennaker.contracts.Track;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.contracts.WayBack;
import io.gennaker.deployer.readiness.ReadyPods;
import io.gennaker.deployer.traffic.Shares;
import io.gennaker.deployer.traffic.Wanted;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes the weights: all of them at once, or as release becomes able to carry its part.
final class WeightsWork implements StepWork {
    private final TaskContext context;
    private final ShiftTraffic task;
    private final ShiftSteps steps;
    private final LiveView route;
    private final Instant since;
    private @Nullable TrackPods release;

    WeightsWork(TaskContext context, ShiftTraffic task, Instant since) {
        this.context = context;
        this.task = task;
        this.steps = new ShiftSteps(context, task);
        this.route = new LiveView(context, steps::selections);
        this.since = since;
    }

    @Override
    public StepOutcome attempt() {
        TrafficSplit now = carriable(steps.shares());
        if (now.equals(task.split())) {
            return steps.setWeights(steps.wanted(), this::awaitEffect);
        }
        var step = new Wanted(now, Steering.NONE, steps.wanted().isTakingBack());
        StepOutcome partly = steps.setWeights(step, this::awaitEffect);
        return partly.happening() instanceof Happening.Done ? stillBounded(now) : partly;
    }

    private TrafficSplit carriable(List<Shares> shares) {
        boolean isPatient = context.now().isBefore(patient());
        Map<Track, Integer> current = current(shares);
        boolean isRaised = task.split().release() > current.getOrDefault(Track.RELEASE, 0);
        if (task.wayBack() == WayBack.AT_ONCE || !isPatient || !isRaised) {
            return task.split();
        }
        int ready = ReadyPods.count(release().endpoints(Track.RELEASE));
        return new ReleaseCapacity(steps.releasePods(), ready).bound(task.split(), current);
    }

    private TrackPods release() {
        if (release == null) {
            release = new TrackPods(context, task, Set.of(Track.RELEASE));
        }
        return release;
    }

    /// The lowest of all places: what is bounded must be so everywhere.
    private static Map<Track, Integer> current(List<Shares> shares) {
        var current = new EnumMap<Track, Integer>(Track.class);
        for (Track track : Track.values()) {
            current.put(
                    track,
                    shares.stream()
                            .mapToInt(share -> share.current(track))
                            .min()
                            .orElse(0));
        }
        return current;
    }

    private StepOutcome stillBounded(TrafficSplit now) {
        LiveView view = release().follow();
        boolean _ = view.current().isLive();
        return StepOutcome.of(new Happening.Still(
                "release carries " + now.release()
                        + " % with the pods that are ready, and gets more as more are; it had " + steps.releasePods()
                        + " when it carried everything",
                Optional.of(view.lookAgain().isBefore(patient()) ? view.lookAgain() : patient())));
    }

    /// Until when release is given time.
    private Instant patient() {
        return since.plus(context.settings().capacity());
    }

    private StepOutcome awaitEffect(String pending) {
        boolean _ = route.current().isLive();
        return StepOutcome.of(new Happening.Still(pending, Optional.of(route.lookAgain())));
    }

    @Override
    public void close() {
        if (release != null) {
            release.close();
        }
        route.close();
    }
}
