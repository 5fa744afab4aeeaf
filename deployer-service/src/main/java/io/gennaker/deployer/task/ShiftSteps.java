package io.gennaker.deployer.task;

import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.DeploymentTask.ShiftTraffic;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.Track;
import io.gennaker.contracts.WayBack;
import io.gennaker.deployer.plan.Marks;
import io.gennaker.deployer.resource.PatchOperation;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import io.gennaker.deployer.task.IntendedWeights.Intention;
import io.gennaker.deployer.traffic.Drive;
import io.gennaker.deployer.traffic.Originals.Original;
import io.gennaker.deployer.traffic.Router;
import io.gennaker.deployer.traffic.Shares;
import io.gennaker.deployer.traffic.Wanted;
import io.gennaker.deployer.traffic.Write;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The steps of [ShiftTraffic], except the waits.
final class ShiftSteps {
    /// How often a write is tried at once when somebody else writes the same object.
    private static final int TRIES = 5;

    private final TaskContext context;
    private final ShiftTraffic task;
    private final Router router;

    ShiftSteps(TaskContext context, ShiftTraffic task) {
        this.context = context;
        this.task = task;
        this.router = Router.of(new Drive(task.route(), task.namespace(), task.workload(), context.execution()));
    }

    Wanted wanted() {
        return new Wanted(task.split(), task.steering());
    }

    StepOutcome checkRoute() {
        intendNoMore();
        List<Shares> shares = shares();
        if (wanted().isTakingBack() && shares.stream().allMatch(Shares::isGivenBack) && isOthers(shares)) {
            return StepOutcome.of(new Happening.Needless(
                    "another execution drives the route, and this one has nothing in it to take back"));
        }
        List<Write> _ = router.missing(context.cluster(), weighted(shares));
        var intention = intention(releasePods(shares));
        List<Original> originals = originals();
        return new StepOutcome(Happening.done(), List.of(), () -> {
            context.ports().intendedWeights().intend(intention);
            context.ports().originalRoutes().keep(task.cluster(), context.execution(), originals);
        });
    }

    /// What this execution takes back is defended no more from here on, also where the cluster is away for so long that
    /// this shift ends before it has read anything: then people must be able to put it right.
    private void intendNoMore() {
        if (wanted().isTakingBack()) {
            newest().filter(standing -> standing.execution().equals(context.execution()))
                    .filter(standing -> !standing.wanted().isTakingBack())
                    .map(standing -> intention(standing.releasePods()))
                    .ifPresent(back -> context.record()
                            .accept(() -> context.ports().intendedWeights().intend(back)));
        }
    }

    /// Whether another execution drives the route, or is about to: until its first weight only the records know.
    private boolean isOthers(List<Shares> shares) {
        return newest().filter(intention -> !intention.wanted().isTakingBack())
                .map(intention -> !intention.execution().equals(context.execution()))
                .orElseGet(() -> shares.stream()
                        .map(share -> share.carrier().annotation(Marks.DRIVEN_BY))
                        .anyMatch(driver -> driver != null
                                && !driver.equals(context.execution().value())));
    }

    /// Those that nobody recorded yet. What is driven already is no longer what it was.
    private List<Original> originals() {
        return router.lasting(context.cluster()).stream()
                .filter(key ->
                        context.ports().originalRoutes().of(task.cluster(), key).isEmpty())
                .map(key -> new Original(key, context.cluster().read(key).orElse(null)))
                .filter(original ->
                        original.before() == null || original.before().annotation(Marks.DRIVEN_BY) == null)
                .toList();
    }

    /// Reads the route as it is now.
    List<Shares> shares() {
        return router.shares(context.cluster(), wanted());
    }

    private static Set<Track> weighted(List<Shares> shares) {
        return union(shares, Shares::weighted);
    }

