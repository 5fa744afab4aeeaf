package io.gennaker.analysis.kafka;

import io.gennaker.analysis.canary.Sampling;
import io.gennaker.analysis.metrics.MetricSource;
import io.gennaker.analysis.metrics.MetricSourceUnavailable;
import io.gennaker.analysis.metrics.QueryRefused;
import io.gennaker.analysis.metrics.QueryScope;
import io.gennaker.analysis.metrics.Series;
import io.gennaker.analysis.traffic.RequestCounts;
import io.gennaker.analysis.traffic.RequestCounts.Seen;
import io.gennaker.analysis.traffic.TrafficCheck;
import io.gennaker.analysis.traffic.TrafficCheck.Finding;
import io.gennaker.analysis.traffic.TrafficQueries;
import io.gennaker.contracts.AnalysisEvent;
import io.gennaker.contracts.AnalysisTask.Certainty;
import io.gennaker.contracts.AnalysisTask.Certainty.OnLittleTraffic;
import io.gennaker.contracts.AnalysisTask.ConfirmTraffic;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.ObservedSplit;
import io.gennaker.contracts.Track;
import io.gennaker.contracts.TrafficSplit;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jboss.logging.Logger;

/// Looks at the requests since the shift until they tell whether their shares match the weights.
final class ConfirmTrafficRun {

    private static final Logger LOG = Logger.getLogger(ConfirmTrafficRun.class);

    private static final Duration BETWEEN_ANNOUNCEMENTS = Duration.ofSeconds(5);
    private static final Duration LONGEST_WINDOW = Duration.ofHours(1);

    /// After a shift all proxies follow within so long, or something keeps them from it.
    private static final Duration MESH_SETTLES = Duration.ofSeconds(30);

    /// Release may be believed to have all of it: what stands beside it cannot be kept until metrics come back.
    private static final ObservedSplit NOBODY_LOOKED = new ObservedSplit(0, 0, 0, 0);

    private final TrafficQueries queries;
    private final Sampling sampling;
    private final MetricSource source;

    ConfirmTrafficRun(TrafficQueries queries, Sampling sampling, MetricSource source) {
        this.queries = queries;
        this.sampling = sampling;
        this.source = source;
    }

    void run(OperationRun run, ConfirmTraffic task) throws InterruptedException {
        TrafficCheck check;
        try {
            check = check(task);
        } catch (IllegalArgumentException invalid) {
            run.completeFailed(FailureCode.REFUSED, String.valueOf(invalid.getMessage()));
            return;
        }
        var goesOn = true;
        while (goesOn) {
            goesOn = goesOnAfterStep(run, task, check);
        }
    }

    /// @throws IllegalArgumentException when the task is not valid
    static TrafficCheck check(ConfirmTraffic task) {
        return new TrafficCheck(
                task.expected(),
                task.tolerance(),
                task.minimumRequests(),
                certainty(task).confidence() / 100);
    }

    private static Certainty certainty(ConfirmTraffic task) {
        return Objects.requireNonNullElse(task.certainty(), Certainty.DEFAULT);
    }

    /// Takes one step.
    ///
    /// @return whether this run has more to do; false when the operation has ended or given its lease back
    private boolean goesOnAfterStep(OperationRun run, ConfirmTraffic task, TrafficCheck check)
            throws InterruptedException {
        if (run.cancelRequested()) {
            run.completeCancelled();
            return false;
        }
        if (run.isPastDeadline()) {
            completeAtDeadline(run, task);
            return false;
        }
        // Before that the shortest window would still hold requests from before the shift.
        var firstLook = run.accepted().acceptedAt().plus(sampling.shortestWindow());
        if (run.now().isBefore(firstLook)) {
            return run.rest(firstLook);
        }
        return goesOnAfterLook(run, task, check);
    }

    private boolean goesOnAfterLook(OperationRun run, ConfirmTraffic task, TrafficCheck check)
            throws InterruptedException {
        try {
            return look(run, task, check) && run.rest(run.now().plus(sampling.scrapeInterval()));
        } catch (QueryRefused refused) {
            run.completeFailed(FailureCode.QUERY_REFUSED, String.valueOf(refused.getMessage()));
            return false;
        } catch (MetricSourceUnavailable away) {
            var again = run.sourceFailed("metrics unavailable: " + away.getMessage());
            run.announce("metrics unavailable, asking again: " + away.getMessage(), BETWEEN_ANNOUNCEMENTS);
            return run.rest(again);
        }
    }

