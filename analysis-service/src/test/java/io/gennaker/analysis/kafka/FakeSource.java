package io.gennaker.analysis.kafka;

import io.gennaker.analysis.metrics.MetricSource;
import io.gennaker.analysis.metrics.MetricSourceUnavailable;
import io.gennaker.analysis.metrics.QueryRefused;
import io.gennaker.analysis.metrics.SampleGrid;
import io.gennaker.analysis.metrics.Series;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// A metrics store of numbers: each query is answered by the first rule whose text it contains.
final class FakeSource implements MetricSource {

    private final FakeClock clock;
    private final Map<String, Rule> rules = new LinkedHashMap<>();
    private final List<SampleGrid> grids = new ArrayList<>();
    private final List<SampleGrid> gridsOfTheFuture = new ArrayList<>();
    private Instant awayUntil = Instant.MIN;
    private String refusal = "";

    private record Rule(Map<String, String> labels, ToDoubleFunction<Instant> value) {}

    FakeSource(FakeClock clock) {
        this.clock = clock;
    }

    FakeSource answer(String part, ToDoubleFunction<Instant> value) {
        return answer(part, Map.of("reporter", "source"), value);
    }

    FakeSource answer(String part, Map<String, String> labels, ToDoubleFunction<Instant> value) {
        rules.put(part, new Rule(labels, value));
        return this;
    }

    FakeSource awayUntil(Instant time) {
        awayUntil = time;
        return this;
    }

    FakeSource refusing(String reason) {
        refusal = reason;
        return this;
    }

    /// Those that asked for what had not come yet.
    List<SampleGrid> gridsOfTheFuture() {
        return List.copyOf(gridsOfTheFuture);
    }

    List<SampleGrid> grids() {
        return List.copyOf(grids);
    }

    @Override
    public List<Series> range(String query, SampleGrid grid) throws QueryRefused, MetricSourceUnavailable {
        check();
        grids.add(grid);
        if (grid.last().isAfter(clock.instant())) {
            gridsOfTheFuture.add(grid);
        }
        return series(
                query,
                IntStream.range(0, grid.size())
                        .mapToObj(index -> grid.first().plus(grid.step().multipliedBy(index)))
                        .toList());
    }

    @Override
    public List<Series> instant(String query, Instant at) throws QueryRefused, MetricSourceUnavailable {
        check();
        return series(query, List.of(at));
    }

    private void check() throws QueryRefused, MetricSourceUnavailable {
        if (!refusal.isEmpty()) {
            throw new QueryRefused(refusal);
        }
        if (clock.instant().isBefore(awayUntil)) {
            throw new MetricSourceUnavailable("connection refused", null);
        }
    }

    private List<Series> series(String query, List<Instant> times) {
        return rules.entrySet().stream()
                .filter(rule -> query.contains(rule.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .map(rule -> new Series(
                        rule.labels(),
                        times.stream()
                                .map(time -> new Series.Point(time, rule.value().applyAsDouble(time)))
                                .toList()))
                .stream()
                .toList();
    }
}