    static Set<Track> union(List<Shares> shares, Function<Shares, Set<Track>> tracks) {
        return shares.stream()
                .flatMap(share -> tracks.apply(share).stream())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Track.class)));
    }

    /// With how many pods release carries everything: those it has while it does.
    private int releasePods(List<Shares> shares) {
        boolean carriesAll =
                shares.stream().allMatch(share -> share.current(Track.BASELINE) + share.current(Track.CANARY) == 0);
        return carriesAll
                ? release()
                        .map(found -> found.at("spec", "replicas").numberOr(1))
                        .orElse(0)
                : newest().map(Intention::releasePods).orElse(0);
    }

    private Optional<Resource> release() {
        return context.cluster().read(context.deployment(task.workload()));
    }

    int releasePods() {
        return newest().map(Intention::releasePods).orElse(0);
    }

    private Optional<Intention> newest() {
        return context.ports().intendedWeights().newest(task.cluster(), task.namespace(), task.route());
    }

    /// Release may have shrunk while others carried its traffic: it grows before it gets that back.
    StepOutcome scaleRelease() {
        if (task.wayBack() == WayBack.AT_ONCE
                || !union(shares(), Shares::raised).contains(Track.RELEASE)) {
            return StepOutcome.of(new Happening.AlreadyDone());
        }
        int needed = ReleaseCapacity.pods(releasePods(), task.split().release());
        Optional<Resource> release = release();
        int found = release.map(deployment -> deployment.at("spec", "replicas").numberOr(1))
                .orElse(needed);
        if (found >= needed) {
            return StepOutcome.of(new Happening.AlreadyDone());
        }
        context.fence().run();
        Resource shrunk = release.orElseThrow();
        context.cluster()
                .patch(
                        shrunk.key(),
                        List.of(
                                PatchOperation.onlyIfUnchanged(shrunk),
                                new PatchOperation.Add("/spec/replicas", Value.of(needed))));
        return StepOutcome.of(Happening.done("release is scaled from " + found + " to " + needed
                + " pods: so many carried the traffic that it gets back"));
    }

    /// @param resumed whether an earlier try may have written just before it ended: proxies may not know that yet
    StepOutcome addSubsets(boolean resumed) {
        boolean written = false;
        for (int attempt = 0; attempt < TRIES; attempt++) {
            List<Write> missing = router.missing(context.cluster(), weighted(shares()));
            if (missing.isEmpty()) {
                return StepOutcome.of(
                        written || resumed ? Happening.done("subsets are there") : new Happening.AlreadyDone());
            }
            context.fence().run();
            // Read back by the next round.
            for (Write write : missing) {
                written |= context.write(write);
            }
        }
        return contended();
    }

    /// @param pending what to do while what was written has no effect yet
    StepOutcome setWeights(Wanted now, Function<String, StepOutcome> pending) {
        List<Shares> shares = router.shares(context.cluster(), now);
        for (int attempt = 0; attempt < TRIES + shares.size(); attempt++) {
            if (!router.missing(context.cluster(), weighted(shares)).isEmpty()) {
                return refused("what tells tracks apart that are to get weight on "
                        + task.route().title() + " was removed since it was added");
            }
            Optional<Write.Patch> change =
                    shares.stream().flatMap(share -> share.change().stream()).findFirst();
            if (change.isEmpty()) {
                Optional<String> waits = shares.stream()
                        .flatMap(share -> share.pending().stream())
                        .findFirst();
                return waits.map(pending).orElseGet(this::shifted);
            }
            Optional<String> overtaken = overtaken();
            if (overtaken.isPresent()) {
                return refused(overtaken.get());
            }
            boolean _ = context.write(change.get());
            // Read back by the next round.
            shares = router.shares(context.cluster(), now);
        }
        return contended();
    }

    /// Whether this shift may still write. Asked after the route was read and before it is written: a newer shift
    /// records its intention before it reads, so that either this is noticed here, or the write is refused because
    /// the route is no longer the version that was read.
    private Optional<String> overtaken() {
        context.fence().run();
        return newest().map(Intention::operation)
                .filter(operation -> !operation.equals(context.operation()))
                .map(operation -> "a newer shift of this route has begun: " + operation);
    }

    /// What tells that the route has changed.
    Set<Cluster.Selection> selections() {
        return router.watched(context.cluster()).stream()
                .map(Cluster.Selection::one)
                .collect(Collectors.toSet());
    }

    private static StepOutcome refused(String reason) {
        return StepOutcome.of(new Happening.Impossible(FailureCode.ROUTE_INVALID, reason));
    }

    private static StepOutcome contended() {
        return StepOutcome.of(
                new Happening.Unavailable("somebody else keeps changing the route at the same time", Optional.empty()));
    }

    private StepOutcome shifted() {
        var intention = intention(releasePods());
        var report = new DeploymentEvent.TrafficShifted(
                context.execution(),
                context.operation(),
                task.cluster(),
                task.namespace(),
                task.route(),
                task.split(),
                intention.at());
        return new StepOutcome(
                Happening.done(),
                List.of(report),
                () -> context.ports().intendedWeights().reached(intention));
    }

    private Intention intention(int releasePods) {
        return new Intention(context.execution(), context.operation(), task, releasePods, context.now());
    }
}
