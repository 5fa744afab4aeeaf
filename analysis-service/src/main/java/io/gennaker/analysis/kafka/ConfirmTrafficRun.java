package io.gennaker.analysis.kafka;

import io.gennaker.analysis.canary.Sampling;
import io.gennaker.analysis.metrics.MetricSource;
import io.gennaker.analysis.metrics.MetricSourceUnavailable;
import io.gennaker.analysis.metrics.QueryRefused;
import io.gennaker.analysis.metrics.QueryScope;
import io.gennaker.analysis.metrics.Series;
import io.gennaker.analysis.traffic.RequestCounts;
import io.gennaker.analysis.traffic.TrafficCheck;
import io.gennaker.analysis.traffic.TrafficCheck.Finding;
import io.gennaker.analysis.traffic.TrafficQueries;
import io.gennaker.contracts.AnalysisEvent;
import io.gennaker.contracts.AnalysisTask.ConfirmTraffic;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.ObservedSplit;
import io.gennaker.contracts.Track;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/// Looks at the requests since the shift until their shares match the weights.
final class ConfirmTrafficRun {

    private static final Logger LOG = Logger.getLogger(ConfirmTrafficRun.class);

    private static final Duration BETWEEN_ANNOUNCEMENTS = Duration.ofSeconds(5);
    private static final Duration LONGEST_WINDOW = Duration.ofHours(1);

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
            check = new TrafficCheck(task.expected(), task.tolerance(), task.minimumRequests());
        } catch (IllegalArgumentException invalid) {
            run.completeFailed(FailureCode.REFUSED, String.valueOf(invalid.getMessage()));
            return;
        }
        var goesOn = true;
        while (goesOn) {
            goesOn = goesOnAfterStep(run, task, check);
        }
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
            run.completeAtDeadline();
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
            return look(run, task, check, sampling.shortestWindow())
                    && run.rest(run.now().plus(sampling.scrapeInterval()));
        } catch (QueryRefused refused) {
            run.completeFailed(FailureCode.QUERY_REFUSED, String.valueOf(refused.getMessage()));
            return false;
        } catch (MetricSourceUnavailable away) {
            var again = run.sourceFailed("metrics unavailable: " + away.getMessage());
            run.announce("metrics unavailable, asking again: " + away.getMessage(), BETWEEN_ANNOUNCEMENTS);
            return run.rest(again);
        }
    }

    /// @return whether to look again
    private boolean look(OperationRun run, ConfirmTraffic task, TrafficCheck check, Duration window)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        var now = run.now();
        var observed = observe(run, task, window, now);
        return switch (check.compare(observed)) {
            case Finding.Confirmed _ -> {
                confirm(run, task, observed);
                yield false;
            }
            case Finding.NotYet notYet
            when !notYet.enoughRequests() && window.compareTo(sinceShift(run, now)) < 0 ->
                // Too little traffic for a short look: count everything since the shift.
                look(run, task, check, sinceShift(run, now));
            case Finding.NotYet notYet -> {
                var reason = notYet.reason() + unreached(task, window, now);
                run.observed(FailureCode.TRAFFIC_NOT_CONFIRMED, reason);
                run.announce("traffic not confirmed yet: " + reason, BETWEEN_ANNOUNCEMENTS);
                yield true;
            }
        };
    }

    private static Duration sinceShift(OperationRun run, Instant now) {
        var since = Duration.ofSeconds(
                Duration.between(run.accepted().acceptedAt(), now).toSeconds());
        return since.compareTo(LONGEST_WINDOW) > 0 ? LONGEST_WINDOW : since;
    }

    private ObservedSplit observe(OperationRun run, ConfirmTraffic task, Duration window, Instant now)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        var counts = new RequestCounts();
        for (var track : Track.values()) {
            var workload =
                    track.workload(task.workload(), run.accepted().start().executionId());
            counts.add(track, source.instant(queries.requests(scope(task, workload, window)), now));
        }
        return counts.split();
    }

    private String unreached(ConfirmTraffic task, Duration window, Instant now)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        var lost = source.instant(queries.unreached(scope(task, task.workload(), window)), now).stream()
                .map(Series::points)
                .mapToDouble(points -> points.isEmpty() ? 0.0 : points.getLast().value())
                .sum();
        return lost >= 1 ? "; %d requests reached no workload".formatted(Math.round(lost)) : "";
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
