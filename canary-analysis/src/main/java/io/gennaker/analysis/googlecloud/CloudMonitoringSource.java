package io.gennaker.analysis.googlecloud;

import com.google.api.gax.rpc.ApiException;
import com.google.cloud.monitoring.v3.MetricServiceClient;
import com.google.monitoring.v3.Aggregation;
import com.google.monitoring.v3.ListTimeSeriesRequest;
import com.google.monitoring.v3.ListTimeSeriesResponse;
import com.google.monitoring.v3.TimeInterval;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import io.gennaker.analysis.metrics.MetricSourceUnavailable;
import io.gennaker.analysis.metrics.QueryRefused;
import io.gennaker.analysis.metrics.SampleGrid;
import io.gennaker.analysis.metrics.Series;
import io.gennaker.analysis.metrics.SeriesSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Metrics of Google Cloud Monitoring, by Google's own client. Nothing is retried here: the operation that asks decides
/// that.
public final class CloudMonitoringSource implements SeriesSource, AutoCloseable {

    private static final int POINTS_PER_PAGE = 10_000;
    private static final int MOST_PAGES = 1_000;

    private final String project;
    private final Connection connection;
    private final Duration timeout;
    private final int largestAnswer;

    /// @param project whose metrics are asked for where a query names none
    /// @param timeout for one query with its whole answer
    /// @param largestAnswer in bytes
    public CloudMonitoringSource(String project, Endpoint endpoint, Duration timeout, int largestAnswer) {
        this.project = project;
        this.connection = new Connection(endpoint, timeout, largestAnswer);
        this.timeout = timeout;
        this.largestAnswer = largestAnswer;
    }

    @Override
    public void check(String query) {
        MonitoringQuery.parse(query);
    }

    @Override
    public List<Series> range(String query, SampleGrid grid)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        var request = request(parsed(query), grid).toBuilder();
        var answer = new TimeSeriesAnswer(query, connection.address());
        var until = System.nanoTime() + timeout.toNanos();
        var all = new ArrayList<Series>();
        var size = 0L;
        for (var page = 0; page < MOST_PAGES; page++) {
            var found = page(request.build(), answer, Duration.ofNanos(until - System.nanoTime()));
            size += found.getSerializedSize();
            if (size > largestAnswer) {
                throw answer.tooLarge(largestAnswer);
            }
            all.addAll(answer.series(found));
            if (found.getNextPageToken().isEmpty()) {
                return answer.joined(all);
            }
            request.setPageToken(found.getNextPageToken());
        }
        throw answer.tooLarge(largestAnswer);
    }

    private static MonitoringQuery parsed(String query) throws QueryRefused {
        try {
            return MonitoringQuery.parse(query);
        } catch (IllegalArgumentException invalid) {
            throw new QueryRefused(invalid.getMessage() + ": " + query);
        }
    }

    /// A point stands at the end of its period, so the first period begins before the first sample.
    private ListTimeSeriesRequest request(MonitoringQuery query, SampleGrid grid) {
        var shortest = MonitoringQuery.SHORTEST_PERIOD;
        var period = query.alignmentPeriod().orElse(grid.step().compareTo(shortest) > 0 ? grid.step() : shortest);
        return ListTimeSeriesRequest.newBuilder()
                .setName("projects/" + query.project().orElse(project))
                .setFilter(query.filter())
                .setInterval(TimeInterval.newBuilder()
                        .setStartTime(
                                Timestamps.fromMillis(grid.first().minus(period).toEpochMilli()))
                        .setEndTime(Timestamps.fromMillis(grid.last().toEpochMilli())))
                .setAggregation(Aggregation.newBuilder()
                        .setAlignmentPeriod(Durations.fromMillis(period.toMillis()))
                        .setPerSeriesAligner(query.aligner())
                        .setCrossSeriesReducer(query.reducer())
                        .addAllGroupByFields(query.groupByFields()))
                .setPageSize(POINTS_PER_PAGE)
                .build();
    }

    private ListTimeSeriesResponse page(ListTimeSeriesRequest request, TimeSeriesAnswer answer, Duration left)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        MetricServiceClient client = connection.client();
        var pending = client.listTimeSeriesCallable().futureCall(request);
        try {
            return pending.get(Math.max(1, left.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw answer.late(timeout, late);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof ApiException refusal) {
                connection.renewAfter(refusal);
                throw answer.failure(refusal, timeout, largestAnswer);
            }
            throw answer.unreachable(failed);
        } finally {
            pending.cancel(true);
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