    /// Looks at what came last, and where that is too little at everything since the shift.
    ///
    /// @return whether to look again
    private boolean look(OperationRun run, ConfirmTraffic task, TrafficCheck check)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        var now = run.now();
        var latest = observe(run, task, check, sampling.shortestWindow(), now);
        var all = since(run.accepted().acceptedAt(), now);
        var best = latest.finding() instanceof Finding.Open && all.compareTo(sampling.shortestWindow()) > 0
                ? observe(run, task, check, all, now)
                : latest;
        return switch (best.finding()) {
            case Finding.Confirmed _ -> {
                confirm(run, task, best.seen().split());
                yield false;
            }
            case Finding.Open(var found) -> {
                var reason = found + unreached(run, task, all, now);
                run.tooLittle(best.seen().split(), reason);
                run.announce("traffic not confirmed yet: " + reason, BETWEEN_ANNOUNCEMENTS);
                yield true;
            }
            case Finding.Off(var found) -> {
                var reason = found + unreached(run, task, sampling.shortestWindow(), now);
                run.observed(FailureCode.TRAFFIC_NOT_CONFIRMED, reason);
                run.announce("traffic does not follow yet: " + reason, BETWEEN_ANNOUNCEMENTS);
                yield !isRefused(run, task, check, latest, now);
            }
        };
    }

    /// The mesh needs a while until all proxies know the weights. What is off over all the time after that stays off.
    private boolean isRefused(
            OperationRun run, ConfirmTraffic task, TrafficCheck check, Observation latest, Instant now)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        var settled = since(run.accepted().acceptedAt().plus(MESH_SETTLES), now);
        if (!(latest.finding() instanceof Finding.Off(var reason))
                || settled.compareTo(sampling.shortestWindow()) < 0
                || !(observe(run, task, check, settled, now).finding() instanceof Finding.Off)) {
            return false;
        }
        run.completeFailed(
                FailureCode.TRAFFIC_NOT_CONFIRMED, reason + unreached(run, task, sampling.shortestWindow(), now));
        return true;
    }

    private static void completeAtDeadline(OperationRun run, ConfirmTraffic task) {
        var seen = run.isSourceAway() && task.expected().equals(TrafficSplit.ALL_RELEASE)
                ? NOBODY_LOOKED
                : run.tooLittleSeen();
        if (seen == null || certainty(task).onLittleTraffic() == OnLittleTraffic.FAIL) {
            run.completeAtDeadline();
            return;
        }
        var start = run.accepted().start();
        var reason = run.lastObservation();
        LOG.infof(
                "traffic not confirmed, going on by the weights operationId=%s reason=%s", start.operationId(), reason);
        run.complete(new AnalysisEvent.TrafficUnconfirmed(
                start.executionId(), start.operationId(), task.expected(), seen, reason, run.now()));
    }

    private static Duration since(Instant begin, Instant now) {
        var since = Duration.ofSeconds(Duration.between(begin, now).toSeconds());
        return since.compareTo(LONGEST_WINDOW) > 0 ? LONGEST_WINDOW : since;
    }

    private record Observation(Seen seen, Finding finding) {}

    private Observation observe(OperationRun run, ConfirmTraffic task, TrafficCheck check, Duration window, Instant now)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        var counts = new RequestCounts();
        for (var track : Track.values()) {
            var workload =
                    track.workload(task.workload(), run.accepted().start().executionId());
            counts.add(track, asked(run).instant(queries.requests(scope(task, workload, window)), now));
        }
        return new Observation(counts.seen(), check.compare(counts.seen()));
    }

    private String unreached(OperationRun run, ConfirmTraffic task, Duration window, Instant now)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        var lost = asked(run).instant(queries.unreached(scope(task, task.workload(), window)), now).stream()
                .map(Series::points)
                .mapToDouble(points -> points.isEmpty() ? 0.0 : points.getLast().value())
                .sum();
        return lost >= 1 ? "; %d requests reached no workload".formatted(Math.round(lost)) : "";
    }

    private MetricSource asked(OperationRun run) {
        return source.askedBy(run.accepted().start().executionId().value());
    }

    private static QueryScope scope(ConfirmTraffic task, String workload, Duration window) {
        return new QueryScope(task.cluster().name(), task.namespace(), workload, window);
    }

    private static void confirm(OperationRun run, ConfirmTraffic task, ObservedSplit observed) {
        var start = run.accepted().start();
        LOG.infof(
                "traffic confirmed executionId=%s operationId=%s expected=%s observed=%s requests=%d",
                start.executionId(),
                start.operationId(),
                task.expected(),
                TrafficCheck.describe(observed),
                observed.requests());
        run.complete(new AnalysisEvent.TrafficConfirmed(
                start.executionId(), start.operationId(), task.expected(), observed, run.now()));
    }
}
