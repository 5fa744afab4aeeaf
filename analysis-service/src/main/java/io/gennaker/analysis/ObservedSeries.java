package io.gennaker.analysis;

import io.gennaker.analysis.metrics.MetricSource;
import io.gennaker.analysis.metrics.MetricSourceUnavailable;
import io.gennaker.analysis.metrics.QueryRefused;
import io.gennaker.analysis.metrics.SampleGrid;
import io.gennaker.analysis.metrics.Series;
import io.gennaker.analysis.metrics.SeriesSource;
import io.gennaker.outbox.LastAnswer;
import java.time.Instant;
import java.util.List;

/// A source whose answers are noted. A query that it refuses is an answer.
class ObservedSeries implements SeriesSource {
    private final SeriesSource source;
    private final LastAnswer last;

    ObservedSeries(SeriesSource source, LastAnswer last) {
        this.source = source;
        this.last = last;
    }

    /// The same for the mesh's own.
    static final class OfMesh extends ObservedSeries implements MetricSource {
        private final MetricSource source;

        OfMesh(MetricSource source, LastAnswer last) {
            super(source, last);
            this.source = source;
        }

        @Override
        public MetricSource askedBy(String asker) {
            return new OfMesh(source.askedBy(asker), last());
        }

        @Override
        public List<Series> instant(String query, Instant at)
                throws QueryRefused, MetricSourceUnavailable, InterruptedException {
            return noted(() -> source.instant(query, at));
        }
    }

    @FunctionalInterface
    interface Question {
        List<Series> ask() throws QueryRefused, MetricSourceUnavailable, InterruptedException;
    }

    @Override
    public List<Series> range(String query, SampleGrid grid)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        return noted(() -> source.range(query, grid));
    }

    @Override
    public SeriesSource askedBy(String asker) {
        return new ObservedSeries(source.askedBy(asker), last);
    }

    final LastAnswer last() {
        return last;
    }

    @Override
    public void check(String query) {
        source.check(query);
    }

    final List<Series> noted(Question question) throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        try {
            List<Series> answer = question.ask();
            last.good();
            return answer;
        } catch (QueryRefused refused) {
            last.good();
            throw refused;
        } catch (MetricSourceUnavailable away) {
            last.bad(String.valueOf(away.getMessage()));
            throw away;
        }
    }
}
