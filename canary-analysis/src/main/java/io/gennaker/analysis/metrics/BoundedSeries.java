package io.gennaker.analysis.metrics;

import java.util.List;

/// A source that is asked so many questions at once and no more. Whoever asks waits for a place; executions take turns,
/// so one with many analyses and clusters waits as long for each question as one with a single metric.
public sealed class BoundedSeries implements SeriesSource permits BoundedSource {

    /// Who did not say who they are share one turn.
    static final String NOBODY = "";

    /// Asks the source for something.
    @FunctionalInterface
    interface Question {
        List<Series> ask() throws QueryRefused, MetricSourceUnavailable, InterruptedException;
    }

    private final SeriesSource source;
    private final Turns turns;
    private final String asker;

    public BoundedSeries(SeriesSource source, int atOnce) {
        this(source, new Turns(atOnce), NOBODY);
    }

    BoundedSeries(SeriesSource source, Turns turns, String asker) {
        this.source = source;
        this.turns = turns;
        this.asker = asker;
    }

    @Override
    public SeriesSource askedBy(String other) {
        return new BoundedSeries(source, turns, other);
    }

    @Override
    public final List<Series> range(String query, SampleGrid grid)
            throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        return inTurn(() -> source.range(query, grid));
    }

    @Override
    public final void check(String query) {
        source.check(query);
    }

    final List<Series> inTurn(Question question) throws QueryRefused, MetricSourceUnavailable, InterruptedException {
        turns.take(asker);
        try {
            return question.ask();
        } finally {
            turns.giveBack();
        }
    }
}
